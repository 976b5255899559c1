// What users hand over, as what can be read: a blob that can be read again, or pieces that come once.

import { QuipuError } from "./error.ts";
import type { Source } from "./options.ts";

/** A file to read. */
export type Readable = { name: string; blob: Blob } | { name: string; pieces: AsyncIterable<Uint8Array> };

// Pieces are handed to the worker in lengths that neither crowd its queue nor keep a stop waiting.
const PIECE = 1 << 20;

/** Sees to it that a source can be read, and under what name. */
export function readable(source: Source, name: string | undefined): Readable {
  if (typeof source === "string" || source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return { name: name ?? "data", blob: new Blob([source]) };
  }
  if (source instanceof Blob) {
    const own = "name" in source && typeof source.name === "string" ? source.name : "data";
    return { name: name ?? own, blob: source };
  }
  if (source instanceof ReadableStream) {
    return { name: name ?? "data", pieces: chunks(source) };
  }
  if (typeof source === "object" && source !== null && Symbol.asyncIterator in source) {
    return { name: name ?? "data", pieces: short(source) };
  }
  throw new QuipuError("this is no file", {
    kind: "bad-source",
    hint: "give a File, Blob, ArrayBuffer, typed array, string, ReadableStream or async iterable of bytes",
  });
}

// Not every browser iterates over streams.
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield* parts(read.value);
    }
  } finally {
    // What was not read to its end is not wanted any more.
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

async function* short(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield* parts(piece);
  }
}

function* parts(piece: unknown): Generator<Uint8Array> {
  const bytes = typeof piece === "string" ? new TextEncoder().encode(piece) : (piece as Uint8Array);
  if (!(bytes instanceof Uint8Array)) {
    throw new QuipuError("the stream gives something other than bytes", { kind: "bad-source", hint: "give a stream of Uint8Array" });
  }
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
  }
}
