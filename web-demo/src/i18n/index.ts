// Words, numbers, dates and money in the language of the analyst. A language lacks no text: its table has the type of the
// English one, and a test compares them.

import { computed, signal } from "@preact/signals";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { pt } from "./pt.ts";

export type Key = keyof typeof en;
export type Texts = Record<Key, string>;
export const LANGUAGES = { en: "English", es: "Español", pt: "Português", fr: "Français" } as const;
export type Language = keyof typeof LANGUAGES;

const TEXTS: Record<Language, Texts> = { en, es, pt, fr };
const first = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in TEXTS) as Language | undefined;
export const language = signal<Language>(first ?? "en");

/** How numbers and dates are written: as in the analyst's own country where her browser tells it. */
const LOCALES: Record<Language, string> = { en: "en", es: "es-419", pt: "pt-BR", fr: "fr-CA" };
const localeOf = (language: Language): string => navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? LOCALES[language];

type Values = Record<string, string | number>;

/** Words and formats of one language. */
export interface Speech {
  language: Language;
  /** A text. `{n}` stands for a value; `{n|one|many}` for the word that goes with a number. */
  t(key: Key, values?: Values): string;
  /** A text by a name that may not be known, which is then said itself. */
  named(group: string, name: string): string;
  number(value: number, digits?: number): string;
  percent(share: number): string;
  /** A decimal text with its currency, exact. */
  money(amount: string, currency: string): string;
  /** About how much, for charts. */
  about(value: number, currency: string): string;
  day(time: number | string): string;
  /** From one day to another, shortened where they share month or year. */
  range(from: number | string, to: number | string): string;
  instant(time: number | string): string;
  bytes(count: number): string;
  span(milliseconds: number): string;
}

export function speech(language: Language): Speech {
  const texts = TEXTS[language];
  const locale = localeOf(language);
  const utc = "UTC";
  const formats = new Map<string, Intl.NumberFormat>();
  const format = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
    formats.set(key, known);
    return known;
  };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: utc });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23", timeZone: utc });
  const plural = new Intl.PluralRules(language);
  const number = (value: number, digits = 0) => format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const t = (key: Key, values: Values = {}): string =>
    texts[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
      const value = values[name] ?? "";
      if (one !== undefined && many !== undefined) {
        return plural.select(Number(value)) === "one" ? one : many;
      }
      return typeof value === "number" ? number(value) : value;
    });
  const money = (amount: string, currency: string): string => {
    const digits = amount.includes(".") ? amount.length - amount.indexOf(".") - 1 : 0;
    // An exact text goes in as a text: a number would round it.
    const exact = format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount as unknown as number);
    return currency === "" ? exact : `${exact} ${currency}`;
  };
  const unit = (value: number, unit: string, digits: number) => format({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
  return {
    language,
    t,
    named: (group, name) => {
      const key = `${group}.${name}`;
      return key in texts ? texts[key as Key] : name;
    },
    number,
    percent: (share) => format({ style: "percent", maximumFractionDigits: 1 }).format(share),
    money,
    about: (value, currency) => `${format({ notation: "compact", maximumSignificantDigits: 3 }).format(value)}${currency && ` ${currency}`}`,
    day: (time) => day.format(new Date(time)),
    range: (from, to) => day.formatRange(new Date(from), new Date(to)),
    instant: (time) => instant.format(new Date(time)),
    bytes: (count) => (count < 1e6 ? unit(count / 1e3, "kilobyte", 0) : unit(count / 1e6, "megabyte", 1)),
    span: (milliseconds) => {
      const seconds = milliseconds / 1000;
      if (seconds < 90) {
        return unit(seconds, "second", 0);
      }
      if (seconds < 5400) {
        return unit(seconds / 60, "minute", 0);
      }
      return seconds < 172_800 ? unit(seconds / 3600, "hour", 1) : unit(seconds / 86_400, "day", 1);
    },
  };
}

/** The language of the page. */
export const said = computed(() => speech(language.value));
