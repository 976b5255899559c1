// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * RFC 3339 in UTC.
 */
export type Instant = string;
/**
 * ISO 4217, or the code of a crypto asset.
 */
export type Currency = string;
/**
 * A decimal text.
 */
export type Amount = string;
/**
 * A finding of findings.ndjson.
 */
export type Finding = string;
/**
 * institution:number, or the number where the source names no institution.
 */
export type Account = string;

/**
 * cases.json: findings that belong together, the most unusual case first. Every finding is in exactly one case.
 */
export interface Cases {
  /**
   * The version that wrote it.
   */
  quipu: string;
  /**
   * How many findings there are in all cases.
   */
  findings: number;
  /**
   * How many cases.
   */
  count: number;
  /**
   * So many cases, from the first on, have a detail.
   */
  detailed: number;
  /**
   * Those of them with more transactions have none.
   */
  detailed_transactions: number;
  /**
   * Accounts through which nothing is tied together.
   */
  hubs: {
    /**
     * Accounts with more payments than this are hubs.
     */
    over_payments: number;
    /**
     * How many there are.
     */
    accounts: number;
  };
  /**
   * All cases.
   */
  cases: {
    /**
     * Derived from the identifiers of its findings.
     */
    id: string;
    /**
     * In bits: of each pattern the finding that ranks first, each times the share of its evidence that no better one of these has, added up.
     */
    score: number;
    /**
     * How many findings of each pattern.
     *
     * @minItems 1
     */
    patterns: [
      {
        pattern: string;
        findings: number;
      },
      ...{
        pattern: string;
        findings: number;
      }[]
    ];
    /**
     * The first and the last instant of the evidence.
     */
    window: {
      from: Instant;
      to: Instant;
    };
    /**
     * How many accounts.
     */
    accounts: number;
    /**
     * How many transactions, each counted once.
     */
    transactions: number;
    /**
     * What was paid in the evidence, each transaction once, by currency.
     */
    amounts: Money[];
    /**
     * How many of its accounts are hubs.
     */
    hubs: number;
    /**
     * Whether a bound on work cut the search for one of its findings short.
     */
    truncated: boolean;
    /**
     * Whether it was parted from a group too large, so that other cases share accounts with it that are no hubs.
     */
    parted: boolean;
    /**
     * Its findings, the most unusual first.
     *
     * @minItems 1
     */
    findings: [Finding, ...Finding[]];
    /**
     * Of the first cases only, as many as `detailed` says.
     */
    detail?: {
      /**
       * The accounts of the evidence, sorted.
       *
       * @minItems 1
       */
      accounts: [
        {
          account: Account;
          /**
           * Whether it has so many payments that it ties nothing together.
           */
          hub: boolean;
          /**
           * Its payments in the whole ledger, made and received, those to itself left out.
           */
          payments: number;
          /**
           * How many payments of the evidence it made.
           */
          paid: number;
          /**
           * How many payments of the evidence it received.
           */
          received: number;
          /**
           * Its roles, and in how many findings it has each.
           */
          roles: {
            role: string;
            findings: number;
          }[];
        },
        ...{
          account: Account;
          /**
           * Whether it has so many payments that it ties nothing together.
           */
          hub: boolean;
          /**
           * Its payments in the whole ledger, made and received, those to itself left out.
           */
          payments: number;
          /**
           * How many payments of the evidence it made.
           */
          paid: number;
          /**
           * How many payments of the evidence it received.
           */
          received: number;
          /**
           * Its roles, and in how many findings it has each.
           */
          roles: {
            role: string;
            findings: number;
          }[];
        }[]
      ];
      /**
       * The terms with the most bits, one of each name.
       */
      reasons: {
        finding: Finding;
        term: string;
        bits: number;
        text: string;
      }[];
      /**
       * Where money went, the most payments first.
       */
      corridors: {
        /**
         * The payer's country where the source tells it, else the institution.
         */
        from: string;
        /**
         * The same of the receiver.
         */
        to: string;
        transactions: number;
        currency: Currency;
        amount: Amount;
      }[];
      /**
       * How many more there are.
       */
      corridors_left_out: number;
      /**
       * Who is behind the case; absent where no parties are known.
       */
      parties?: {
        /**
         * Who holds its accounts, and those whom the holders answer to.
         */
        holders: {
          scope?: string;
          id: string;
          name: string;
          kind: string;
          /**
           * The accounts of the case that it holds.
           */
          accounts: Account[];
          /**
           * Who decides it, or owns enough of it.
           */
          answers_to: Party[];
          /**
           * Lists that it is on, or may be.
           */
          listed: Listed[];
          records: Place[];
        }[];
        /**
         * What several of them have in common.
         */
        shared: {
          kind: "address" | "device" | "email" | "identifier" | "phone" | "website";
          /**
           * What is in common, folded.
           */
          value: string;
          /**
           * @minItems 2
           */
          parties: [
            {
              scope?: string;
              id: string;
              name: string;
              file: string;
              /**
               * The line, or the number of the record or payment, from 1.
               */
              record: number;
            },
            {
              scope?: string;
              id: string;
              name: string;
              file: string;
              /**
               * The line, or the number of the record or payment, from 1.
               */
              record: number;
            },
            ...{
              scope?: string;
              id: string;
              name: string;
              file: string;
              /**
               * The line, or the number of the record or payment, from 1.
               */
              record: number;
            }[]
          ];
          /**
           * How many parties of all have it.
           */
          in_register: number;
        }[];
        /**
         * The relations that tell who answers to whom, and those between parties of the case.
         */
        relations: {
          kind: string;
          first?: Party1;
          second: Party;
          interest?: string;
          /**
           * As told, in per cent.
           */
          share?: string;
          role?: string;
          file: string;
          /**
           * The line, or the number of the record or payment, from 1.
           */
          record: number;
        }[];
        /**
         * Accounts of the case whose holder nobody tells.
         */
        accounts_without_holder: number;
        /**
         * For each account from which someone on a list is near, the shortest way.
         */
        distances: {
          distance: number;
          from: string;
          target: Party;
          listed: Listed[];
          steps: {
            by: string;
            /**
             * Whether the next one holds, owns, has or paid.
             */
            backwards: boolean;
            to: string;
            file: string;
            /**
             * The line, or the number of the record or payment, from 1.
             */
            record: number;
            transaction?: string;
          }[];
          hubs?: string[];
        }[];
      };
      /**
       * Every transaction of the evidence once, in order of time.
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
          received?: Money1;
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
          received?: Money1;
        }[]
      ];
    };
  }[];
}
export interface Money {
  currency: Currency;
  amount: Amount;
}
export interface Party {
  scope?: string;
  id: string;
  name: string;
}
export interface Listed {
  list: string;
  programme?: string;
  entry: string;
  /**
   * By what the party may be the one on the list; absent where the list names it. A name alone is weak.
   */
  by?: "identifier" | "name-and-birth-date" | "name";
}
export interface Place {
  file: string;
  /**
   * The line, or the number of the record or payment, from 1.
   */
  record: number;
}
/**
 * Absent where the source does not name it.
 */
export interface Party1 {
  scope?: string;
  id: string;
  name: string;
}
/**
 * Only where another amount or currency arrived.
 */
export interface Money1 {
  currency: Currency;
  amount: Amount;
}
