// A session: files in, findings out, in a worker of its own.

import type { Alert, Case, CasesDocument, Finding, Inspection, Manifest, Owners } from "./documents.ts";
import { QuipuError } from "./error.ts";
import type {
  AccountProfile, AccountQuery, AlertQuery, AlertsPage, CaseQuery, CasesPage, FindingQuery, FindingsPage, Network, NetworkQuery,
  Typologies, TypologyQuery,
} from "./generated/views.ts";
import type {
  AnalyzeOptions, CallOptions, Distances, LoadedInput, LoadedParties, LoadOptions, Mapping, OutputName, OwnersQuery, PartyMapping,
  Rates, SimulatedWorld, SimulateOptions, Source, Summary, TransactionColumns, TransactionQuery,
} from "./options.ts";
import type { Intake, Method, Methods, Module } from "./protocol.ts";
import { Remote, RemoteFailure, type Spawn } from "./remote.ts";
import { type Readable, readable } from "./source.ts";

/** Options of a session. */
export interface OpenOptions {
  /**
   * Begin with the full module (large files, report and manifest, messages, files of parties, mappings as TOML) instead of
   * changing to it when it is needed: the change reads and searches again what was.
   */
  full?: boolean;
  /** The modules, compiled or as bytes, where the worker may not fetch them itself. */
  modules?: { main?: Module; full?: Module };
}

/** A file that was loaded, kept so that it can be read again. */
interface Loaded {
  intake: Intake;
  input: Readable;
  mapping: string | undefined;
  /** None of its rows could be read. */
  unread?: boolean;
}

// Files of which nothing was read: another module may understand them, and if not they are set aside.
const ASIDE = new Set([
  "accounts", "bad-times", "empty", "missing-role", "no-header", "not-parties", "not-transactions", "not-understood", "nothing-readable", "other-format",
]);
// Larger files (4 MiB) are read by the full module: it is built for speed, and larger to load than the default one.
const LARGE = 4 << 20;
// Handed to the worker at once: few enough messages, and a stop is heard soon.
const PIECE = 1 << 20;
// What the default module leaves out to stay small.
const OF_FULL = new Set<OutputName>(["cases.json", "report.html", "alerts.ndjson", "matches.ndjson", "manifest.json"]);
// A search that shares memory with its client stops by itself; one that has not by then is ended.
const PATIENCE = 60;

export class Session {
  readonly #spawn: Spawn;
  readonly #options: OpenOptions;
  readonly #files: Loaded[] = [];
  #full: boolean;
  #remote: Remote | undefined;
  #stop: Int32Array | undefined;
  #analyzed: AnalyzeOptions | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed: QuipuError | undefined;

  /** Use `open`. */
  constructor(spawn: Spawn, options: OpenOptions) {
    this.#spawn = spawn;
    this.#options = options;
    this.#full = options.full ?? false;
  }

  /** Reads a file of transactions, or of accounts that go with them. Files are read before the first question is asked. */
  async load(source: Source, options: LoadOptions<Mapping> = {}): Promise<LoadedInput> {
    return JSON.parse(await this.#load("transactions", source, options));
  }

  /**
   * Reads a file of parties: customers, owners, registers, lists of sanctions. Needs the full module, which is loaded then.
   * `list`: all parties of a table are on a list that has the name of the file.
   */
  async loadParties(source: Source, options: LoadOptions<PartyMapping> & { list?: boolean } = {}): Promise<LoadedParties> {
    const { list, ...others } = options;
    return JSON.parse(await this.#load(list ? "lists" : "parties", source, others));
  }

  /** What the files are and how they were understood: the document of `quipu inspect --json`. */
  async inspect(rates?: Rates, options: CallOptions = {}): Promise<Inspection> {
    const asked = rates && JSON.stringify(rates);
    return document(await this.#question("inspect", [asked], options));
  }

  /**
   * Searches for patterns and indicators, and puts what is found in cases. The result is the manifest without the files that
   * it would name. Needs the full module unless `typologies` is `none`.
   */
  analyze(options: AnalyzeOptions & CallOptions = {}): Promise<Summary> {
    const { signal, onProgress, ...asked } = options;
    return this.#queue(signal, async () => {
      if (!this.#full && asked.typologies !== "none") {
        this.#change();
      }
      const remote = await this.#ready();
      this.#analyzed = undefined;
      const summary = await this.#stoppable(remote, signal, remote.call("analyze", [asked], [], onProgress));
      this.#analyzed = asked;
      return summary;
    });
  }

  /** A page of findings, filtered and sorted in the worker. */
  async findings(query: FindingQuery = {}, options: CallOptions = {}): Promise<FindingsPage> {
    return JSON.parse(await this.#question("findings", [JSON.stringify(query)], options));
  }

  /** A finding with all its evidence, as its line of `findings.ndjson`. */
  async finding(id: string, options: CallOptions = {}): Promise<Finding> {
    return JSON.parse(await this.#question("finding", [id], options));
  }

  /** A page of cases, filtered and sorted in the worker. */
  async cases(query: CaseQuery = {}, options: CallOptions = {}): Promise<CasesPage> {
    return JSON.parse(await this.#question("cases", [JSON.stringify(query)], options));
  }

  /** A case with its detail, as those at the head of `cases.json`. Needs the full module. */
  async case(id: string, options: CallOptions = {}): Promise<Case> {
    return JSON.parse(await this.#question("case", [id], options, "of-a-run"));
  }

  /** A page of alerts: instances of indicators of crimes, filtered and sorted in the worker. Needs the full module. */
  async alerts(query: AlertQuery = {}, options: CallOptions = {}): Promise<AlertsPage> {
    return JSON.parse(await this.#question("alerts", [JSON.stringify(query)], options, "of-a-run"));
  }

  /** An alert with its conditions, reasons, margins and all its evidence, as its line of `alerts.ndjson`. Needs the full module. */
  async alert(id: string, options: CallOptions = {}): Promise<Alert> {
    return JSON.parse(await this.#question("alert", [id], options, "of-a-run"));
  }

  /**
   * The indicators in one language: those of the run with what became of them, or before it those of the built-in pack.
   * Needs the full module.
   */
  async typologies(query: TypologyQuery = {}, options: CallOptions = {}): Promise<Typologies> {
    return JSON.parse(await this.#question("typologies", [JSON.stringify(query)], options, "always"));
  }

  /** How near accounts are to someone on a list, by the files of parties: the document of `quipu distance --json`. */
  async distance(accounts: string | string[], options: CallOptions = {}): Promise<Distances> {
    return document(await this.#question("distances", [JSON.stringify([accounts].flat())], options, "of-a-run"));
  }

  /** What an account paid and received, with whom, and in which findings it is. */
  async account(query: AccountQuery | string, options: CallOptions = {}): Promise<AccountProfile> {
    const asked = typeof query === "string" ? { account: query } : query;
    return JSON.parse(await this.#question("account", [JSON.stringify(asked)], options));
  }

  /** Who paid whom in a case, in a finding, or around an account, to be drawn. */
  async network(query: NetworkQuery, options: CallOptions = {}): Promise<Network> {
    return JSON.parse(await this.#question("network", [JSON.stringify(query)], options));
  }

  /** Transactions in columns of typed arrays. */
  transactions(query: TransactionQuery = {}, options: CallOptions = {}): Promise<TransactionColumns> {
    return this.#question("transactions", [query], options);
  }

  /** A file that the command line would write, byte for byte. The report, and the manifest with it, need the full module. */
  output(name: OutputName, options: CallOptions = {}): Promise<Uint8Array> {
    const { signal, onProgress } = options;
    return this.#queue(signal, async () => {
      if (!this.#full && this.#analyzed !== undefined && OF_FULL.has(name)) {
        this.#change();
      }
      const remote = await this.#ready();
      return this.#stoppable(remote, signal, remote.call("output", [name], [], onProgress));
    });
  }

  /** The report of the run: one page of HTML that stands alone. */
  async report(options: CallOptions = {}): Promise<string> {
    return new TextDecoder().decode(await this.output("report.html", options));
  }

  /** The manifest with the sizes and hashes of all other files, which are written for that. */
  async manifest(options: CallOptions = {}): Promise<Manifest> {
    return document(await this.output("manifest.json", options));
  }

  /** The document of `cases.json`. */
  async casesDocument(options: CallOptions = {}): Promise<CasesDocument> {
    return document(await this.output("cases.json", options));
  }

  /** Who owns and controls a company, by the files of parties: the document of `quipu owners --json`. */
  async owners(query: OwnersQuery, options: CallOptions = {}): Promise<Owners> {
    this.#need(this.#files.some((file) => file.intake !== "transactions" && !file.unread), "not-parties", "no file of parties is loaded", "call loadParties first");
    return document(await this.#question("owners", [JSON.stringify(query)], options));
  }

  /**
   * An invented world of payments with a known answer. It has nothing to do with the files of the session and is made by a
   * worker of its own, with the full module.
   */
  async simulate(options: SimulateOptions & { signal?: AbortSignal } = {}): Promise<SimulatedWorld> {
    const { signal, ...asked } = options;
    signal?.throwIfAborted();
    if (this.#closed !== undefined) {
      throw this.#closed;
    }
    const remote = new Remote(this.#spawn);
    const stop = () => remote.close(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const module = this.#options.modules?.full;
      await remote.call("start", [{ full: true, ...(module && { module }) }]);
      return await remote.call("simulate", [asked]);
    } finally {
      signal?.removeEventListener("abort", stop);
      remote.close(new QuipuError("the world is made", { kind: "closed" }));
    }
  }

  /** How many bytes of memory the module holds. */
  memory(): Promise<number> {
    return this.#question("memory", [], {});
  }

  /** The version of the library. */
  version(): Promise<string> {
    return this.#question("version", [], {});
  }

  /** Whether a search can be stopped without reading the files again: where memory can be shared with the worker. */
  get stopsInPlace(): boolean {
    return sharedMemory() !== undefined;
  }

  /** Ends the worker and lets go of everything. Calls that wait are rejected with kind `closed`. */
  close(): void {
    this.#closed ??= new QuipuError("the session is closed", { kind: "closed", hint: "open another one" });
    this.#drop(this.#closed);
    this.#files.length = 0;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Makes the module panic: for tests of what comes of it. */
  panicForTests(): Promise<void> {
    return this.#question("panic", [], {});
  }

  /** One call after the other. A call whose signal fires before its turn never begins. */
  #queue<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      signal?.throwIfAborted();
      if (this.#closed !== undefined) {
        throw this.#closed;
      }
      try {
        return await run();
      } catch (error) {
        throw this.#after(error);
      }
    });
    this.#last = turn.catch(() => undefined);
    if (signal === undefined) {
      return turn;
    }
    // It need not wait for the calls before it to be told that it is stopped.
    return new Promise((resolve, reject) => {
      const stopped = () => reject(signal.reason);
      signal.addEventListener("abort", stopped, { once: true });
      turn.then(resolve, reject).finally(() => signal.removeEventListener("abort", stopped));
    });
  }

  /** What a failure means for the session. */
  #after(error: unknown): unknown {
    if (!(error instanceof RemoteFailure) || !error.fatal) {
      return error;
    }
    if (error.kind === "panic" || error.kind === "worker") {
      const hint = "the session must be opened again";
      this.#closed = new QuipuError(`the session ended: ${error.message}`, { kind: "reopen", hint });
    }
    // Otherwise the files before are read again when they are needed.
    this.#drop(error);
    return error;
  }

  #drop(reason: unknown): void {
    this.#remote?.close(reason);
    this.#remote = undefined;
  }

  #need(met: boolean, kind: string, message: string, hint: string): void {
    if (!met) {
      throw new QuipuError(message, { kind, hint });
    }
  }

  /** `ofFull`: whether the full module answers it, always or about a run. */
  #question<M extends Method>(
    method: M,
    args: Parameters<Methods[M]>,
    options: CallOptions,
    ofFull?: "always" | "of-a-run",
  ): Promise<ReturnType<Methods[M]>> {
    const { signal, onProgress } = options;
    return this.#queue(signal, async () => {
      if (!this.#full && ofFull !== undefined) {
        this.#need(ofFull === "always" || this.#analyzed !== undefined, "not-analyzed", "nothing was searched for yet", "call analyze first");
        this.#change();
      }
      const remote = await this.#ready();
      return this.#stoppable(remote, signal, remote.call(method, args, [], onProgress));
    });
  }

  /** Lets a signal end a call: by the flag that a search looks at, or with the worker. */
  async #stoppable<T>(remote: Remote, signal: AbortSignal | undefined, call: Promise<T>): Promise<T> {
    if (signal === undefined) {
      return call;
    }
    let patience: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      const end = () => {
        if (this.#remote === remote) {
          this.#drop(signal.reason);
        }
      };
      if (this.#stop === undefined) {
        end();
      } else {
        Atomics.store(this.#stop, 0, 1);
        patience = setTimeout(end, PATIENCE);
      }
    };
    if (signal.aborted) {
      stop();
    } else {
      signal.addEventListener("abort", stop, { once: true });
    }
    try {
      return await call;
    } catch (error) {
      throw error instanceof RemoteFailure && error.kind === "cancelled" ? signal.reason : error;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener("abort", stop);
      if (this.#stop !== undefined) {
        Atomics.store(this.#stop, 0, 0);
      }
    }
  }

  /** A worker with everything that was loaded and searched: the one there is, or another when that was ended. */
  async #ready(): Promise<Remote> {
    if (this.#remote !== undefined) {
      return this.#remote;
    }
    const remote = new Remote(this.#spawn);
    this.#remote = remote;
    const shared = sharedMemory();
    this.#stop = shared && new Int32Array(shared);
    const module = this.#full ? this.#options.modules?.full : this.#options.modules?.main;
    await remote.call("start", [{ full: this.#full, ...(module && { module }), ...(shared && { stop: shared }) }]);
    for (const file of this.#files) {
      if (!("blob" in file.input)) {
        const hint = "load it again, or as a File or Blob, which can be read twice";
        this.#closed = new QuipuError(`${file.input.name} was a stream and is gone`, { kind: "reopen", input: file.input.name, hint });
        throw this.#closed;
      }
      const read = give(remote, file, file.input.blob, undefined);
      await (file.unread ? read.catch(() => undefined) : read);
    }
    if (this.#analyzed !== undefined) {
      await remote.call("analyze", [this.#analyzed]);
    }
    return remote;
  }

  #load<M>(intake: Intake, source: Source, options: LoadOptions<M>): Promise<string> {
    const { name, mapping, signal, onProgress } = options;
    return this.#queue(signal, async () => {
      const file: Loaded = {
        intake,
        input: readable(source, name),
        mapping: typeof mapping === "string" ? mapping : mapping && JSON.stringify(mapping),
      };
      const large = "blob" in file.input && file.input.blob.size > LARGE;
      // What cannot be read again is read by the module that an analysis with indicators needs.
      const once = !("blob" in file.input) && this.#options.full !== false;
      if (!this.#full && (large || once || intake !== "transactions" || typeof mapping === "string")) {
        this.#change();
      }
      try {
        const told = await this.#read(file, signal, onProgress);
        this.#files.push(file);
        return told;
      } catch (error) {
        if (error instanceof RemoteFailure && ASIDE.has(error.kind)) {
          // The manifest names it, also when all files are read again.
          this.#files.push({ ...file, unread: true });
        }
        throw error;
      }
    });
  }

  /** Goes on with the full module. */
  #change(): void {
    this.#full = true;
    this.#drop(new QuipuError("the full module takes over", { kind: "closed" }));
  }

  async #read(file: Loaded, signal: AbortSignal | undefined, onProgress: CallOptions["onProgress"]): Promise<string> {
    const { input } = file;
    const again = (error: unknown) => !this.#full && error instanceof RemoteFailure && ASIDE.has(error.kind);
    if ("blob" in input) {
      const read = async () => {
        const remote = await this.#ready();
        return this.#endable(remote, signal, give(remote, file, input.blob, onProgress));
      };
      try {
        return await read();
      } catch (error) {
        if (!again(error)) {
          throw error;
        }
        this.#change();
        return read();
      }
    }
    return this.#stream(file, input.pieces, signal, onProgress, again);
  }

  /** Sends pieces as they come. Those before it is known what the file means are held, in case the full module must read them. */
  async #stream(
    { intake, input, mapping }: Loaded,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
    onProgress: CallOptions["onProgress"],
    again: (error: unknown) => boolean,
  ): Promise<string> {
    let remote = await this.#ready();
    let held: Uint8Array[] | undefined = this.#full ? undefined : [];
    let done = 0;
    const send = (bytes: Uint8Array) => this.#endable(remote, signal, remote.call("push", [intake, bytes]));
    const anew = async (error: unknown) => {
      if (held === undefined || !again(error)) {
        throw error;
      }
      this.#change();
      remote = await this.#ready();
      await remote.call("begin", [intake, input.name, mapping]);
      for (const piece of held) {
        await send(piece);
      }
      held = undefined;
    };
    await remote.call("begin", [intake, input.name, mapping]);
    for await (const piece of until(signal, pieces)) {
      held?.push(piece.slice());
      try {
        if (await send(piece)) {
          held = undefined;
        }
      } catch (error) {
        await anew(error);
      }
      done += piece.length;
      onProgress?.({ stage: "reading", done, total: 0 });
    }
    const end = () => this.#endable(remote, signal, remote.call("end", [intake]));
    try {
      return await end();
    } catch (error) {
      await anew(error);
      return end();
    }
  }

  /** Lets a signal end a call that leaves half a file behind: the worker goes with it. */
  async #endable<T>(remote: Remote, signal: AbortSignal | undefined, call: Promise<T>): Promise<T> {
    const end = () => {
      if (this.#remote === remote) {
        this.#drop(signal?.reason);
      }
    };
    if (signal?.aborted) {
      end();
    }
    signal?.addEventListener("abort", end, { once: true });
    try {
      return await call;
    } finally {
      signal?.removeEventListener("abort", end);
    }
  }
}

/** Has a worker read a blob. One that cannot be handed over (in Node, one that is a file) is read here, piece by piece. */
async function give(remote: Remote, file: Loaded, blob: Blob, onProgress: CallOptions["onProgress"]): Promise<string> {
  const { intake, input, mapping } = file;
  try {
    return await remote.call("load", [intake, blob, input.name, mapping], [], onProgress);
  } catch (error) {
    const { name, code } = error as { name?: string; code?: unknown };
    if (name !== "DataCloneError" && code !== "ERR_INVALID_STATE") {
      throw error;
    }
  }
  await remote.call("begin", [intake, input.name, mapping]);
  for (let at = 0; at < blob.size; at += PIECE) {
    const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
    await remote.call("push", [intake, bytes], [bytes.buffer]);
    onProgress?.({ stage: "reading", done: at + bytes.length, total: blob.size });
  }
  return remote.call("end", [intake]);
}

/** Pieces until a signal fires, also while the next one is waited for. */
async function* until(signal: AbortSignal | undefined, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (signal === undefined) {
    yield* pieces;
    return;
  }
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  stopped.catch(() => undefined);
  const iterator = pieces[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (let next = await Promise.race([iterator.next(), stopped]); !next.done; next = await Promise.race([iterator.next(), stopped])) {
      yield next.value;
    }
    ended = true;
  } finally {
    if (stop !== undefined) {
      signal.removeEventListener("abort", stop);
    }
    if (!ended) {
      // Not waited for: a source that gives nothing would keep the session.
      void iterator.return?.()?.catch(() => undefined);
    }
  }
}

function document<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** A word of memory that both sides see, where the page is isolated from other origins, or in Node. */
function sharedMemory(): SharedArrayBuffer | undefined {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer === "function" && isolated !== false ? new SharedArrayBuffer(4) : undefined;
}
