// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * A finding of findings.ndjson.
 */
export type Finding = string;
/**
 * An alert of alerts.ndjson.
 */
export type Alert = string;
export type Slug = string;
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
 * institution:number, or the number where the source names no institution.
 */
export type Account = string;
/**
 * A date of ISO 8601.
 */
export type Day = string;

/**
 * cases.json: findings and alerts that belong together, the case that stands out most first. Every finding and every alert is in exactly one case.
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
   * How many alerts; absent where no indicators were evaluated.
   */
  alerts?: number;
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
     * Derived from the identifiers of its findings and alerts.
     */
    id: string;
    /**
     * In bits: the sum of the reasons in rank, each rounded.
     */
    score: number;
    /**
     * What the score is made of: of each pattern the finding that ranks first, times the share of its evidence that no better one of these has; of each indicator the alert that weighs most, 20 bits times its score, half of that where luck is not estimated, a quarter where luck is more likely.
     */
    rank: ({
      [k: string]: unknown;
    } & {
      finding?: Finding;
      alert?: Alert;
      bits: number;
    })[];
    title?: Texts;
    /**
     * Its alerts.
     */
    alerts?: Alert[];
    /**
     * How many alerts of each indicator, how many of them remain when the share of false alerts is controlled, and the best score.
     */
    indicators?: {
      indicator: Slug;
      alerts: number;
      remain: number;
      score: number;
    }[];
    /**
     * The offences that it may be a sign of, those of the weightiest indicators first, and by which indicators.
     */
    offences?: {
      offence: Slug;
      /**
       * @minItems 1
       */
      indicators: [Slug, ...Slug[]];
    }[];
    /**
     * How many findings of each pattern.
     */
    patterns: {
      pattern: string;
      findings: number;
    }[];
    /**
     * The first and the last instant of the evidence; null where alerts rest on a register alone.
     */
    window: {
      from: Instant;
      to: Instant;
    } | null;
    /**
     * How many accounts.
     */
    accounts: number;
    /**
     * How many transactions, each counted once; none where alerts rest on a register alone.
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
     */
    findings: Finding[];
    /**
     * Of the first cases only, as many as `detailed` says.
     */
    detail?: {
      /**
       * The accounts of the evidence, and those whom alerts without evidence are about, sorted.
       */
      accounts: {
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
        /**
         * What it paid and received in the evidence, by currency, transfers to itself left out.
         */
        flows: {
          currency: Currency;
          paid: Amount;
          received: Amount;
        }[];
      }[];
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
       * What each currency did in the case, transfers of an account to itself left out.
       */
      flows: {
        currency: Currency;
        /**
         * Payments in it.
         */
        transactions: number;
        /**
         * A decimal text.
         */
        paid: string;
        /**
         * A decimal text.
         */
        brought_in: string;
        /**
         * A decimal text.
         */
        left_with: string;
        /**
         * A decimal text.
         */
        passed_through: string;
      }[];
      /**
       * The days with payments, in UTC.
       */
      timeline: {
        day: Day;
        transactions: number;
        amounts: Money[];
      }[];
      /**
       * What the case says of accounts with a role in alerts, or the first role in a finding, and what says so. This and the next two are absent where no indicators were evaluated.
       */
      standing?: {
        account: Account;
        /**
         * A subject is whom an alert or a finding is about, which is no verdict. Who is likely a victim and a subject too is told as both.
         */
        standing: "likely-victim" | "likely-victim-and-subject" | "subject" | "other";
        /**
         * Its roles in alerts, and in how many alerts of the indicator it has each.
         */
        roles: {
          indicator: Slug;
          role: Slug;
          alerts: number;
        }[];
        /**
         * The alerts by which it is likely a victim.
         */
        victim_by?: Alert[];
        /**
         * The alerts of which it is a subject and not likely a victim.
         */
        subject_of?: Alert[];
        /**
         * The findings in which it has the first role.
         */
        first_in?: Finding[];
        /**
         * How many more of these there are.
         */
        left_out: number;
      }[];
      /**
       * The accounts on which the network of the case hangs, whatever the order in time.
       */
      key_accounts?: {
        /**
         * Who paid most beyond what it received; null where no money of known value leads from one to another.
         */
        source: Account | null;
        /**
         * Who received most beyond what it paid.
         */
        sink: Account | null;
        /**
         * The most that can have flowed between them; null where the network is too large to ask.
         */
        largest_flow: Money | null;
        /**
         * Payments in currencies without a rate: no flow has them.
         */
        without_value: number;
        accounts: {
          account: Account;
          /**
           * Whether the network falls apart without it.
           */
          separates: boolean;
          /**
           * Whether every way from source to sink leads through it.
           */
          gate: boolean;
          /**
           * So much of the largest flow is not possible without it; null where that was not asked.
           */
          of_flow_percent: number | null;
        }[];
        /**
         * How many more there are.
         */
        left_out: number;
      };
      /**
       * The case in sentences, each of facts of the case, with what they rest on.
       */
      narrative?: {
        /**
         * The template.
         */
        key: string;
        text: Texts1;
        /**
         * What fills the template: numbers, shares, amounts, days, accounts, ids of indicators, offences and patterns.
         */
        facts: {
          [k: string]:
            | number
            | string
            | Money[]
            | Slug[]
            | {
                percent: number;
              }
            | {
                day: Day;
              }
            | {
                from: Day;
                to: Day;
              }
            | {
                accounts: Account[];
                more: number;
              };
        };
        /**
         * What the sentence rests on: all transactions of the case, or those of these findings and alerts, or these.
         */
        evidence: {
          whole_case?: true;
          findings?: Finding[];
          alerts?: Alert[];
          transactions?: string[];
          /**
           * How many more there are.
           */
          left_out?: number;
        };
      }[];
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
        received?: Money1;
      }[];
    };
  }[];
}
/**
 * Its weightiest red flag, or without one its most unusual pattern, and how much there is. This and the next three are absent where no indicators were evaluated.
 */
export interface Texts {
  en: string;
  es: string;
  pt: string;
  fr: string;
}
export interface Money {
  currency: Currency;
  amount: Amount;
}
export interface Texts1 {
  en: string;
  es: string;
  pt: string;
  fr: string;
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
