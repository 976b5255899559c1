// From files to cases: the steps that the page takes with them, one after the other.

import { batch, effect } from "@preact/signals";
import { Engine, type Following, type Mapping, QuipuError } from "../engine.ts";
import {
  alerts, analyst, begin, cases, caseValues, countries, doing, engine, type Given, given, inspection, log, note, phase, problem, summary, totals, truth, typologies, work,
} from "../state/store.ts";
import type { Kind } from "../engine.ts";
import { language } from "../i18n/index.ts";
import { together, worth } from "./payments.ts";
import { gather } from "./totals.ts";
import type { Truth } from "./training.ts";

/** Starts something that can be followed and stopped. */
function following(stage: string, total: number): { options: Following & { signal: AbortSignal }; over: () => void } {
  const stop = new AbortController();
  const began = performance.now();
  const tell = (stage: string, done: number, total: number) => {
    doing.value = { stage, done, total, began, stop: () => stop.abort() };
  };
  tell(stage, 0, total);
  const onProgress = (progress: { stage: string; done: number; total: number }) => tell(progress.stage, progress.done, progress.total);
  return { options: { signal: stop.signal, onProgress }, over: () => (doing.value = undefined) };
}

const said = (error: unknown): string => String(error);

/** Reads all files anew: the package reads everything before the first question, and a mapping concerns its file as a whole. */
async function read(files: Given[]): Promise<void> {
  engine.value?.close();
  batch(() => {
    engine.value = undefined;
    inspection.value = undefined;
    summary.value = undefined;
    cases.value = [];
    alerts.value = [];
    typologies.value = undefined;
    countries.value = new Map();
    totals.value = undefined;
    problem.value = "";
    phase.value = "reading";
    given.value = files.map(({ file, kind, mapping }) => ({ file, ...(kind && { kind }), ...(mapping && { mapping }) }));
  });
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const { options, over } = following("reading", size);
  try {
    let own = await Engine.open();
    engine.value = own;
    let before = 0;
    let again = false;
    for (const [place, one] of files.entries()) {
      const onProgress = ({ stage, done }: { stage: string; done: number }) => options.onProgress?.({ stage, done: before + done, total: size });
      const told: Partial<Given> = {};
      try {
        const { kind, read } = await own.load(one.file, one.kind, one.mapping, { signal: options.signal, onProgress });
        again ||= kind !== (one.kind ?? "transactions");
        Object.assign(told, { kind, read });
      } catch (error) {
        options.signal.throwIfAborted();
        if (!(error instanceof QuipuError)) {
          throw error;
        }
        told.failure = error;
      }
      given.value = given.value.map((own, at) => (at === place ? { ...own, ...told } : own));
      before += one.file.size;
    }
    if (again) {
      // Files of parties were tried as transactions first: read so that nothing tells of the attempt.
      own.close();
      own = await Engine.open();
      engine.value = own;
      for (const { file, kind, mapping, failure } of given.value) {
        if (failure === undefined) {
          await own.load(file, kind, mapping, { signal: options.signal });
        }
      }
    }
    if (given.value.some((one) => one.read !== undefined && "transactions" in one.read)) {
      inspection.value = await own.inspect();
    }
    phase.value = "read";
  } catch (error) {
    engine.value?.close();
    batch(() => {
      engine.value = undefined;
      phase.value = "empty";
      given.value = options.signal.aborted ? [] : given.value;
      problem.value = options.signal.aborted ? "" : said(error);
    });
  } finally {
    over();
  }
}

/** Adds files to those that were given. A file of the same name takes the place of the one before. */
export async function add(files: readonly File[]): Promise<void> {
  const names = new Set(files.map((file) => file.name));
  const kept = phase.value === "empty" ? [] : given.value.filter(({ file }) => !names.has(file.name));
  note("files-opened", { files: files.map(({ name, size }) => ({ name, bytes: size })) });
  await read([...kept, ...files.map((file) => ({ file }))]);
}

export async function remove(name: string): Promise<void> {
  note("file-removed", { name });
  const kept = given.value.filter(({ file }) => file.name !== name);
  await (kept.length === 0 ? begin({ work: work.value, log: log.value, analyst: analyst.value }) : read(kept));
}

/** Reads a file with what the analyst says of it. */
export async function correct(name: string, kind: Kind | undefined, mapping: Mapping | undefined): Promise<void> {
  note("columns-corrected", { name, ...(kind && { kind }), ...(mapping && { mapping: mapping as Record<string, unknown> }) });
  await read(given.value.map((own) => {
    const { file } = own;
    return file.name === name ? { file, ...(kind && { kind }), ...(mapping && { mapping }) } : own;
  }));
}

/** A training case: its files, and the answer key apart from them. */
export async function train(file: File, key: Truth, detail: Record<string, unknown>): Promise<void> {
  begin();
  note("training-opened", detail);
  await read([{ file }]);
  truth.value = key;
}

/** What was kept: its files, read as they were. */
export async function reopen(files: Given[]): Promise<void> {
  await read(files);
}

/** Finds the countries of each case, for their filter; after the totals, so that these need not wait. */
async function locate(own: Engine, current: () => boolean): Promise<void> {
  const known = new Map<string, ReadonlySet<string>>();
  if (![...(totals.value?.corridors.keys() ?? [])].some((way) => way !== ">")) {
    return;
  }
  let shown = performance.now();
  for (const { id } of cases.value) {
    if (!current()) {
      return;
    }
    const { countries: names } = await own.transactions({ of: { case: id } }, false);
    known.set(id, new Set(names.filter((name) => name !== "")));
    if (performance.now() - shown > 1000) {
      shown = performance.now();
      countries.value = new Map(known);
    }
  }
  countries.value = known;
}

/** Searches for everything, then gathers cases and totals. */
export async function analyze(): Promise<boolean> {
  const own = engine.value;
  if (own === undefined) {
    return false;
  }
  phase.value = "analysing";
  problem.value = "";
  const { options, over } = following("analysing", 0);
  try {
    const told = await own.analyze(options);
    const by = worth(told);
    const values = new Map<string, number>();
    // As they come, so that no table has to do it for all at once.
    const rows = await own.cases((rows) => {
      for (const { id, amounts } of rows.slice(values.size)) {
        values.set(id, together(amounts, by).value);
      }
    });
    const [raised, pack] = [await own.alerts(), await own.typologies(language.value)];
    note("analysed", {
      quipu: told.quipu,
      inputs: told.inputs.map(({ name, blake3, rows }) => ({ name, blake3, accepted: rows.accepted, rejected: rows.rejected })),
      findings: told.findings,
      cases: rows.length,
      ...(pack && { alerts: raised.length, pack: `${pack.pack} ${pack.version}` }),
    });
    batch(() => {
      summary.value = told;
      cases.value = rows;
      caseValues.value = values;
      alerts.value = raised;
      typologies.value = pack;
      phase.value = "ready";
    });
    const current = () => engine.value === own && phase.value === "ready";
    void gather(own, told.ledger.transactions, by, current, (made) => current() && (totals.value = made))
      .then(() => locate(own, current))
      .catch((error: unknown) => current() && (problem.value = said(error)));
    return true;
  } catch (error) {
    phase.value = "read";
    problem.value = options.signal.aborted ? "" : said(error);
    return false;
  } finally {
    over();
  }
}


// The names of indicators follow the language of the page.
effect(() => {
  const [own, spoken] = [engine.value, language.value];
  if (phase.value === "ready" && own !== undefined && typologies.peek() !== undefined) {
    void own.typologies(spoken).then((pack) => engine.value === own && language.value === spoken && (typologies.value = pack));
  }
});
