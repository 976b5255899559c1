// Totals of all payments for the overview: by day, by corridor, by account. Read a page of rows at a time, so that the page
// answers input while they are made.

import type { Engine, TransactionColumns } from "../engine.ts";
import type { Worth } from "./payments.ts";

const DAY = 86_400_000;
// Few enough that a page of rows is taken in within a frame or two.
const ROWS = 12_000;

/** Payments and what they are worth in the reference currency. */
export interface Volume {
  payments: number;
  value: number;
}
export interface AccountVolume {
  paid: Volume;
  received: Volume;
}
export interface Totals {
  /** How many payments are in these totals so far. */
  rows: number;
  complete: boolean;
  /** The first day, in milliseconds since 1970, and a volume for each day from then on. */
  firstDay: number;
  days: Volume[];
  /** From country to country, as `MX>US`; absent countries are empty. */
  corridors: Map<string, Volume>;
  accounts: Map<string, AccountVolume>;
  /** Payments in a currency without a rate, which have no value here. */
  withoutValue: number;
}

/** Gathers them. `told` hears of each page. */
export async function gather(engine: Engine, rows: number, by: Worth, current: () => boolean, told: (totals: Totals) => void): Promise<void> {
  const totals: Totals = {
    rows: 0, complete: rows === 0, firstDay: 0, days: [], corridors: new Map(), accounts: new Map(), withoutValue: 0,
  };
  let shown = 0;
  while (!totals.complete && current()) {
    const page = await engine.transactions({ offset: totals.rows, limit: ROWS });
    add(totals, page, by);
    totals.complete = page.row.length === 0 || totals.rows >= page.total;
    if (totals.complete || performance.now() - shown > 1000) {
      shown = performance.now();
      told({ ...totals });
    }
    // A turn for input and drawing.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function add(totals: Totals, page: TransactionColumns, by: Worth): void {
  const sides = page.accounts.map((name) => {
    let side = totals.accounts.get(name);
    if (side === undefined) {
      side = { paid: { payments: 0, value: 0 }, received: { payments: 0, value: 0 } };
      totals.accounts.set(name, side);
    }
    return side;
  });
  const one = page.currencies.map((currency, at) => {
    const rate = by.of(currency);
    return rate === undefined ? undefined : rate / 10 ** (page.decimals[at] ?? 0);
  });
  const lands = page.countries ?? [];
  for (let at = 0; at < page.row.length; at += 1) {
    const each = one[page.currency[at] ?? 0];
    const value = each === undefined ? 0 : Number(page.units[at] ?? 0n) * each;
    totals.withoutValue += each === undefined ? 1 : 0;
    const day = Math.floor((page.time[at] ?? 0) / DAY) * DAY;
    if (totals.days.length === 0) {
      totals.firstDay = day;
    }
    const place = (day - totals.firstDay) / DAY;
    while (totals.days.length <= place) {
      totals.days.push({ payments: 0, value: 0 });
    }
    plus(totals.days[place], value);
    plus(sides[page.from[at] ?? 0]?.paid, value);
    plus(sides[page.to[at] ?? 0]?.received, value);
    if (lands.length > 1) {
      const way = `${lands[page.from_country[at] ?? 0] ?? ""}>${lands[page.to_country[at] ?? 0] ?? ""}`;
      let corridor = totals.corridors.get(way);
      if (corridor === undefined) {
        corridor = { payments: 0, value: 0 };
        totals.corridors.set(way, corridor);
      }
      plus(corridor, value);
    }
  }
  totals.rows += page.row.length;
}

function plus(volume: Volume | undefined, value: number): void {
  if (volume !== undefined) {
    volume.payments += 1;
    volume.value += value;
  }
}

/** The accounts with the largest sums, the largest first. One pass: sorting all of half a million would hold up the page. */
export function largest(accounts: ReadonlyMap<string, AccountVolume>, measure: keyof Volume, most: number): { account: string; paid: Volume; received: Volume }[] {
  type One = { account: string; paid: Volume; received: Volume; sum: number };
  let kept: One[] = [];
  let least = -1;
  const order = (one: One, other: One) => other.sum - one.sum || (one.account < other.account ? -1 : 1);
  const cut = () => {
    kept = kept.sort(order).slice(0, most);
    least = kept.length === most ? (kept.at(-1)?.sum ?? -1) : -1;
  };
  for (const [account, { paid, received }] of accounts) {
    const sum = paid[measure] + received[measure];
    if (sum >= least) {
      kept.push({ account, paid, received, sum });
      if (kept.length >= most * 4) {
        cut();
      }
    }
  }
  cut();
  return kept;
}
