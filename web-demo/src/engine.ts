// The one file that knows how analysis is done: by a session of the WebAssembly package, in a worker of its own.

import { open } from "../../wasm/dist/web.js";
import type { FindingRow, Summary } from "../../wasm/dist/web.js";

/** Findings that the page shows; one with every one of thousands would crawl. */
const SHOWN = 200;

/** What a run found, as far as the page shows it. */
export interface Result {
  /** The most unusual findings. */
  findings: FindingRow[];
  /** How many there are in all. */
  total: number;
  manifest: Summary;
}

export type { FindingRow, Summary };

/** Analyses a file. `onProgress` hears what is being done. */
export async function analyze(file: File, onProgress: (stage: string) => void): Promise<Result> {
  const session = open();
  try {
    const told = { onProgress: ({ stage }: { stage: string }) => onProgress(stage) };
    await session.load(file, told);
    const manifest = await session.analyze(told);
    const { total, items } = await session.findings({ limit: SHOWN });
    return { findings: items, total, manifest };
  } finally {
    session.close();
  }
}
