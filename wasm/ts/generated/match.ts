// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * A line of matches.ndjson: a party that may be one on a list, and what agrees.
 */
export interface Match {
  party: Party;
  listed: Party1;
  /**
   * @minItems 1
   */
  lists: [
    {
      list: string;
      programme?: string;
      /**
       * The list's own identifier of the entry.
       */
      entry: string;
      since?: string;
      file: string;
      record: number;
    },
    ...{
      list: string;
      programme?: string;
      /**
       * The list's own identifier of the entry.
       */
      entry: string;
      since?: string;
      file: string;
      record: number;
    }[]
  ];
  /**
   * What agrees, the strongest of it.
   */
  strength: "identifier" | "name-and-birth-date" | "name";
  /**
   * Whether it is a name alone, which many share.
   */
  weak: boolean;
  /**
   * How alike, in parts per million.
   */
  likeness: number;
  /**
   * @minItems 1
   */
  agreements: [
    {
      kind: "name" | "identifier";
      /**
       * @minItems 1
       */
      party: [Spelling, ...Spelling[]];
      /**
       * @minItems 1
       */
      listed: [Spelling, ...Spelling[]];
    },
    ...{
      kind: "name" | "identifier";
      /**
       * @minItems 1
       */
      party: [Spelling, ...Spelling[]];
      /**
       * @minItems 1
       */
      listed: [Spelling, ...Spelling[]];
    }[]
  ];
  /**
   * How the dates of birth compare, where both have one.
   */
  birth_dates?: "equal" | "possible" | "different";
  /**
   * How many parties that are on no list bear the name, this one among them; 0 where no name agrees.
   */
  namesakes: number;
  /**
   * Accounts of the transactions that the party holds.
   */
  accounts: string[];
}
/**
 * Who may be.
 */
export interface Party {
  scope?: string;
  id: string;
  name: string;
  kind: string;
  records: {
    file: string;
    record: number;
  }[];
}
/**
 * Who is on a list.
 */
export interface Party1 {
  scope?: string;
  id: string;
  name: string;
  kind: string;
  records: {
    file: string;
    record: number;
  }[];
}
export interface Spelling {
  /**
   * As written.
   */
  text: string;
  /**
   * The kind of name, or the scheme of the identifier.
   */
  what?: string;
  file: string;
  record: number;
}
