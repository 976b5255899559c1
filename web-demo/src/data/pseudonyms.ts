// Keyed pseudonyms: who has the key can find out who is meant, and the same account has the same name in every report made
// with it. HMAC-SHA-256 of the account, 48 bits of it.

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { parts } from "./text.ts";

export interface Veil {
  /** The name that an account goes by. */
  name(account: string): string;
  /** A text in which the accounts that are known are replaced. */
  text(text: string): string;
}

export const OPEN: Veil = { name: (account) => account, text: (text) => text };

export function veil(key: string, accounts: Iterable<string>): Veil {
  const secret = utf8ToBytes(key);
  const names = new Map<string, string>();
  const name = (account: string): string => {
    let own = names.get(account);
    if (own === undefined) {
      own = `A-${bytesToHex(hmac(sha256, secret, utf8ToBytes(account))).slice(0, 12).toUpperCase()}`;
      names.set(account, own);
    }
    return own;
  };
  // The longest first, so that no name is replaced in part. Numbers alone too: analysts write them so.
  const known = [...new Set(accounts)].flatMap((account) => [[account, name(account)], [parts(account).number, name(account)]] as const);
  const ordered = known.filter(([text]) => text.length > 3).sort((one, other) => other[0].length - one[0].length);
  // A name too short to look for within texts is still replaced where it is the whole of one.
  const whole = new Map(known);
  return { name, text: (text) => whole.get(text) ?? ordered.reduce((out, [from, to]) => (out.includes(from) ? out.replaceAll(from, to) : out), text) };
}
