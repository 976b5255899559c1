// The worker's side, without the worker: calls become calls of the WebAssembly module.

import type { Handlers, Intake, Module, Progress } from "./protocol.ts";
import initMain, * as main from "./module/quipu.js";
import initFull, * as full from "./module/full/quipu.js";

// Long enough that reading is fast, short enough that a stop is heard soon.
const PIECE = 1 << 20;

type Session = full.Session;

/** Where the bytes of a module come from when none is given: `undefined` fetches what lies beside the script. */
export type FindModule = (full: boolean) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** What the calls do. `tell` hears of the progress of the running call. */
export function handlers(findModule: FindModule, tell: (progress: Progress) => void): Handlers {
  let session: Session | undefined;
  let bindings: typeof full | undefined;
  let memory: WebAssembly.Memory | undefined;
  let stop: Int32Array | undefined;

  const opened = (): Session => {
    if (session === undefined) {
      throw new Error("the worker has no session");
    }
    return session;
  };
  const start = async (options: { full: boolean; module?: Module; stop?: SharedArrayBuffer }): Promise<void> => {
    const given = options.module ?? (await findModule(options.full));
    const init = options.full ? initFull : initMain;
    ({ memory } = await init(given === undefined ? undefined : { module_or_path: given }));
    bindings = (options.full ? full : main) as typeof full;
    session = new bindings.Session();
    stop = options.stop && new Int32Array(options.stop);
  };
  const begin = (intake: Intake, name: string, mapping: string | undefined): void =>
    intake === "transactions" ? opened().begin(name, mapping) : opened().beginParties(name, mapping, intake === "lists");
  const push = (intake: Intake, bytes: Uint8Array): boolean => {
    if (intake !== "transactions") {
      opened().pushParties(bytes);
      return true;
    }
    opened().push(bytes);
    return opened().isUnderstood();
  };
  const end = (intake: Intake): string => (intake === "transactions" ? opened().end() : opened().endParties());

  return {
    start,
    begin,
    push,
    end,
    async load(intake, file, name, mapping) {
      begin(intake, name, mapping);
      for (let at = 0; at < file.size; at += PIECE) {
        const piece = await file.slice(at, at + PIECE).arrayBuffer();
        push(intake, new Uint8Array(piece));
        tell({ stage: "reading", done: at + piece.byteLength, total: file.size });
      }
      return end(intake);
    },
    inspect: (rates) => pieces((take) => opened().inspect(rates, take)),
    analyze(options) {
      const told = (stage: string, done: number, total: number) => tell({ stage, done, total });
      const asked = stop && (() => Atomics.load(stop as Int32Array, 0) === 1);
      return JSON.parse(opened().analyze(JSON.stringify(options), told, asked));
    },
    output: (name) => pieces((take) => opened().output(name, take)),
    findings: (query) => opened().findings(query),
    finding: (id) => opened().finding(id),
    cases: (query) => opened().cases(query),
    case: (id) => opened().case(id),
    account: (query) => opened().account(query),
    network: (query) => opened().network(query),
    transactions: (query) => opened().transactions(JSON.stringify(query)) as ReturnType<Handlers["transactions"]>,
    alerts: (query) => opened().alerts(query),
    alert: (id) => opened().alert(id),
    typologies: (query) => opened().typologies(query),
    distances: (accounts) => pieces((take) => opened().distances(accounts, take)),
    owners: (query) => pieces((take) => opened().owners(query, take)),
    simulate(options) {
      let truth: Uint8Array<ArrayBuffer> | undefined;
      const transactions = pieces((take) => {
        truth = pieces((takeTruth) => bindings?.simulate(JSON.stringify(options), take, takeTruth));
      });
      return { transactions, truth: truth ?? new Uint8Array() };
    },
    memory: () => memory?.buffer.byteLength ?? 0,
    version: () => bindings?.version() ?? "",
    panic: () => bindings?.panicForTests(),
  };
}

/** Puts together what is given in pieces. */
function pieces(write: (take: (piece: Uint8Array) => void) => void): Uint8Array<ArrayBuffer> {
  const taken: Uint8Array[] = [];
  let length = 0;
  write((piece) => {
    taken.push(piece);
    length += piece.length;
  });
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of taken) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
