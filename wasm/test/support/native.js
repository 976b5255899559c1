// What the command line makes of the same files: the measure of every other way.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = `${root}out/package`;
const binary = process.env.QUIPU ?? `${root}target/release/quipu`;

/** Every file of a run, in the order in which a session gives them. */
export const OUTPUTS = ["findings.ndjson", "cases.json", "report.html", "alerts.ndjson", "rejects.csv", "manifest.json"];

/** Inputs by name: the example, and worlds that the simulator makes from seeds, in both of its formats. */
export const SCENARIOS = ["example", "seed-1", "seed-2", "seed-3-amlworld"];

export const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

export function quipu(...args) {
  if (!existsSync(binary)) {
    throw new Error(`${binary} is not there: scripts/analyze-example builds it`);
  }
  return execFileSync(binary, args, { cwd: folder, maxBuffer: 1 << 28 });
}

/** How a scenario's world is simulated. */
export function world(name) {
  const [, seed, format = "quipu"] = /^seed-(\d+)-?(.*)$/.exec(name).map((part) => part || undefined);
  return { seed: Number(seed), accounts: 800, transactions: 15_000, format };
}

/** A scenario's input: its name and bytes, made natively. */
export function input(scenario) {
  mkdirSync(folder, { recursive: true });
  const name = `${scenario}.csv`;
  if (scenario === "example") {
    return { name, bytes: readFileSync(`${root}cli/example/transactions.csv`) };
  }
  const { seed, accounts, transactions, format } = world(scenario);
  const options = { seed, accounts, transactions, format, out: name, truth: `${scenario}.ndjson` };
  quipu("simulate", "--quiet", ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]));
  return { name, bytes: readFileSync(`${folder}/${name}`), truth: readFileSync(`${folder}/${scenario}.ndjson`) };
}

/** The hashes of what the command line writes for an input. */
export function analyzed({ name, bytes }, ...args) {
  const out = `${folder}/${name}.out`;
  quipu("analyze", put(name, bytes), "--out", out, "--quiet", ...args);
  return Object.fromEntries(OUTPUTS.map((output) => [output, hash(readFileSync(`${out}/${output}`))]));
}

/** Writes a file beside the others; gives its name. */
export function put(name, bytes) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, bytes);
  return name;
}
