// The module worker of a page.

import type { Port } from "./protocol.ts";
import { serve } from "./serve.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(kind: "message", heard: (event: MessageEvent) => void): void;
  close(): void;
};

const port: Port = {
  post: (message, transfer) => scope.postMessage(message, transfer),
  listen: (heard) => scope.addEventListener("message", (event) => heard(event.data as never)),
  close: () => scope.close(),
};

serve(port, async () => undefined);
