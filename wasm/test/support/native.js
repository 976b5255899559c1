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

/**
 * A world with an organisation in it, and the files of its parties: each with how the package takes it. One has a record
 * that is not accepted.
 */
export function organization() {
  mkdirSync(folder, { recursive: true });
  const options = ["--seed", "11", "--accounts", "800", "--transactions", "15000"];
  quipu("simulate", "--quiet", ...options, "--organization", "organization", "--out", "organization.csv");
  const file = (name, as, more = "") => ({ name, as, bytes: Buffer.concat([readFileSync(`${folder}/${name}`), Buffer.from(more)]) });
  return [
    file("organization.csv", "transactions"),
    file("organization/customers.csv", "parties", "X1,person,Nobody,1999-99-99,,,,,,,,,\n,,,,,,,,,,,,\n"),
    file("organization/owners.csv", "relations"),
    file("organization/relations.csv", "relations"),
    file("organization/list.csv", "lists"),
  ];
}

/** The hashes of what the command line writes for an input. */
export function analyzed({ name, bytes }, ...args) {
  put(name, bytes);
  return analyzedTogether([name], OUTPUTS, ...args);
}

/** The same for files that are there. */
export function analyzedTogether(names, outputs, ...args) {
  const out = `${folder}/${names[0]}.out`;
  quipu("analyze", ...names, "--out", out, "--quiet", ...args);
  return Object.fromEntries(outputs.map((output) => [output, hash(readFileSync(`${out}/${output}`))]));
}

/** Writes a file beside the others; gives its name. */
export function put(name, bytes) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, bytes);
  return name;
}
