// The one file that touches the npm package. A session of the package has a worker of its own; all else of the page sees
// only what is given here.

import { QuipuError, Session } from "../../wasm/dist/index.js";
import type {
  AccountProfile, AnalyzeOptions, Case, CaseRow, Finding, FindingQuery, FindingsPage, Inspection, LoadedInput, Mapping,
  Network, NetworkQuery, OutputName, PartyInput, Progress, SimulateOptions, Summary, TransactionColumns, TransactionQuery, TransactionRole,
} from "../../wasm/dist/index.js";
import PackageWorker from "../../wasm/dist/worker.js?worker&inline";
import packedExample from "virtual:example";
import packedTruth from "virtual:example-truth";
import packedModule from "virtual:module";

export { QuipuError };
export type {
  AccountProfile, AnalyzeOptions, Case, CaseRow, Finding, FindingQuery, FindingsPage, Inspection, LoadedInput, Mapping,
  Network, NetworkQuery, OutputName, PartyInput, Progress, SimulateOptions, Summary, TransactionColumns, TransactionQuery, TransactionRole,
};
export type { Counterparty, FindingRow, NetworkLink, Pattern, Side, Sum, Term } from "../../wasm/dist/index.js";

/** How a call is followed and stopped. */
export interface Following {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a file of the analyst was. */
export type Read = { transactions: Inspection["inputs"][number] } | { accounts: unknown } | { parties: PartyInput };

/** An alert as a line of a list: an instance of an indicator of a crime. */
export interface AlertRow {
  id: string;
  rank: number;
  indicator: string;
  name: string;
  offences: string[];
  /** Whether the subject is likely a victim. */
  victim: boolean;
  /** From 0 to 1. */
  score: number;
  luck: { expected: number; chance: number; adjusted: number; within: boolean } | null;
  benign: string | null;
  roles: { role: string; accounts: number; first: string }[];
  transactions: number;
  window: { from: string; to: string } | null;
  amounts: { currency: string; amount: string }[];
  case: string | null;
  truncated: boolean;
}

/** An alert with its conditions, reasons and evidence. */
export interface Alert {
  id: string;
  indicator: string;
  offences: string[];
  roles: Record<string, string[]>;
  window: { from: string; to: string } | null;
  conditions: { name: string; measured: string; threshold: string; unit: string; bound: "at-least" | "at-most"; margin: number }[];
  transactions: { id: string; file: string; line: number; from: string; to: string; time: string; amount: string; currency: string }[];
  amounts: { currency: string; amount: string }[];
  score: number;
  assessment: {
    reasons: { term: string; points: number; text: string }[];
    benign: { explanation: string; covers: number; of: number; text: string }[];
  };
  clearing: { transactions: string[]; exact: boolean; at_least: number } | null;
}

/** The indicators of the pack, in one language. */
export interface Typologies {
  pack: string;
  version: number;
  as_of: string;
  indicators: {
    id: string;
    name: string;
    explanation: string;
    offences: { id: string; short: string; name: string }[];
    victims: ("subject" | "payers" | "payees")[];
    source: string | null;
    evaluated: boolean | null;
    alerts: number | null;
    not_evaluated: { reason: string; needs: string[][]; indicator: string | null }[];
  }[];
}

/** A text in the languages of the library. */
export type Told = Record<"en" | "es" | "pt" | "fr", string>;

/** What a case tells beside its evidence, where indicators were evaluated. */
export interface Story {
  title: Told | undefined;
  sentences: Told[];
  /** The identifiers of its alerts. */
  alerts: string[];
  /** What the case says of an account: `likely-victim`, `likely-victim-and-subject`, `subject`, `other`. */
  standing: Map<string, string>;
  /** Accounts on which its network hangs. */
  keys: Map<string, { separates: boolean; gate: boolean }>;
}

export function storyOf(one: Case): Story {
  type More = {
    title?: Told;
    alerts?: string[];
    detail?: {
      narrative?: { text: Told }[];
      standing?: { account: string; standing: string }[];
      key_accounts?: { accounts: { account: string; separates: boolean; gate: boolean }[] };
    };
  };
  const { title, alerts, detail } = one as unknown as More;
  return {
    title,
    sentences: detail?.narrative?.map(({ text }) => text) ?? [],
    alerts: alerts ?? [],
    standing: new Map(detail?.standing?.map(({ account, standing }) => [account, standing])),
    keys: new Map(detail?.key_accounts?.accounts.map(({ account, separates, gate }) => [account, { separates, gate }])),
  };
}

/** What a session tells of indicators; a package without them lacks these calls. */
interface TellsAlerts {
  alerts(query: { offset: number; limit: number }): Promise<{ total: number; items: AlertRow[] }>;
  alert(id: string): Promise<Alert>;
  typologies(query: { language: string }): Promise<Typologies>;
}

/** Which files a file is read as. */
export type Kind = "transactions" | "parties" | "lists";

// Files that are none of transactions are tried as files of parties.
const NOT_TRANSACTIONS = new Set(["missing-role", "not-transactions", "not-understood", "nothing-readable", "no-header", "other-format"]);

let compiled: Promise<WebAssembly.Module> | undefined;

/** Bytes of what the page carries. */
async function unpacked(text: string): Promise<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) {
    bytes[at] = letters.charCodeAt(at);
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Compiles the module once; called when the page has been shown, so that the first file need not wait for it. */
export function prepare(): Promise<WebAssembly.Module> {
  compiled ??= unpacked(packedModule).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}

/** The invented case that the page carries, with its answer key. */
export async function example(): Promise<{ file: File; truth: string }> {
  const [rows, truth] = await Promise.all([unpacked(packedExample), unpacked(packedTruth)]);
  return { file: new File([rows], "example.csv", { type: "text/csv" }), truth: new TextDecoder().decode(truth) };
}

async function opened(): Promise<Session> {
  const full = await prepare();
  const spawn = () => {
    const worker = new PackageWorker({ name: "quipu" });
    return {
      post: (message: unknown, transfer: Transferable[]) => worker.postMessage(message, transfer),
      listen(heard: (message: never) => void, lost: (reason: string) => void) {
        worker.addEventListener("message", (event) => heard(event.data as never));
        worker.addEventListener("error", (event) => lost(event.message || "the worker could not be started"));
      },
      close: () => worker.terminate(),
    };
  };
  return new Session(spawn, { full: true, modules: { full, main: full } });
}

/** An invented world and its truth. */
export async function simulate(options: SimulateOptions, signal?: AbortSignal): Promise<{ file: File; truth: string }> {
  const session = await opened();
  try {
    const { transactions, truth } = await session.simulate({ ...options, ...(signal && { signal }) });
    const name = `training-${options.seed ?? 0}.csv`;
    return { file: new File([transactions], name, { type: "text/csv" }), truth: new TextDecoder().decode(truth) };
  } finally {
    session.close();
  }
}

/** The files of an analyst, read; then what was found in them. */
export class Engine {
  readonly #session: Session;
  readonly #payments = new Map<string, Promise<TransactionColumns>>();

  private constructor(session: Session) {
    this.#session = session;
  }

  static async open(): Promise<Engine> {
    return new Engine(await opened());
  }

  /** Reads a file. When it is none of transactions it is tried as one of parties; `kind` says what it turned out to be. */
  async load(file: File, kind: Kind | undefined, mapping: Mapping | undefined, following: Following): Promise<{ kind: Kind; read: Read }> {
    const options = { ...following, name: file.name };
    if (kind === undefined || kind === "transactions") {
      try {
        const read = await this.#session.load(file, { ...options, ...(mapping && { mapping }) });
        return { kind: "transactions", read: read as Read };
      } catch (error) {
        const parties = kind === undefined && error instanceof QuipuError && NOT_TRANSACTIONS.has(error.kind);
        if (!parties) {
          throw error;
        }
        const read = await this.#session.loadParties(file, options).catch(() => {
          throw error;
        });
        return { kind: "parties", read: { parties: read } };
      }
    }
    // All parties of a list are on it, which a table cannot say itself.
    return { kind, read: { parties: await this.#session.loadParties(file, { ...options, list: kind === "lists" }) } };
  }

  inspect(): Promise<Inspection> {
    return this.#session.inspect();
  }

  analyze(options: AnalyzeOptions & Following): Promise<Summary> {
    this.#payments.clear();
    return this.#session.analyze(options);
  }

  /** All cases, a page at a time, so that the page stays quick. */
  async cases(told: (rows: CaseRow[]) => void): Promise<CaseRow[]> {
    const rows: CaseRow[] = [];
    for (let total = 1; rows.length < total; ) {
      const page = await this.#session.cases({ offset: rows.length, limit: 200 });
      rows.push(...page.items);
      total = page.items.length === 0 ? 0 : page.total;
      told(rows);
    }
    return rows;
  }

  /** The calls on indicators, where the package has them. */
  get #indicators(): TellsAlerts | undefined {
    const session = this.#session as unknown as Partial<TellsAlerts>;
    return session.alerts && session.alert && session.typologies ? (session as TellsAlerts) : undefined;
  }

  /** All alerts, a page at a time; none where the package evaluates no indicators. */
  async alerts(): Promise<AlertRow[]> {
    const rows: AlertRow[] = [];
    const session = this.#indicators;
    for (let total = 1; session !== undefined && rows.length < total; ) {
      const page = await session.alerts({ offset: rows.length, limit: 400 });
      rows.push(...page.items);
      total = page.items.length === 0 ? 0 : page.total;
    }
    return rows;
  }

  async alert(id: string): Promise<Alert | undefined> {
    return this.#indicators?.alert(id);
  }

  async typologies(language: string): Promise<Typologies | undefined> {
    return this.#indicators?.typologies({ language });
  }

  case(id: string): Promise<Case> {
    return this.#session.case(id);
  }

  findings(query: FindingQuery): Promise<FindingsPage> {
    return this.#session.findings(query);
  }

  finding(id: string): Promise<Finding> {
    return this.#session.finding(id);
  }

  account(account: string, limit: number): Promise<AccountProfile> {
    return this.#session.account({ account, limit });
  }

  network(query: NetworkQuery): Promise<Network> {
    return this.#session.network(query);
  }

  /** Payments in columns. What is asked of one case, finding or account is kept for the next panel that asks. */
  transactions(query: TransactionQuery, keep = true): Promise<TransactionColumns> {
    if (query.of === undefined || !keep) {
      return this.#session.transactions(query);
    }
    const key = JSON.stringify(query);
    let asked = this.#payments.get(key);
    if (asked === undefined) {
      asked = this.#session.transactions(query);
      this.#payments.set(key, asked);
      asked.catch(() => this.#payments.delete(key));
      const [oldest] = this.#payments.keys();
      if (this.#payments.size > 60 && oldest !== undefined) {
        this.#payments.delete(oldest);
      }
    }
    return asked;
  }

  /** A file that the command line would write. */
  output(name: OutputName): Promise<Uint8Array> {
    return this.#session.output(name);
  }

  version(): Promise<string> {
    return this.#session.version();
  }

  close(): void {
    this.#session.close();
  }
}
