// What client and worker say to each other. The methods are written once, here; all messages derive from them.

import type { Failure } from "./error.ts";
import type { AnalyzeOptions, SimulateOptions, SimulatedWorld, Summary, TransactionColumns, TransactionQuery } from "./options.ts";

/** A module of WebAssembly, compiled or as bytes. */
export type Module = WebAssembly.Module | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** Which file a piece belongs to. */
export type Intake = "transactions" | "parties" | "lists";

/** What the worker does, one call at a time. Documents cross as JSON texts: one string instead of a tree of objects. */
export interface Methods {
  /** Loads a module. `stop`, where memory can be shared, becomes 1 to stop a search. */
  start(options: { full: boolean; module?: Module; stop?: SharedArrayBuffer }): void;
  /** Reads a whole file. */
  load(intake: Intake, file: Blob, name: string, mapping: string | undefined): string;
  /** Begins a file whose pieces follow. */
  begin(intake: Intake, name: string, mapping: string | undefined): void;
  /** The next piece. Gives whether it is known by now what the file means. */
  push(intake: Intake, bytes: Uint8Array): boolean;
  /** Ends it. */
  end(intake: Intake): string;
  inspect(rates: string | undefined): Uint8Array;
  analyze(options: AnalyzeOptions): Summary;
  output(name: string): Uint8Array;
  findings(query: string): string;
  finding(id: string): string;
  cases(query: string): string;
  case(id: string): string;
  account(query: string): string;
  network(query: string): string;
  transactions(query: TransactionQuery): TransactionColumns;
  alerts(query: string): string;
  alert(id: string): string;
  typologies(query: string): string;
  distances(accounts: string): Uint8Array;
  owners(query: string): Uint8Array;
  simulate(options: SimulateOptions): SimulatedWorld;
  /** Bytes of memory that the module holds. */
  memory(): number;
  version(): string;
  /** Panics, for tests. */
  panic(): void;
}

export type Method = keyof Methods;

/** How far a call is. */
export interface Progress {
  /** `reading`, a pattern that was searched for, `ranked`, `cases`. */
  stage: string;
  done: number;
  /** 0 when it is not known. */
  total: number;
}

/** A call. */
export type Request = { [M in Method]: { id: number; method: M; args: Parameters<Methods[M]> } }[Method];

/** What comes back: progress any number of times, then the result or a failure. */
export type Reply =
  | { id: number; progress: Progress }
  | { id: number; result: ReturnType<Methods[Method]> }
  | { id: number; failure: Failure };

/** What carries messages: a worker, seen from either side. */
export interface Port {
  post(message: unknown, transfer: Transferable[]): void;
  /** `lost` is told when the other side is gone. */
  listen(heard: (message: never) => void, lost: (reason: string) => void): void;
  close(): void;
}

/** The worker's side. */
export type Handlers = { [M in Method]: (...args: Parameters<Methods[M]>) => ReturnType<Methods[M]> | Promise<ReturnType<Methods[M]>> };
