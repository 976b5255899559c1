// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * institution:number, or the number where the source names no institution.
 */
export type Account = string;
/**
 * RFC 3339 in UTC.
 */
export type Instant = string;
/**
 * A decimal text.
 */
export type Amount = string;
/**
 * ISO 4217, or the code of a crypto asset.
 */
export type Currency = string;

/**
 * A line of findings.ndjson: an instance of a pattern, with all its evidence.
 */
export interface Finding {
  /**
   * Pattern and a hash of its content: the same whatever the order of rows and the names of files.
   */
  id: string;
  /**
   * The name of the pattern.
   */
  pattern: string;
  /**
   * Between what it was found: parties, or groups under one owner or controller. Absent: between accounts.
   */
  level?: "party" | "group";
  /**
   * How unusual it is, in bits: the sum of the reasons. One more is half as likely by chance.
   */
  score: number;
  /**
   * The terms of the score.
   */
  reasons: {
    term: string;
    bits: number;
    /**
     * What was seen and what was to be expected.
     */
    text: string;
  }[];
  /**
   * Role to accounts, in the order of the pattern.
   */
  roles: {
    [k: string]: Account[];
  };
  /**
   * The first and the last instant of the evidence.
   */
  window: {
    from: Instant;
    to: Instant;
  };
  /**
   * The window lengths at which it was found.
   *
   * @minItems 1
   */
  searched: [string, ...string[]];
  /**
   * How many smaller instances it bundles.
   */
  instances: number;
  /**
   * The evidence, in order of time.
   *
   * @minItems 1
   */
  transactions: [
    {
      /**
       * The source's, or q and 16 hexadecimal digits derived from content.
       */
      id: string;
      /**
       * The input as the user named it.
       */
      file: string;
      /**
       * From 1, headers counted.
       */
      line: number;
      /**
       * The number among the transactions of a file of messages, from 1; absent for tables.
       */
      record?: number;
      from: Account;
      to: Account;
      time: Instant;
      amount: Amount;
      currency: Currency;
      received?: Money;
    },
    ...{
      /**
       * The source's, or q and 16 hexadecimal digits derived from content.
       */
      id: string;
      /**
       * The input as the user named it.
       */
      file: string;
      /**
       * From 1, headers counted.
       */
      line: number;
      /**
       * The number among the transactions of a file of messages, from 1; absent for tables.
       */
      record?: number;
      from: Account;
      to: Account;
      time: Instant;
      amount: Amount;
      currency: Currency;
      received?: Money;
    }[]
  ];
  /**
   * What was paid in the evidence, by currency.
   */
  amounts: Money1[];
  /**
   * Whether a bound on work cut the search short.
   */
  truncated: boolean;
  /**
   * Of a finding between owners: accounts of the evidence that are taken as one, and whose they are. Absent between accounts.
   *
   * @minItems 1
   */
  owners?: [
    {
      /**
       * @minItems 2
       */
      accounts: [Account, Account, ...Account[]];
      /**
       * Their holders; between groups those whom the holders answer to.
       *
       * @minItems 1
       */
      parties: [
        {
          /**
           * The namespace of the identifier; absent for the tables of one institution.
           */
          scope?: string;
          id: string;
          name: string;
        },
        ...{
          /**
           * The namespace of the identifier; absent for the tables of one institution.
           */
          scope?: string;
          id: string;
          name: string;
        }[]
      ];
    },
    ...{
      /**
       * @minItems 2
       */
      accounts: [Account, Account, ...Account[]];
      /**
       * Their holders; between groups those whom the holders answer to.
       *
       * @minItems 1
       */
      parties: [
        {
          /**
           * The namespace of the identifier; absent for the tables of one institution.
           */
          scope?: string;
          id: string;
          name: string;
        },
        ...{
          /**
           * The namespace of the identifier; absent for the tables of one institution.
           */
          scope?: string;
          id: string;
          name: string;
        }[]
      ];
    }[]
  ];
  /**
   * Other shapes that the same money makes and that are not reported apart: parts of this finding, and wider shapes that add nothing unusual to it. Absent when there are none.
   *
   * @minItems 1
   */
  also?: [
    {
      /**
       * Its pattern.
       */
      pattern: string;
      /**
       * As that of the finding.
       */
      level?: "party" | "group";
      /**
       * Its own score, in bits.
       */
      score: number;
      /**
       * institution:number, or the number where the source names no institution.
       */
      account: string;
      /**
       * The identifiers of its evidence, in order of time.
       */
      transactions: string[];
    },
    ...{
      /**
       * Its pattern.
       */
      pattern: string;
      /**
       * As that of the finding.
       */
      level?: "party" | "group";
      /**
       * Its own score, in bits.
       */
      score: number;
      /**
       * institution:number, or the number where the source names no institution.
       */
      account: string;
      /**
       * The identifiers of its evidence, in order of time.
       */
      transactions: string[];
    }[]
  ];
}
/**
 * Only where another amount or currency arrived.
 */
export interface Money {
  currency: Currency;
  amount: Amount;
}
export interface Money1 {
  currency: Currency;
  amount: Amount;
}
