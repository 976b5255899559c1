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

/** Volumes by account, in many small maps: one that grows to half a million names would hold up the page while it grows. */
export class AccountVolumes {
  readonly #shards = Array.from({ length: 512 }, () => new Map<string, AccountVolume>());

  #shard(name: string): Map<string, AccountVolume> {
    let hash = name.length;
    for (let at = Math.max(0, name.length - 8); at < name.length; at += 1) {
      hash = (hash * 31 + name.charCodeAt(at)) | 0;
    }
    return this.#shards[hash & 511] as Map<string, AccountVolume>;
  }

  get(name: string): AccountVolume | undefined {
    return this.#shard(name).get(name);
  }

  /** That of an account, made when there is none. */
  at(name: string): AccountVolume {
    const shard = this.#shard(name);
    let own = shard.get(name);
    if (own === undefined) {
      own = { paid: { payments: 0, value: 0 }, received: { payments: 0, value: 0 } };
      shard.set(name, own);
    }
    return own;
  }

  /** Visits all, with turns for input and drawing between. */
  async each(visit: (name: string, volume: AccountVolume) => void): Promise<void> {
    let since = performance.now();
    for (const shard of this.#shards) {
      shard.forEach((volume, name) => visit(name, volume));
      if (performance.now() - since > 12) {
        await turn();
        since = performance.now();
      }
    }
  }
}

export interface Largest {
  account: string;
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
  accounts: AccountVolumes;
  /** The accounts with the most payments, and with the most value. */
  largest: Record<keyof Volume, Largest[]>;
  /** Payments in a currency without a rate, which have no value here. */
  withoutValue: number;
}

/** Gathers them. `told` hears of each page. */
export async function gather(engine: Engine, rows: number, by: Worth, current: () => boolean, told: (totals: Totals) => void): Promise<void> {
  const totals: Totals = {
    rows: 0, complete: rows === 0, firstDay: 0, days: [], corridors: new Map(), accounts: new AccountVolumes(), largest: { payments: [], value: [] }, withoutValue: 0,
  };
  let shown = 0;
  let next = 0;
  while (!totals.complete && current()) {
    const page = await engine.transactions({ offset: totals.rows, limit: ROWS });
    add(totals, page, by);
    totals.complete = page.row.length === 0 || totals.rows >= page.total;
    if (totals.complete || totals.rows >= next) {
      next = totals.rows * 4;
      totals.largest = { payments: await largest(totals.accounts, "payments", 200), value: await largest(totals.accounts, "value", 200) };
    }
    if (totals.complete || performance.now() - shown > 1000) {
      shown = performance.now();
      told({ ...totals });
    }
    await turn();
  }
}

function add(totals: Totals, page: TransactionColumns, by: Worth): void {
  const sides = page.accounts.map((name) => totals.accounts.at(name));
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

/** A turn for input and drawing. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** The accounts with the largest sums, the largest first, in one pass. */
async function largest(accounts: AccountVolumes, measure: keyof Volume, most: number): Promise<Largest[]> {
  type One = Largest & { sum: number };
  let kept: One[] = [];
  let least = -1;
  const order = (one: One, other: One) => other.sum - one.sum || (one.account < other.account ? -1 : 1);
  const cut = () => {
    kept = kept.sort(order).slice(0, most);
    least = kept.length === most ? (kept.at(-1)?.sum ?? -1) : -1;
  };
  await accounts.each((account, { paid, received }) => {
    const sum = paid[measure] + received[measure];
    if (sum >= least) {
      kept.push({ account, paid, received, sum });
      if (kept.length >= most * 4) {
        cut();
      }
    }
  });
  cut();
  return kept;
}
