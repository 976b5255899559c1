// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * RFC 3339 in UTC.
 */
export type Instant = string;

/**
 * What quipu inspect --json writes: what inputs are and how they were understood.
 */
export interface Inspection {
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
  parties: null | Parties;
  rows: Rows;
  ledger: Ledger;
  rates: Rates;
  same_inputs: SameInput[];
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
  /**
   * The first few rows that were not accepted.
   */
  examples: {
    line: number;
    column?: number;
    column_name?: string;
    reason: string;
    found: string;
    expected: string;
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
/**
 * Files of parties, and what they tell together.
 */
export interface Parties {
  files: PartyInput[];
  records: Rows;
  register: {
    /**
     * Parties, by kind.
     */
    parties: {
      [k: string]: number;
    };
    /**
     * Relations, by kind.
     */
    relations: {
      [k: string]: number;
    };
    /**
     * Accounts that parties hold.
     */
    accounts: number;
    /**
     * An account that is held together counts once for each holder.
     */
    holdings: number;
    /**
     * Parties that are on some list.
     */
    listed: number;
    /**
     * Relations that later statements replace, and so are not told.
     */
    replaced_relations: number;
  };
}
/**
 * A file of parties.
 */
export interface PartyInput {
  /**
   * As the user named it.
   */
  name: string;
  bytes: number;
  blake3: string;
  compression: "none" | "gzip" | "zstd";
  encoding: string;
  byte_order_mark: boolean;
  format:
    | "customers"
    | "relations"
    | "amlworld-accounts"
    | "amlsim-accounts"
    | "amlgentex-accounts"
    | "followthemoney"
    | "bods"
    | "senzing"
    | "senzing-resolved"
    | "opensanctions"
    | "ofac-entries"
    | "ofac-addresses"
    | "ofac-aliases"
    | "ofac-comments"
    | "ofac-xml"
    | "un-xml"
    | "eu-xml";
  /**
   * How its columns were understood; null where it is no table.
   */
  table: null | PartyTable;
  records: Rows;
  /**
   * Records that were not accepted, by reason.
   */
  rejections: {
    [k: string]: number;
  };
  /**
   * The first of them.
   */
  examples: {
    line: number;
    column?: number;
    reason: string;
    found: string;
    expected: string;
  }[];
  /**
   * Values that could not be read and are kept as written, by reason.
   */
  unread: {
    [k: string]: number;
  };
  /**
   * The first of them.
   */
  unread_examples: {
    line: number;
    /**
     * The column, or the path of the element.
     */
    place: string;
    reason: string;
    found: string;
    expected: string;
  }[];
  windows_1252_records: number;
  /**
   * What it tells, as it tells it: a party of two records counts twice.
   */
  tells: {
    parties: number;
    properties: number;
    relations: number;
    holdings: number;
  };
  /**
   * What was assumed.
   */
  notes: {
    topic: string;
    text: string;
  }[];
}
export interface PartyTable {
  shape:
    | "nd-json"
    | {
        delimited: {
          /**
           * The byte between fields.
           */
          delimiter: number;
          first_row: number;
        };
      };
  columns: {
    name: string;
    role?: string;
    why: string;
  }[];
  /**
   * What every row has without a column.
   */
  constants: {
    role: string;
    value: string;
  }[];
  date_order: "dmy" | "mdy" | "ymd";
  decimal_mark: "point" | "comma";
  /**
   * ISO 4217, or the code of a crypto asset.
   */
  currency: string;
  shares: "percent" | "fraction";
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
