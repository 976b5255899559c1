// The way in for Node.

import { Worker } from "node:worker_threads";
import type { Port } from "./protocol.ts";
import { type OpenOptions, Session } from "./session.ts";

export * from "./index.ts";

/** Opens a session. Its worker starts with the first call and keeps the process alive only while a call is running. */
export function open(options: OpenOptions = {}): Session {
  return new Session(spawn, options);
}

function spawn(): Port {
  const worker = new Worker(new URL("./worker-node.js", import.meta.url), { name: "quipu" });
  let closed = false;
  let waiting = 0;
  worker.unref();
  return {
    post(message, transfer) {
      worker.postMessage(message, transfer as ArrayBuffer[]);
      waiting += 1;
      worker.ref();
    },
    listen(heard, lost) {
      worker.on("message", (message: object) => {
        if (!("progress" in message)) {
          waiting -= 1;
          if (waiting === 0) {
            worker.unref();
          }
        }
        heard(message as never);
      });
      worker.on("error", (error) => lost(error.message));
      worker.on("exit", (code) => closed || lost(`the worker ended with code ${code}`));
    },
    close() {
      closed = true;
      void worker.terminate();
    },
  };
}
