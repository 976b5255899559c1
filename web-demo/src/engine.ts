// The one file that knows how analysis is done: in a worker, by the WebAssembly package.

import type { Reply, Request } from "./worker.ts";

/** What a run found, as far as the page shows it. */
export interface Result {
  findings: Finding[];
  manifest: Manifest;
}

/** A line of findings.ndjson. */
export interface Finding {
  id: string;
  pattern: string;
  score: number;
  reasons: { term: string; bits: number; text: string }[];
  roles: Record<string, string[]>;
  window: { from: string; to: string };
  transactions: unknown[];
  amounts: { currency: string; amount: string }[];
}

/** The part of manifest.json that the page shows. */
export interface Manifest {
  rows: { read: number; accepted: number; rejected: number };
  ledger: { transactions: number; accounts: number; first?: string; last?: string };
  inputs: { format: string }[];
}

/** Analyses a file. A worker serves one file: whatever becomes of it, the next one starts afresh. */
export async function analyze(file: File): Promise<Result> {
  const bytes = await file.arrayBuffer();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<Reply>) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message || "the worker could not start"));
      worker.postMessage({ name: file.name, bytes } satisfies Request, [bytes]);
    });
    if ("error" in reply) {
      throw new Error(reply.error);
    }
    const text = new TextDecoder();
    const lines = text.decode(reply.findings).split("\n").filter((line) => line !== "");
    return {
      findings: lines.map((line) => JSON.parse(line) as Finding),
      manifest: JSON.parse(text.decode(reply.manifest)) as Manifest,
    };
  } finally {
    worker.terminate();
  }
}
