// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * RFC 3339 in UTC.
 */
export type Instant = string;

/**
 * manifest.json: what a run was, so that another can repeat it and compare.
 */
export interface Manifest {
  /**
   * The version of quipu.
   */
  quipu: string;
  inputs: Input[];
  /**
   * Inputs of which no row could be read. Those that were understood are among the inputs too.
   */
  unread_inputs: UnreadInput[];
  accounts: null | Accounts;
  rows: Rows;
  ledger: Ledger;
  rates: Rates;
  /**
   * The parameters of detection with every default filled in: patterns, and a table for each pattern.
   */
  parameters: {
    patterns: string[];
    /**
     * Whether patterns of strangers also count payments between accounts that deal with each other by habit.
     */
    habitual?: boolean;
    /**
     * The least score of a finding, in tenths of a bit.
     */
    "least-score"?: number;
    /**
     * So many findings of each pattern are reported whatever their score.
     */
    always?: number;
    [k: string]:
      | {
          [k: string]: unknown;
        }
      | string[]
      | boolean
      | number
      | undefined;
  };
  findings: number;
  patterns: {
    pattern: string;
    findings: number;
    /**
     * Instances that are not unusual enough to be findings (see the parameter least-score).
     */
    usual: number;
    /**
     * Instances that are told with the finding of another pattern which the same money makes.
     */
    part_of_others: number;
    /**
     * Starting points of the search.
     */
    seeds: number;
    /**
     * Of these, how many reached the bound on work.
     */
    truncated_seeds: number;
  }[];
  bounds_reached: {
    pattern: string;
    truncated_seeds: number;
    seeds: number;
  }[];
  not_searched: string[];
  same_inputs: SameInput[];
  /**
   * The files beside this one.
   */
  outputs: {
    name: string;
    bytes: number;
    blake3: string;
  }[];
}
export interface Input {
  /**
   * As the user named it.
   */
  name: string;
  bytes: number;
  blake3: string;
  compression: "none" | "gzip" | "zstd";
  encoding: string;
  byte_order_mark: boolean;
  format: string;
  shape:
    | ("nd-json" | "messages")
    | {
        delimited: {
          /**
           * The byte between fields.
           */
          delimiter: number;
          first_row: number;
        };
      };
  time:
    | {
        calendar: "dmy" | "mdy" | "ymd";
      }
    | {
        number: "unix-seconds" | "unix-milliseconds" | "hours" | "days";
      };
  utc_offset_minutes: number;
  decimal_mark: "point" | "comma";
  /**
   * ISO 4217, or the code of a crypto asset.
   */
  default_currency: string;
  rows: Rows;
  /**
   * Rows that were not accepted, by reason.
   */
  rejections: {
    [k: string]: number;
  };
  /**
   * Amounts with more decimals than their currency keeps.
   */
  rounded_amounts: number;
  /**
   * Rows that are not valid UTF-8 and were read as Windows-1252.
   */
  windows_1252_rows: number;
  /**
   * Messages by type and version, in the order in which they came; absent for tables.
   *
   * @minItems 1
   */
  messages?: [
    {
      kind: string;
      messages: number;
      /**
       * Transactions that are in the ledger.
       */
      transactions: number;
      /**
       * Transactions that are not, and messages that could not be read as a whole.
       */
      rejected: number;
    },
    ...{
      kind: string;
      messages: number;
      /**
       * Transactions that are in the ledger.
       */
      transactions: number;
      /**
       * Transactions that are not, and messages that could not be read as a whole.
       */
      rejected: number;
    }[]
  ];
  columns: {
    name: string;
    role?: string;
    why: string;
  }[];
  constants: {
    role: string;
    value: string;
  }[];
  /**
   * What was assumed.
   */
  notes: {
    topic: string;
    text: string;
  }[];
}
/**
 * Read is accepted plus rejected.
 */
export interface Rows {
  read: number;
  accepted: number;
  rejected: number;
}
export interface UnreadInput {
  /**
   * As the user named it.
   */
  name: string;
  kind: string;
  message: string;
  /**
   * The line at fault.
   */
  line?: number;
  hint: string;
}
/**
 * Accounts files, and how they fit the transactions.
 */
export interface Accounts {
  /**
   * @minItems 1
   */
  files: [
    {
      /**
       * As the user named it.
       */
      name: string;
      bytes: number;
      blake3: string;
      compression: "none" | "gzip" | "zstd";
      format: string;
      rows: Rows;
      /**
       * Rows that were not accepted, by reason.
       */
      rejections: {
        [k: string]: number;
      };
    },
    ...{
      /**
       * As the user named it.
       */
      name: string;
      bytes: number;
      blake3: string;
      compression: "none" | "gzip" | "zstd";
      format: string;
      rows: Rows;
      /**
       * Rows that were not accepted, by reason.
       */
      rejections: {
        [k: string]: number;
      };
    }[]
  ];
  /**
   * Accounts of the ledger that are in one of the files.
   */
  in_ledger: number;
  /**
   * Of these, accounts whose institution has a name there.
   */
  with_institution_name: number;
  /**
   * Of these, accounts with an identifier or a name of whom they belong to.
   */
  with_holder: number;
  /**
   * Accounts of the ledger that are in none of the files.
   */
  not_in_files: number;
  /**
   * Accounts of the files that neither pay nor receive.
   */
  without_transactions: number;
}
export interface Ledger {
  transactions: number;
  accounts: number;
  institutions: number;
  largest_institutions: {
    name: string;
    accounts: number;
  }[];
  first?: Instant;
  last?: Instant;
  resolution: "millisecond" | "second" | "minute" | "hour" | "day";
  /**
   * What was paid, by currency.
   */
  currencies: {
    /**
     * ISO 4217, or the code of a crypto asset.
     */
    currency: string;
    transactions: number;
    sum: string;
  }[];
  /**
   * Received in another currency than paid.
   */
  exchanges: number;
  /**
   * From an account to itself.
   */
  self_transfers: number;
  /**
   * Alike in every field to an earlier one.
   */
  exact_duplicates: number;
  /**
   * Whose identifier an earlier one has too.
   */
  repeated_ids: number;
}
/**
 * At what rates amounts in several currencies are compared, and where each rate is from.
 */
export interface Rates {
  /**
   * The currency that amounts are compared in.
   */
  reference: string;
  /**
   * Neither paid nor received in a currency with a rate; searches that compare value leave them out.
   */
  transactions_without_value: number;
  currencies: {
    /**
     * ISO 4217, or the code of a crypto asset.
     */
    currency: string;
    /**
     * Paid or received in it.
     */
    transactions: number;
    /**
     * Given by the user, seen as the median of exchanges in the inputs, or none.
     */
    origin: "reference" | "given" | "seen" | "none";
    /**
     * What one whole unit is worth in whole units of the reference, to eight significant digits.
     */
    rate?: string;
    /**
     * What one smallest unit is worth in smallest units of the reference: exactly what was counted with.
     */
    fraction?: string;
    /**
     * What exchanges in the inputs show: where the rate is from, or beside a rate that was given.
     */
    seen?: {
      /**
       * What one whole unit is worth in whole units of the reference by it.
       */
      rate: string;
      /**
       * The currency it was exchanged with.
       */
      via: string;
      /**
       * Transactions that exchanged the two.
       */
      exchanges: number;
      /**
       * The identifier of the transaction whose rate is the median.
       */
      median: string;
      file: string;
      line: number;
    };
  }[];
}
/**
 * An input that holds the same bytes as an earlier one.
 */
export interface SameInput {
  input: string;
  same_as: string;
}
