// How money, time and names are written. Everything is set as text, never as markup.

import type { Period, Sum } from "../generated/views.ts";

/** 1234567.50 as 1,234,567.50: amounts are decimal texts, exact beyond what a floating-point number holds. */
export function grouped(amount: string): string {
  const [whole = "", fraction] = amount.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

export function money({ amount, currency }: Sum): string {
  return currency === "" || currency === "XXX" ? grouped(amount) : `${grouped(amount)} ${currency}`;
}

/** The first sum, and how many more there are. */
export function sums(amounts: Sum[]): string {
  const [first] = amounts;
  const rest = amounts.length > 1 ? ` + ${amounts.length - 1} more` : "";
  return first === undefined ? "" : money(first) + rest;
}

export function instant(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

/** A stretch of time by its days, or by its minutes where it is one day. */
export function period({ from, to }: Period): string {
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  if (first !== last) {
    return `${first} – ${last}`;
  }
  return from === to ? instant(from) : `${instant(from)} – ${to.slice(11, 16)}`;
}

/** Without what steers writing or has no width: a name must not change the text around it. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}

export function cut(text: string, length: number): string {
  const letters = [...plain(text)];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : letters.join("");
}

export function many(number: number, one: string, more: string): string {
  return `${new Intl.NumberFormat("en").format(number)} ${number === 1 ? one : more}`;
}
