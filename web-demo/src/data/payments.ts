// Payments one by one, from the columns in which the package gives them; and what they are worth side by side.

import type { Summary, TransactionColumns } from "../engine.ts";

export interface Payment {
  /** The place in the ledger. */
  row: number;
  /** Milliseconds since 1970 in UTC. */
  time: number;
  from: string;
  to: string;
  units: bigint;
  currency: string;
  decimals: number;
  file: string;
  line: number;
  fromCountry: string;
  toCountry: string;
}

/** The payments of columns. */
export function payments(columns: TransactionColumns): Payment[] {
  const { accounts, countries, currencies, decimals, files } = columns;
  return Array.from(columns.row, (row, at) => {
    const currency = columns.currency[at] ?? 0;
    return {
      row,
      time: columns.time[at] ?? 0,
      from: accounts[columns.from[at] ?? 0] ?? "",
      to: accounts[columns.to[at] ?? 0] ?? "",
      units: columns.units[at] ?? 0n,
      currency: currencies[currency] ?? "",
      decimals: decimals[currency] ?? 0,
      file: files[columns.file[at] ?? 0] ?? "",
      line: columns.line[at] ?? 0,
      fromCountry: countries?.[columns.from_country?.[at] ?? 0] ?? "",
      toCountry: countries?.[columns.to_country?.[at] ?? 0] ?? "",
    };
  });
}

/** An amount in smallest units as a decimal text, exact. */
export function decimal(units: bigint, decimals: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Sums by currency, the largest number of payments first. */
export function sums(list: readonly Payment[]): { currency: string; amount: string; payments: number }[] {
  const by = new Map<string, { units: bigint; decimals: number; payments: number }>();
  for (const { currency, units, decimals } of list) {
    const sum = by.get(currency) ?? { units: 0n, decimals, payments: 0 };
    by.set(currency, { units: sum.units + units, decimals, payments: sum.payments + 1 });
  }
  return [...by]
    .map(([currency, sum]) => ({ currency, amount: decimal(sum.units, sum.decimals), payments: sum.payments }))
    .sort((one, other) => other.payments - one.payments || (one.currency < other.currency ? -1 : 1));
}

/** What one of each currency is worth in the reference of the run. For charts and order alone: amounts stay exact. */
export interface Worth {
  reference: string;
  /** `undefined` where there is no rate. */
  of(currency: string): number | undefined;
}

export function worth(summary: Summary | undefined): Worth {
  const rates = new Map<string, number>();
  for (const { currency, origin, rate } of summary?.rates.currencies ?? []) {
    const one = origin === "reference" ? 1 : Number(rate);
    if (Number.isFinite(one)) {
      rates.set(currency, one);
    }
  }
  return { reference: summary?.rates.reference ?? "", of: (currency) => rates.get(currency) };
}

/** What sums are worth together, and whether some have no rate. */
export function together(list: readonly { currency: string; amount: string }[], by: Worth): { value: number; partial: boolean } {
  let value = 0;
  let partial = false;
  for (const { currency, amount } of list) {
    const one = by.of(currency);
    value += one === undefined ? 0 : Number(amount) * one;
    partial ||= one === undefined;
  }
  return { value, partial };
}
