// Countries as files write them, and where they are on the map.

import codes from "i18n-iso-countries/codes.json";

const BY_CODE = new Map<string, { alpha2: string; numeric: string }>();
for (const [alpha2 = "", alpha3 = "", numeric = ""] of codes as string[][]) {
  const one = { alpha2, numeric };
  BY_CODE.set(alpha2, one).set(alpha3, one);
}

/** The two letters of a country that a file writes as two or three; `undefined` for anything else. */
export function alpha2(written: string): string | undefined {
  return BY_CODE.get(written.trim().toUpperCase())?.alpha2;
}

/** Its number, by which the map knows it. */
export function numeric(written: string): string | undefined {
  return BY_CODE.get(written.trim().toUpperCase())?.numeric;
}

/** Its name in a language; what the file writes where it is no country that is known. */
export function countryName(written: string, language: string): string {
  const code = alpha2(written);
  return (code && new Intl.DisplayNames([language], { type: "region" }).of(code)) || written;
}
