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
 * A line of alerts.ndjson: an instance of an indicator, with its conditions and evidence.
 */
export interface Alert {
  /**
   * Derived from the content of the alert: its indicator, and 16 hexadecimal digits.
   */
  id: string;
  /**
   * The indicator's id in the pack.
   */
  indicator: string;
  /**
   * Its number in the catalogue; null for an agency's own.
   */
  number: number | null;
  /**
   * The pack that was evaluated.
   */
  pack: {
    id: string;
    version: number;
  };
  /**
   * The offences that it may be a sign of.
   *
   * @minItems 1
   */
  offences: [string, ...string[]];
  /**
   * Whether the subject is likely a victim and no suspect.
   */
  victim: boolean;
  /**
   * Which of the indicator's rules fired, from 1.
   */
  rule: number;
  /**
   * Role to accounts; the first role is the subject.
   */
  roles: {
    [k: string]: Account[];
  };
  /**
   * The first and the last instant of the evidence; null for an alert of parties alone.
   */
  window: {
    from: Instant;
    to: Instant;
  } | null;
  /**
   * What was measured against which number of the rule.
   */
  conditions: {
    /**
     * The number's name: rows, sum, step.share.
     */
    name: string;
    /**
     * What was measured.
     */
    measured: string;
    /**
     * What the rule asks for.
     */
    threshold: string;
    /**
     * What both are counted in: count, percent, time (as 36h), km, km/h, of threshold, or a currency.
     */
    unit: string;
    bound: "at-least" | "at-most";
    /**
     * How far beyond the threshold, as a part of it.
     */
    margin: number;
  }[];
  /**
   * What the register of parties tells; absent for rules about payments alone.
   */
  register?: {
    /**
     * Role to parties; the first role is whom it is about.
     */
    parties: {
      [k: string]: {
        /**
         * The namespace of the identifier; absent for the tables of one institution.
         */
        scope?: string;
        id: string;
        name: string;
      }[];
    };
    /**
     * Where it stands, by file and record.
     *
     * @minItems 1
     */
    records: [
      {
        /**
         * The file of parties as the user named it.
         */
        file: string;
        /**
         * The line of the record, or the number of the element, from 1.
         */
        record: number;
      },
      ...{
        /**
         * The file of parties as the user named it.
         */
        file: string;
        /**
         * The line of the record, or the number of the element, from 1.
         */
        record: number;
      }[]
    ];
  };
  /**
   * The evidence, in order of time.
   */
  transactions: {
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
  }[];
  /**
   * What was paid in the evidence, by currency.
   */
  amounts: Money1[];
  /**
   * The finding of detection that it is, for shapes.
   */
  finding?: string;
  /**
   * Whether a search that it comes from stopped at its bound on work.
   */
  truncated: boolean;
  /**
   * Between 0 and 1: the sum of the points of the reasons.
   */
  score: number;
  assessment: {
    /**
     * Which way of assessing.
     */
    version: "v1";
    reasons: {
      term: "fires" | "source" | "margin" | "luck" | "corroboration" | "benign";
      /**
       * The condition whose margin it is.
       */
      condition?: string;
      /**
       * What it adds to the score; less than nothing for a benign explanation.
       */
      points: number;
      text: string;
    }[];
    /**
     * How often chance would give such an alert; null where it is not estimated.
     */
    luck: null | {
      /**
       * How many such alerts chance would give in this ledger, at most.
       */
      expected: number;
      /**
       * The chance of it for this subject, at most.
       */
      chance: number;
      /**
       * The chance adjusted for all that was tested, after Benjamini and Hochberg.
       */
      adjusted: number;
      /**
       * Whether it remains at the share of false alerts that the run allows for.
       */
      within: boolean;
    };
    /**
     * What could explain it without any crime, the best first.
     */
    benign: {
      explanation: "payroll" | "rent" | "public-benefit" | "own-accounts" | "marketplace";
      /**
       * Transactions of the evidence that it explains.
       */
      covers: number;
      of: number;
      text: string;
    }[];
  };
  /**
   * The smallest set of transactions without which the alert is not there; null where it is not worked out.
   */
  clearing: null | {
    /**
     * @minItems 1
     */
    transactions: [string, ...string[]];
    /**
     * Whether no smaller set clears it.
     */
    exact: boolean;
    /**
     * A set that clears it has at least so many.
     */
    at_least: number;
  };
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
