// The analyst's own work on what was found: notes, decisions, paths. It is a value; acts make another one of it.

/** Where a case stands. */
export type Status = "new" | "review" | "suspicious" | "cleared";
export const STATUSES: readonly Status[] = ["new", "review", "suspicious", "cleared"];

export interface Note {
  /** RFC 3339 in UTC. */
  at: string;
  text: string;
}

/** A payment that was followed. */
export interface Step {
  row: number;
  time: number;
  from: string;
  to: string;
  units: string;
  currency: string;
  decimals: number;
  file: string;
  line: number;
}

export interface CaseWork {
  status: Status;
  /** Why it stands there. */
  reason: string;
  notes: Note[];
  /** Followed money that belongs to the case. */
  paths: Step[][];
}

export interface Work {
  cases: Readonly<Record<string, CaseWork>>;
}

export const NOTHING: Work = { cases: {} };
const UNTOUCHED: CaseWork = { status: "new", reason: "", notes: [], paths: [] };

/** What there is of a case. */
export function caseWork(work: Work, id: string): CaseWork {
  return Object.hasOwn(work.cases, id) ? (work.cases[id] as CaseWork) : UNTOUCHED;
}

/** The work with a case changed. */
export function withCase(work: Work, id: string, change: Partial<CaseWork>): Work {
  return { ...work, cases: { ...work.cases, [id]: { ...caseWork(work, id), ...change } } };
}
