// Work is kept: in the browser's private storage by itself, and in a session file with a passphrase.

import { computed, effect, signal } from "@preact/signals";
import { del, get, set } from "idb-keyval";
import type { Kind, Mapping } from "../engine.ts";
import { decrypted, encrypted } from "./sealed.ts";
import { broken, type Entry } from "./log.ts";
import { analyst, begin, type Given, given, log, note, period, phase, revealed, truth, work } from "./store.ts";
import type { Work } from "./work.ts";
import type { Truth } from "../data/training.ts";

/** What is kept of a file: what it was, and itself where it is not too large. */
interface KeptFile {
  name: string;
  bytes: number;
  blake3: string;
  kind?: Kind;
  mapping?: Mapping;
  file?: File;
}

interface Kept {
  quipu: 1;
  at: string;
  analyst: string;
  work: Work;
  log: Entry[];
  period?: { from: number; to: number };
  training?: { truth: Truth; revealed: boolean };
  analysed: boolean;
  files: KeptFile[];
}

const PLACE = "quipu-work";
/** Files together are kept up to so many bytes; beyond that only what they are. */
export const KEEPS = 256e6;

/** What was kept when the page began, until it is taken up or deleted. */
export const earlier = signal<Kept | undefined>(undefined);
/** Files that kept work needs and that were not kept with it. */
export const missing = signal<KeptFile[]>([]);
export const keeping = signal<"on" | "off" | "failed">("on");
/** When it was kept last. */
export const keptAt = signal<Date | undefined>(undefined);

function hashOf(one: Given): string {
  return one.read !== undefined && "transactions" in one.read ? one.read.transactions.blake3 : one.read !== undefined && "parties" in one.read ? one.read.parties.blake3 : "";
}

function current(withFiles: boolean): Kept {
  const size = given.value.reduce((sum, { file }) => sum + file.size, 0);
  return {
    quipu: 1,
    at: new Date().toISOString(),
    analyst: analyst.value,
    work: work.value,
    log: log.value,
    ...(period.value && { period: period.value }),
    ...(truth.value && { training: { truth: truth.value, revealed: revealed.value } }),
    analysed: phase.value === "ready",
    files: given.value.map((one) => ({
      name: one.file.name,
      bytes: one.file.size,
      blake3: hashOf(one),
      ...(one.kind && { kind: one.kind }),
      ...(one.mapping && { mapping: one.mapping }),
      ...(withFiles && size <= KEEPS && { file: one.file }),
    })),
  };
}

const worthKeeping = computed(() => log.value.length > 0 && (phase.value === "read" || phase.value === "ready"));

/** Begins to keep. What another visit left is offered, and nothing is written before it is taken up or deleted. */
export function keep(): void {
  const found = get<Kept>(PLACE).then(
    (kept) => {
      earlier.value = kept?.quipu === 1 ? kept : undefined;
    },
    () => {
      keeping.value = "failed";
    },
  );
  let waiting: ReturnType<typeof setTimeout> | undefined;
  void found.then(() =>
    effect(() => {
      // All that is kept is looked at, so that a change of any of it is noticed.
      void [work.value, log.value, period.value, given.value, analyst.value, revealed.value];
      if (worthKeeping.value && keeping.value === "on" && earlier.value === undefined) {
        clearTimeout(waiting);
        waiting = setTimeout(() => void write(), 800);
      }
    }),
  );
}

async function write(): Promise<void> {
  try {
    await set(PLACE, current(true));
    keptAt.value = new Date();
  } catch {
    keeping.value = "failed";
  }
}

/** Deletes what the browser keeps. */
export async function forget(): Promise<void> {
  await del(PLACE).catch(() => undefined);
  earlier.value = undefined;
  keptAt.value = undefined;
}

/** Takes up kept work: gives its files, as far as they were kept. */
export function takeUp(kept: Kept): Given[] {
  const bad = broken(kept.log);
  begin({ work: kept.work, log: kept.log, analyst: kept.analyst });
  period.value = kept.period;
  truth.value = kept.training?.truth;
  revealed.value = kept.training?.revealed ?? false;
  earlier.value = undefined;
  missing.value = kept.files.filter(({ file }) => file === undefined);
  note("reopened", { kept: kept.at, entries: kept.log.length, ...(bad !== undefined && { log_broken_at: bad }) });
  return kept.files.flatMap(({ file, kind, mapping }) => (file === undefined ? [] : [{ file, ...(kind && { kind }), ...(mapping && { mapping }) }]));
}

/** The work as a session file. `withFiles` puts the files of the bank into it too. */
export async function sessionFile(passphrase: string, withFiles: boolean): Promise<Blob> {
  const { files, ...rest } = current(withFiles);
  const bytes: BlobPart[] = files.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const head = new TextEncoder().encode(JSON.stringify({ ...rest, files: files.map(({ file, ...own }) => ({ ...own, inside: file !== undefined })) }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  const packed = new Response(new Blob([length, head, ...bytes]).stream().pipeThrough(new CompressionStream("gzip")));
  return encrypted(new Uint8Array(await packed.arrayBuffer()), passphrase);
}

/** Opens one. Rejects when the passphrase is wrong or the file was changed. */
export async function fromSessionFile(file: Blob, passphrase: string): Promise<Kept> {
  const packed = await decrypted(file, passphrase);
  const opened = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const length = new DataView(opened).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(opened, 4, length))) as Omit<Kept, "files"> & { files: (KeptFile & { inside: boolean })[] };
  let at = 4 + length;
  const files = head.files.map(({ inside, ...own }): KeptFile => {
    if (!inside) {
      return own;
    }
    const bytes = opened.slice(at, at + own.bytes);
    at += own.bytes;
    return { ...own, file: new File([bytes], own.name) };
  });
  return { ...head, files };
}
