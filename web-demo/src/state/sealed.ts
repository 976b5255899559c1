// Session files: AES-256-GCM with a key from a passphrase by PBKDF2, both by the browser's WebCrypto. The line before the
// sealed bytes says how they were sealed, and is authenticated with them.

const MAGIC = "QUIPU-SESSION";
const ROUNDS = 600_000;

interface Sealing {
  version: 1;
  kdf: "PBKDF2-HMAC-SHA-256";
  rounds: number;
  salt: string;
  cipher: "AES-256-GCM";
  iv: string;
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** A passphrase of no use, or a file that is none of these. */
export class SealError extends Error {
  readonly kind: "not-session" | "wrong-or-changed" | "no-crypto";
  constructor(kind: SealError["kind"]) {
    super(kind);
    this.kind = kind;
  }
}

async function keyOf(passphrase: string, { salt, rounds }: Sealing): Promise<CryptoKey> {
  // Where a page is neither local nor served with encryption, browsers have none.
  if (globalThis.crypto?.subtle === undefined) {
    throw new SealError("no-crypto");
  }
  const phrase = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", phrase, "PBKDF2", false, ["deriveKey"]);
  const kdf = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: rounds };
  return crypto.subtle.deriveKey(kdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function encrypted(bytes: Uint8Array<ArrayBuffer>, passphrase: string): Promise<Blob> {
  const random = (length: number) => hex(crypto.getRandomValues(new Uint8Array(length)));
  const sealing: Sealing = { version: 1, kdf: "PBKDF2-HMAC-SHA-256", rounds: ROUNDS, salt: random(16), cipher: "AES-256-GCM", iv: random(12) };
  const line = new TextEncoder().encode(`${MAGIC} ${JSON.stringify(sealing)}\n`);
  const key = await keyOf(passphrase, sealing);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: bytesOf(sealing.iv), additionalData: line }, key, bytes);
  return new Blob([line, sealed], { type: "application/octet-stream" });
}

/** Whether a file begins as a session file does. */
export async function isSession(file: Blob): Promise<boolean> {
  return (await file.slice(0, MAGIC.length + 1).text()) === `${MAGIC} `;
}

export async function decrypted(file: Blob, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const end = bytes.subarray(0, 1000).indexOf(10);
  let sealing: Sealing;
  try {
    sealing = JSON.parse(new TextDecoder().decode(bytes.subarray(MAGIC.length + 1, end))) as Sealing;
  } catch {
    throw new SealError("not-session");
  }
  // A hostile file must not make the page count for hours.
  if (end < 0 || sealing.version !== 1 || !Number.isInteger(sealing.rounds) || sealing.rounds < 1 || sealing.rounds > 10_000_000) {
    throw new SealError("not-session");
  }
  const key = await keyOf(passphrase, sealing);
  try {
    const additionalData = bytes.slice(0, end + 1);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(sealing.iv), additionalData }, key, bytes.slice(end + 1)));
  } catch {
    throw new SealError("wrong-or-changed");
  }
}
