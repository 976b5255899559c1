// A worker as its client sees it: one call at a time, with progress, and an end that may come at any moment.

import { type Failure, QuipuError } from "./error.ts";
import type { Method, Methods, Port, Progress, Reply } from "./protocol.ts";

/** Starts a worker. */
export type Spawn = () => Port;

interface Pending {
  resolve(result: never): void;
  reject(error: unknown): void;
  told: ((progress: Progress) => void) | undefined;
}

/** What a call of the worker failed with. */
export class RemoteFailure extends QuipuError {
  readonly fatal: boolean;

  constructor({ message, fatal, ...details }: Failure) {
    super(message, details);
    this.fatal = fatal;
  }
}

export class Remote {
  readonly #port: Port;
  readonly #calls = new Map<number, Pending>();
  #last = 0;
  #closed: { reason: unknown } | undefined;

  constructor(spawn: Spawn) {
    this.#port = spawn();
    this.#port.listen(
      (reply: Reply) => this.#hear(reply),
      (reason) => {
        const hint = "see that worker and module are served beside the package, and that the Content-Security-Policy lets them in";
        this.#end(new RemoteFailure({ kind: "worker", message: reason, fatal: true, input: "", line: 0, column: 0, hint }));
      },
    );
  }

  call<M extends Method>(method: M, args: Parameters<Methods[M]>, transfer: Transferable[] = [], told?: (progress: Progress) => void): Promise<ReturnType<Methods[M]>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) {
        reject(this.#closed.reason);
        return;
      }
      // Throws when an argument cannot be handed over; the call was not made then.
      this.#port.post({ id, method, args }, transfer);
      this.#calls.set(id, { resolve, reject, told });
    });
  }

  /** Ends the worker whatever it is doing; calls that wait are rejected. */
  close(reason: unknown): void {
    this.#end(reason);
  }

  #hear(reply: Reply): void {
    const call = this.#calls.get(reply.id);
    if (call === undefined) {
      return;
    }
    if ("progress" in reply) {
      call.told?.(reply.progress);
      return;
    }
    this.#calls.delete(reply.id);
    if ("failure" in reply) {
      call.reject(new RemoteFailure(reply.failure));
    } else {
      call.resolve(reply.result as never);
    }
  }

  #end(reason: unknown): void {
    if (this.#closed === undefined) {
      this.#closed = { reason };
      this.#port.close();
    }
    for (const call of this.#calls.values()) {
      call.reject(reason);
    }
    this.#calls.clear();
  }
}
