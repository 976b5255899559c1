// What the analyst did, each entry bound to all before it by its hash: what was written cannot be changed unseen.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** An act. Its hash is the SHA-256 of the JSON of all other fields in this order. */
export interface Entry {
  /** From 1. */
  n: number;
  /** RFC 3339 in UTC, by the clock of the machine. */
  at: string;
  /** Who, as the analyst named herself; empty when she did not. */
  by: string;
  act: string;
  detail: Record<string, unknown>;
  /** The hash of the entry before; zeros for the first. */
  previous: string;
  hash: string;
}

const NONE = "0".repeat(64);

/** The hash that an entry must have. */
function hashOf({ n, at, by, act, detail, previous }: Omit<Entry, "hash">): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify({ n, at, by, act, detail, previous }))));
}

/** The log with one more entry. */
export function appended(log: readonly Entry[], at: Date, by: string, act: string, detail: Record<string, unknown>): Entry[] {
  const previous = log.at(-1)?.hash ?? NONE;
  const entry = { n: log.length + 1, at: at.toISOString(), by, act, detail: structuredClone(detail), previous };
  return [...log, { ...entry, hash: hashOf(entry) }];
}

/** The number of the first entry that is not what was written, or `undefined` when all are. */
export function broken(log: readonly Entry[]): number | undefined {
  let previous = NONE;
  for (const [place, entry] of log.entries()) {
    if (entry.n !== place + 1 || entry.previous !== previous || entry.hash !== hashOf(entry)) {
      return place + 1;
    }
    previous = entry.hash;
  }
  return undefined;
}
