// What calls take and give beside the documents, whose types are generated.

import type { Accounts, Input, PartyInput } from "./documents.ts";
import type { Of, Pattern } from "./generated/views.ts";
import type { Manifest } from "./generated/manifest.ts";

/** A file. Blobs (so also `File`) are read in pieces and never held as a whole; a text is read as UTF-8. */
export type Source = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** What a call can be given to follow and stop it. */
export interface CallOptions {
  /** Stops the call: it rejects with the signal's reason within a tenth of a second. */
  signal?: AbortSignal;
  /** Hears how far it is. */
  onProgress?: (progress: import("./protocol.ts").Progress) => void;
}

/** A column by its name, or its number from 1. */
export type ColumnName = string | number;

/** What is known of a table, as a mapping file says it. What is left out is found out. */
export interface Mapping {
  format?: "amlworld" | "amlsim" | "paysim" | "amlgentex" | "saml-d" | "table" | "ndjson" | "iso20022" | "swift-mt";
  encoding?: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be" | "utf8-or-windows1252";
  delimiter?: "," | ";" | "|" | "\t";
  /** `false`: the first row is data, and columns are given by number. */
  header?: boolean;
  /** Lines above the header, or above the first row. */
  skip?: number;
  date_order?: "dmy" | "mdy" | "ymd";
  /** For times that are numbers. */
  time_unit?: "unix-seconds" | "unix-milliseconds" | "hours" | "days";
  decimal_mark?: "point" | "comma";
  /** Of amounts whose row names none. */
  currency?: string;
  /** Of times without a zone, as `-06:00`. */
  utc_offset?: string;
  /** Columns that must get no role. */
  ignore?: ColumnName[];
  columns?: Partial<Record<TransactionRole, ColumnName>>;
  /** The value of every row. */
  constants?: Partial<Record<TransactionRole, string>>;
}

/** What a column of a table of transactions can hold. */
export type TransactionRole =
  | "time" | "time_of_day" | "from" | "from_institution" | "to" | "to_institution" | "amount" | "currency"
  | "received_amount" | "received_currency" | "id" | "channel" | "purpose" | "from_branch" | "to_branch" | "from_place"
  | "to_place" | "from_country" | "to_country" | "label" | "label_group" | "label_kind";

/** What is known of a table of parties. The roles are those of `quipu owners --map`. */
export interface PartyMapping {
  encoding?: Mapping["encoding"];
  delimiter?: Mapping["delimiter"];
  header?: boolean;
  skip?: number;
  date_order?: Mapping["date_order"];
  decimal_mark?: Mapping["decimal_mark"];
  /** Of incomes whose row names none. */
  currency?: string;
  /** The namespace of identifiers. */
  scope?: string;
  shares?: "percent" | "fraction";
  ignore?: ColumnName[];
  columns?: Record<string, ColumnName | ColumnName[]>;
  constants?: Record<string, string>;
}

/** Options of a load. */
export interface LoadOptions<M> extends CallOptions {
  /** The name in errors, evidence and reports; a `File` has its own. */
  name?: string;
  /** What is known of the file: an object, or the text of a mapping file (TOML), which needs the full module. */
  mapping?: M | string;
}

/** What a file was. */
export type LoadedInput = { transactions: Input } | { accounts: Accounts["files"][number] };

/** What a file of parties was. */
export type LoadedParties = PartyInput;

/** What one of each currency is worth in the reference. Texts are exact; numbers are what JavaScript makes of them. */
export interface Rates {
  reference?: string;
  rates?: Record<string, string | number>;
}

/** A pattern's own parameters, as in a parameter file. */
export type PatternParameters = Record<string, string | number | boolean | string[]>;

/** Parameters of detection: those of all patterns, and an object for each pattern. What is left out has its default. */
export type DetectionParameters = {
  patterns?: Pattern[];
  habitual?: boolean;
  "least-score"?: number;
  always?: number;
} & { [P in Pattern]?: PatternParameters };

/** As the options of `quipu analyze`. */
export interface AnalyzeOptions {
  /** As a file of `--params` has them. */
  parameters?: DetectionParameters;
  /** Search for these patterns only. */
  patterns?: Pattern[];
  /** Window lengths for all patterns, as `72h`, `30d`. */
  windows?: string[];
  rates?: Rates;
  /** A pack of indicators (TOML) that extends or replaces the one that is built in; `none` searches for patterns alone. */
  typologies?: string;
  /** How large a share of false alerts may be, of those that are told to remain when it is controlled: 0.05 when not given. */
  false_alerts?: number;
}

/** The manifest without the files that it would name. */
export type Summary = Manifest;

/** The files that a run writes; `matches.ndjson` where parties are known. */
export type OutputName =
  | "findings.ndjson" | "cases.json" | "report.html" | "alerts.ndjson" | "matches.ndjson" | "rejects.csv" | "manifest.json";

/** Which transactions. */
export interface TransactionQuery {
  /** Those of a case, a finding or an account; all when not given. */
  of?: Of;
  offset?: number;
  limit?: number;
}

/** Transactions in columns: each array has one value a transaction, in order of time. */
export interface TransactionColumns {
  /** How many the query has in all. */
  total: number;
  /** The place in the ledger. */
  row: Uint32Array<ArrayBuffer>;
  /** Milliseconds since 1970 in UTC. */
  time: Float64Array<ArrayBuffer>;
  /** Positions in `accounts`. */
  from: Uint32Array<ArrayBuffer>;
  to: Uint32Array<ArrayBuffer>;
  /** What was paid, in smallest units of its currency: 12.34 USD is 1234n. */
  units: BigInt64Array<ArrayBuffer>;
  /** Position in `currencies`. */
  currency: Uint8Array<ArrayBuffer>;
  /** Position in `files`. */
  file: Uint16Array<ArrayBuffer>;
  /** The line there, from 1. */
  line: Uint32Array<ArrayBuffer>;
  /** Positions in `countries`, as the source writes them; 0, whose text is empty, where it tells none. */
  from_country: Uint16Array<ArrayBuffer>;
  to_country: Uint16Array<ArrayBuffer>;
  countries: string[];
  accounts: string[];
  currencies: string[];
  /** Of each currency, how many decimals its units have. */
  decimals: number[];
  files: string[];
}

/** How near accounts are to someone on a list: the document of `quipu distance --json`. */
export interface Distances {
  /** Parties that are on a list, or may be by more than a name alone. */
  targets: number;
  /** The most steps. */
  depth: number;
  /** What has more neighbours than this is a hub. */
  hub_over: number;
  /** Hubs that the walk did not go on from: what lies beyond may be nearer than is told. */
  hubs_stopped_at: number;
  /** The accounts that were asked about, in that order; `way` is `null` where nobody on a list is so near. */
  accounts: { account: string; way: Way | null }[];
}

/** A shortest way to someone on a list. */
export interface Way {
  /** How many steps. */
  distance: number;
  from: string;
  /** Whom it leads to. */
  target: { id: string; name: string; scope?: string };
  /** Why that is a target; `by` where the list does not name the party itself. */
  listed: { list: string; programme?: string; entry: string; by?: string }[];
  /** What ties each to the next, `backwards` where the tie goes the other way, and the record that tells it. */
  steps: { by: string; backwards: boolean; to: string; file: string; record: number; transaction?: string }[];
  /** Hubs that it passes. */
  hubs?: string[];
}

/** Whose owners. */
export interface OwnersQuery {
  /** What a source calls the company, a number that identifies it, or its whole name. */
  company: string;
  /** The day for which it is asked, as `2024-06-30`. */
  at?: string;
  /** From so many percent on an owner is a beneficial owner; `25` when not given. */
  threshold?: string;
}

/** As the options of `quipu simulate`. */
export interface SimulateOptions {
  seed?: number;
  accounts?: number;
  transactions?: number;
  days?: number;
  /** Milliseconds since 1970 in UTC. */
  start?: number;
  resolution?: "second" | "minute" | "hour" | "day";
  format?: "quipu" | "amlworld";
  /** Instances of each pattern, or of some by name. */
  planted?: number | Record<string, number>;
  look_alikes?: number | Record<string, number>;
}

/** An invented world. */
export interface SimulatedWorld {
  /** The payments. */
  transactions: Uint8Array<ArrayBuffer>;
  /** What was planted, one JSON object a line. */
  truth: Uint8Array<ArrayBuffer>;
}
