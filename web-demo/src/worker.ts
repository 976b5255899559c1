// Runs the WebAssembly package away from the page, so that the page stays responsive.

import init, { analyze } from "../../wasm/pkg/quipu.js";

/** A file to analyse. */
export interface Request {
  name: string;
  bytes: ArrayBuffer;
}

/** Its findings.ndjson and manifest.json, or what went wrong. */
export type Reply = { findings: ArrayBuffer; manifest: ArrayBuffer } | { error: string };

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
};

scope.onmessage = async ({ data }) => {
  try {
    await init();
    const analysis = analyze(new Uint8Array(data.bytes), data.name);
    const findings = analysis.findings().buffer as ArrayBuffer;
    const manifest = analysis.manifest().buffer as ArrayBuffer;
    scope.postMessage({ findings, manifest }, [findings, manifest]);
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
