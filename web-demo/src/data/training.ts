// Training: what is hidden in an invented world, and how much of it the analyst found.

import type { Case } from "../engine.ts";
import { caseWork, type Work } from "../state/work.ts";

export interface Planted {
  id: string;
  pattern: string;
  /** Honest, though it has the shape. */
  honest: boolean;
  /** Identifiers of its transactions. */
  transactions: string[];
}
export type Truth = Planted[];

/** The answer key of a simulated world: one JSON object a line. */
export function truthOf(text: string): Truth {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const { id, pattern, kind, transactions } = JSON.parse(line) as { id: string; pattern: string; kind: string; transactions: { id: string }[] };
      return { id, pattern, honest: kind !== "planted", transactions: transactions.map((own) => own.id) };
    });
}

export interface Score {
  /** Each planted instance, and the case that was called suspicious for it; each look-alike likewise. */
  answers: { planted: Planted; case: string | undefined }[];
  found: number;
  hidden: number;
  /** Look-alikes called suspicious. */
  wronged: number;
  lookAlikes: number;
  /** Cases called suspicious that hold nothing planted. */
  unfounded: number;
}

/** An instance is found when half of its transactions, or more, are evidence of cases that were called suspicious. */
export async function score(truth: Truth, work: Work, read: (id: string) => Promise<Case>): Promise<Score> {
  const called = Object.keys(work.cases).filter((id) => caseWork(work, id).status === "suspicious");
  const evidence = new Map<string, string>();
  for (const id of called) {
    // A case decided in other files may not be here.
    const one = await read(id).catch(() => undefined);
    for (const transaction of one?.detail?.transactions ?? []) {
      evidence.set(transaction.id, id);
    }
  }
  const hit = new Set<string>();
  const answers = truth.map((planted) => {
    const cases = planted.transactions.flatMap((id) => evidence.get(id) ?? []);
    const enough = cases.length * 2 >= planted.transactions.length && cases.length > 0;
    if (enough && !planted.honest) {
      cases.forEach((id) => hit.add(id));
    }
    return { planted, case: enough ? cases[0] : undefined };
  });
  const count = (honest: boolean, met: boolean) => answers.filter((own) => own.planted.honest === honest && (!met || own.case !== undefined)).length;
  return {
    answers, found: count(false, true), hidden: count(false, false), wronged: count(true, true), lookAlikes: count(true, false),
    unfounded: called.filter((id) => !hit.has(id)).length,
  };
}
