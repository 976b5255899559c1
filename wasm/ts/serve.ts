// Answers calls on a port, one at a time, until it closes.

import { type FindModule, handlers } from "./engine.ts";
import { failureOf } from "./error.ts";
import type { Port, Reply, Request } from "./protocol.ts";

/** Serves a session. */
export function serve(port: Port, findModule: FindModule): void {
  let running = 0;
  const reply = (message: Reply, transfer: Transferable[] = []) => port.post(message, transfer);
  const tell = (progress: { stage: string; done: number; total: number }) => reply({ id: running, progress });
  const calls = handlers(findModule, tell);
  port.listen(
    async (request: Request) => {
      running = request.id;
      try {
        const call = calls[request.method] as (...args: unknown[]) => unknown;
        const result = (await call(...request.args)) as never;
        reply({ id: request.id, result }, buffersOf(result));
      } catch (thrown) {
        reply({ id: request.id, failure: failureOf(thrown) });
      }
    },
    () => undefined,
  );
}

/** The memory of typed arrays in a result, which is handed over instead of copied. */
function buffersOf(result: unknown): ArrayBuffer[] {
  if (typeof result !== "object" || result === null) {
    return [];
  }
  const parts = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  const buffers = parts.filter((part): part is ArrayBufferView<ArrayBuffer> => ArrayBuffer.isView(part));
  return [...new Set(buffers.map((part) => part.buffer))];
}
