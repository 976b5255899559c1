// Generated from core/schemas by `npm run types`. Do not edit.

/**
 * What quipu owners --json writes: who owns and controls a company, and what says so. Parties, relations and stakes are referred to by their place in the lists of those names, from 0.
 */
export interface Owners {
  /**
   * The version of quipu.
   */
  quipu: string;
  /**
   * The place of the company among the parties.
   */
  company: number;
  /**
   * The parameters.
   */
  asked: {
    at: null | string;
    threshold_ppm: number;
    majority_ppm: number;
    depth: number;
    exact_circle: number;
    paths: number;
    many_companies: number;
    low_income: string | null;
    mass_address: number;
    layers: number;
    secret_layers: number;
  };
  inputs: PartyInput[];
  unread_inputs: {
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
  }[];
  jurisdiction_lists: {
    id: string;
    title: string;
    source: string;
    as_of: string;
    status: "quoted" | "proposed";
  }[];
  /**
   * Persons, parties of which nobody says what they are and who owns them, and holders without a name.
   */
  owners: {
    /**
     * A party by its place, or the relation that says that somebody is there and not who.
     */
    holder:
      | {
          party: number;
        }
      | {
          unnamed_in: number;
        };
    person: boolean;
    undisclosed: string | null;
    beneficial: null | ("certain" | "possible");
    by_shares: null | ("certain" | "possible");
    by_votes: null | ("certain" | "possible");
    by_control: null | ("certain" | "possible");
    by_declaration: boolean;
    shares: Part;
    votes: null | Part;
    control: Control;
    /**
     * Relations that declare an interest and are not counted.
     */
    declared: number[];
  }[];
  /**
   * Where chains end at something that is no person.
   */
  ends: {
    party: number;
    why: "untold" | "undisclosed" | "public-body" | "listed" | "too-deep";
    undisclosed: string | null;
    shares: Part;
    votes: null | Part;
    control: Control;
  }[];
  shares: Balance;
  votes: null | Balance;
  together: {
    /**
     * Who may act together.
     */
    members: number[];
    reaches: "certain" | "possible";
    shares: Part;
    votes: null | Part;
    control: Control;
    ties: {
      /**
       * @minItems 2
       * @maxItems 2
       */
      between: [number, number];
      relation: null | number;
      in_common: string | null;
    }[];
  }[];
  paths: {
    interest: "shares" | "votes";
    /**
     * A party by its place, or the relation that says that somebody is there and not who.
     */
    holder:
      | {
          party: number;
        }
      | {
          unnamed_in: number;
        };
    /**
     * From the company to the holder.
     */
    stakes: number[];
    part: Part;
  }[];
  /**
   * Whether there are more ways than those.
   */
  more_paths: boolean;
  signs: {
    sign:
      | "nominee"
      | "many-companies"
      | "low-income"
      | "mass-address"
      | "secrecy-jurisdiction"
      | "layers"
      | "circle"
      | "dissolved"
      | "undisclosed"
      | "contradiction";
    /**
     * About whom.
     */
    parties: number[];
    count: null | number;
    /**
     * From how many on it is a sign.
     */
    limit: null | number;
    in_common: string | null;
    words: string;
    basis: "fact" | "quoted" | "proposed";
    /**
     * What shows it.
     */
    relations: number[];
  }[];
  stakes: {
    /**
     * A party by its place, or the relation that says that somebody is there and not who.
     */
    holder:
      | {
          party: number;
        }
      | {
          unnamed_in: number;
        };
    company: number;
    interest: "shares" | "votes";
    least_ppm: number;
    most_ppm: number;
    more_than_least: boolean;
    less_than_most: boolean;
    /**
     * Whether a source tells how much.
     */
    told: boolean;
    contradicted: boolean;
    /**
     * What tells it.
     */
    relations: number[];
  }[];
  /**
   * Relations of control by other means.
   */
  controls: number[];
  /**
   * Interests through others, and those that are neither shares nor votes: not counted.
   */
  declared: number[];
  /**
   * Statements that a company has no beneficial owner.
   */
  nobody: number[];
  /**
   * Relations that were over on the day, or had not begun.
   */
  ended_relations: number;
  parties: {
    scope: string;
    id: string;
    name: string;
    kind: "person" | "company" | "public-body" | "arrangement" | "vessel" | "aircraft" | "organization" | "unknown";
    /**
     * Layers above the company; null for one that is only mentioned.
     */
    layer: null | number;
    jurisdictions: string[];
    listed: {
      list: string;
      programme: string;
      id: string;
    }[];
    politically_exposed: boolean;
    /**
     * Other parties that sources say are the same.
     */
    same: {
      scope: string;
      id: string;
      name: string;
    }[];
    records: Place[];
  }[];
  relations: {
    kind: "owns" | "controls" | "directs" | "represents" | "family" | "associate" | "employs" | "same-as" | "linked-to";
    interest:
      | "shares"
      | "votes"
      | "income"
      | "surplus"
      | "appointment-of-board"
      | "influence"
      | "senior-manager"
      | "settlor"
      | "trustee"
      | "protector"
      | "beneficiary"
      | "contract"
      | "unknown";
    /**
     * Null where the source does not name the party.
     */
    first: null | number;
    second: number;
    share: null | {
      least_ppm: number;
      most_ppm: number;
    };
    directness: "direct" | "indirect" | "unknown";
    beneficial: boolean;
    from: null | string;
    until: null | string;
    role: string;
    statement: string;
    unspecified: string;
    /**
     * @minItems 2
     * @maxItems 2
     */
    found_by_name: [boolean, boolean];
    file: number;
    record: number;
  }[];
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
/**
 * Read is accepted plus rejected.
 */
export interface Rows {
  read: number;
  accepted: number;
  rejected: number;
}
/**
 * A part of the whole, or the range that it lies in: bounds in parts per million rounded outwards, and the exact fraction where it is one that people can read.
 */
export interface Part {
  least_ppm: number;
  most_ppm: number;
  exact: string | null;
}
export interface Control {
  decides: Part1;
  /**
   * Whether that, or a relation of control, makes the owner decide for the company.
   */
  controls: null | ("certain" | "possible");
  /**
   * What makes it so, the company last.
   */
  chain: {
    company: number;
    decided: null | ("certain" | "possible");
    part: Part;
    /**
     * Places of stakes.
     */
    stakes: number[];
    /**
     * Places of relations of control.
     */
    relations: number[];
  }[];
}
/**
 * A part of the whole, or the range that it lies in: bounds in parts per million rounded outwards, and the exact fraction where it is one that people can read.
 */
export interface Part1 {
  least_ppm: number;
  most_ppm: number;
  exact: string | null;
}
export interface Balance {
  interest: "shares" | "votes";
  unexplained: Part2;
  /**
   * Where it is not explained.
   */
  gaps: {
    company: number;
    untold: Part3;
    part: Part4;
  }[];
  circles: {
    /**
     * Who own each other.
     */
    parties: number[];
    /**
     * By these stakes.
     */
    stakes: number[];
    /**
     * Where all is held within and nobody owns what flows in: how much of the company that is.
     */
    closed: null | Part;
  }[];
  /**
   * Companies of which more than the whole is told to be held.
   */
  oversubscribed: {
    company: number;
    told_ppm: number;
  }[];
}
/**
 * A part of the whole, or the range that it lies in: bounds in parts per million rounded outwards, and the exact fraction where it is one that people can read.
 */
export interface Part2 {
  least_ppm: number;
  most_ppm: number;
  exact: string | null;
}
/**
 * A part of the whole, or the range that it lies in: bounds in parts per million rounded outwards, and the exact fraction where it is one that people can read.
 */
export interface Part3 {
  least_ppm: number;
  most_ppm: number;
  exact: string | null;
}
/**
 * A part of the whole, or the range that it lies in: bounds in parts per million rounded outwards, and the exact fraction where it is one that people can read.
 */
export interface Part4 {
  least_ppm: number;
  most_ppm: number;
  exact: string | null;
}
export interface Place {
  /**
   * The place of the file among the inputs.
   */
  file: number;
  record: number;
}
