// The worker thread of Node, which reads the modules from the package's own folder.

import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import type { Port } from "./protocol.ts";
import { serve } from "./serve.ts";

if (parentPort === null) {
  throw new Error("this is the worker of a session: import the package instead");
}
const parent = parentPort;
const port: Port = {
  post: (message, transfer) => parent.postMessage(message, transfer as ArrayBuffer[]),
  listen: (heard) => parent.on("message", (message) => heard(message as never)),
  close: () => parent.close(),
};

serve(port, async (full) => {
  const file = new URL(full ? "./module/full/quipu_bg.wasm" : "./module/quipu_bg.wasm", import.meta.url);
  return new Uint8Array(await readFile(file));
});
