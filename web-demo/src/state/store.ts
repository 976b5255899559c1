// The state of the page, apart from its panels: what was opened, what was found, and the analyst's work with undo and redo.

import { batch, computed, signal } from "@preact/signals";
import type { AlertRow, CaseRow, Engine, Inspection, Kind, Mapping, QuipuError, Read, Summary, Typologies } from "../engine.ts";
import type { Totals } from "../data/totals.ts";
import type { Truth } from "../data/training.ts";
import { appended, type Entry } from "./log.ts";
import { NOTHING, type Work } from "./work.ts";

/** A file that the analyst gave. */
export interface Given {
  file: File;
  /** What she says it is; found out when not given. */
  kind?: Kind;
  /** What she says of its columns. */
  mapping?: Mapping;
  read?: Read;
  failure?: QuipuError | Error;
}

/** What the page is doing. */
export type Phase = "empty" | "reading" | "read" | "analysing" | "ready";

/** How far a long work is. */
export interface Doing {
  stage: string;
  done: number;
  total: number;
  /** `performance.now()` at its begin. */
  began: number;
  stop: () => void;
}

export const phase = signal<Phase>("empty");
export const doing = signal<Doing | undefined>(undefined);
export const problem = signal<string>("");
export const engine = signal<Engine | undefined>(undefined);
export const given = signal<Given[]>([]);
export const inspection = signal<Inspection | undefined>(undefined);
export const summary = signal<Summary | undefined>(undefined);
export const cases = signal<CaseRow[]>([]);
/** What the payments of each case are worth in the reference currency of the run. */
export const caseValues = signal<ReadonlyMap<string, number>>(new Map());
export const alerts = signal<AlertRow[]>([]);
/** The indicators, in the language of the page; `undefined` where the package evaluates none. */
export const typologies = signal<Typologies | undefined>(undefined);
/** The countries that the payments of a case name; complete when all cases are in it. */
export const countries = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
export const totals = signal<Totals | undefined>(undefined);
/** The answer key of a training case. */
export const truth = signal<Truth | undefined>(undefined);
export const revealed = signal(false);

/** Between these instants, of the brush of the overview; lists follow it. */
export const period = signal<{ from: number; to: number } | undefined>(undefined);

export const work = signal<Work>(NOTHING);
export const log = signal<Entry[]>([]);
export const analyst = signal("");
/** The payments that are being followed. */
export const path = signal<import("./work.ts").Step[]>([]);

interface Act {
  n: number;
  act: string;
  before: Work;
  after: Work;
}
const past = signal<Act[]>([]);
const future = signal<Act[]>([]);
export const canUndo = computed(() => past.value.at(-1)?.act);
export const canRedo = computed(() => future.value.at(-1)?.act);

/** Writes down something that changes no work. */
export function note(act: string, detail: Record<string, unknown> = {}): void {
  log.value = appended(log.value, new Date(), analyst.value, act, detail);
}

/** Changes the work, writes it down, and lets it be undone. */
export function act(name: string, detail: Record<string, unknown>, change: (work: Work) => Work): void {
  batch(() => {
    note(name, detail);
    const before = work.value;
    work.value = change(before);
    past.value = [...past.value, { n: log.value.length, act: name, before, after: work.value }].slice(-200);
    future.value = [];
  });
}

export function undo(): void {
  const last = past.value.at(-1);
  if (last !== undefined) {
    batch(() => {
      past.value = past.value.slice(0, -1);
      future.value = [...future.value, last];
      work.value = last.before;
      note("undo", { entry: last.n, act: last.act });
    });
  }
}

export function redo(): void {
  const next = future.value.at(-1);
  if (next !== undefined) {
    batch(() => {
      future.value = future.value.slice(0, -1);
      past.value = [...past.value, next];
      work.value = next.after;
      note("redo", { entry: next.n, act: next.act });
    });
  }
}

/** Begins with nothing, or with what was kept. */
export function begin(kept: { work: Work; log: Entry[]; analyst: string } = { work: NOTHING, log: [], analyst: analyst.value }): void {
  batch(() => {
    engine.value?.close();
    engine.value = undefined;
    phase.value = "empty";
    doing.value = undefined;
    problem.value = "";
    given.value = [];
    inspection.value = undefined;
    summary.value = undefined;
    cases.value = [];
    alerts.value = [];
    typologies.value = undefined;
    countries.value = new Map();
    totals.value = undefined;
    truth.value = undefined;
    revealed.value = false;
    period.value = undefined;
    work.value = kept.work;
    log.value = kept.log;
    analyst.value = kept.analyst;
    path.value = [];
    past.value = [];
    future.value = [];
  });
}
