// The way in for pages.

import type { Port } from "./protocol.ts";
import { type OpenOptions, Session } from "./session.ts";

export * from "./index.ts";

/** Opens a session. Its worker starts with the first call. */
export function open(options: OpenOptions = {}): Session {
  return new Session(spawn, options);
}

function spawn(): Port {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "quipu" });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(heard, lost) {
      worker.addEventListener("message", (event) => heard(event.data as never));
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        lost(event.message || "the worker could not be started");
      });
      worker.addEventListener("messageerror", () => lost("a message could not be read"));
    },
    close: () => worker.terminate(),
  };
}
