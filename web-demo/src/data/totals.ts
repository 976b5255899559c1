// Totals of all payments for the overview: by day, by corridor, by account. Read a page of rows at a time, so that the page
// answers input while they are made.

import type { Engine, TransactionColumns } from "../engine.ts";
import type { Worth } from "./payments.ts";

const DAY = 86_400_000;
// Few enough that a page of rows is taken in within a frame or two.
const ROWS = 8_000;

/** Payments and what they are worth in the reference currency. */
export interface Volume {
  payments: number;
  value: number;
}
export interface AccountVolume {
  paid: Volume;
  received: Volume;
}

/**
 * Volumes by account. Names are in many small maps, since one that grows to half a million would hold up the page while it
 * grows, and numbers in columns, since a million small objects would hold it up whenever memory is tidied.
 */
export class AccountVolumes {
  readonly #shards = Array.from({ length: 512 }, () => new Map<string, number>());
  #count = 0;
  // Of each account: payments made, their value, payments received, their value.
  #numbers = new Float64Array(4096);

  #shard(name: string): Map<string, number> {
    let hash = name.length;
    for (let at = Math.max(0, name.length - 8); at < name.length; at += 1) {
      hash = (hash * 31 + name.charCodeAt(at)) | 0;
    }
    return this.#shards[hash & 511] as Map<string, number>;
  }

  /** The place of an account, made when there is none. */
  place(name: string): number {
    const shard = this.#shard(name);
    let place = shard.get(name);
    if (place === undefined) {
      place = this.#count;
      this.#count += 1;
      shard.set(name, place);
      if (this.#count * 4 > this.#numbers.length) {
        const wider = new Float64Array(this.#numbers.length * 2);
        wider.set(this.#numbers);
        this.#numbers = wider;
      }
    }
    return place;
  }

  /** Counts a payment. */
  add(from: number, to: number, value: number): void {
    const [paid, received] = [from * 4, to * 4 + 2];
    this.#numbers[paid] = (this.#numbers[paid] ?? 0) + 1;
    this.#numbers[paid + 1] = (this.#numbers[paid + 1] ?? 0) + value;
    this.#numbers[received] = (this.#numbers[received] ?? 0) + 1;
    this.#numbers[received + 1] = (this.#numbers[received + 1] ?? 0) + value;
  }

  #volume(place: number): AccountVolume {
    const at = place * 4;
    const of = (offset: number) => this.#numbers[at + offset] ?? 0;
    return { paid: { payments: of(0), value: of(1) }, received: { payments: of(2), value: of(3) } };
  }

  get(name: string): AccountVolume | undefined {
    const place = this.#shard(name).get(name);
    return place === undefined ? undefined : this.#volume(place);
  }

  /** Visits all, with turns for input and drawing between. */
  async each(visit: (name: string, volume: AccountVolume) => void): Promise<void> {
    let since = performance.now();
    for (const shard of this.#shards) {
      shard.forEach((place, name) => visit(name, this.#volume(place)));
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
      totals.largest = await largest(totals.accounts, 200);
    }
    if (totals.complete || performance.now() - shown > 1000) {
      shown = performance.now();
      told({ ...totals });
    }
    await turn();
  }
}

function add(totals: Totals, page: TransactionColumns, by: Worth): void {
  const places = page.accounts.map((name) => totals.accounts.place(name));
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
    totals.accounts.add(places[page.from[at] ?? 0] ?? 0, places[page.to[at] ?? 0] ?? 0, value);
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

/** The accounts with the largest sums, the largest first, by both measures in one pass. */
async function largest(accounts: AccountVolumes, most: number): Promise<Record<keyof Volume, Largest[]>> {
  const [payments, value] = [new Best(most), new Best(most)];
  await accounts.each((account, { paid, received }) => {
    payments.offer(paid.payments + received.payments, account, paid, received);
    value.offer(paid.value + received.value, account, paid, received);
  });
  return { payments: payments.list(), value: value.list() };
}

/** The best of many, without sorting all. */
class Best {
  readonly #most: number;
  #kept: (Largest & { sum: number })[] = [];
  #least = -1;

  constructor(most: number) {
    this.#most = most;
  }

  offer(sum: number, account: string, paid: Volume, received: Volume): void {
    if (sum >= this.#least) {
      this.#kept.push({ account, paid, received, sum });
      if (this.#kept.length >= this.#most * 4) {
        this.list();
      }
    }
  }

  list(): Largest[] {
    this.#kept.sort((one, other) => other.sum - one.sum || (one.account < other.account ? -1 : 1));
    this.#kept.length = Math.min(this.#kept.length, this.#most);
    this.#least = this.#kept.length === this.#most ? (this.#kept.at(-1)?.sum ?? -1) : -1;
    return this.#kept;
  }
}
