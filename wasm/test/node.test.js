// The package in Node. The native results are those of scripts/analyze-example.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { analyze, initSync, inspect, version } from "../pkg/quipu.js";

const root = new URL("../../", import.meta.url);
const EXAMPLE = "cli/example/transactions.csv";

initSync({ module: readFileSync(new URL("../pkg/quipu_bg.wasm", import.meta.url)) });
const text = (bytes) => new TextDecoder().decode(bytes);

test("finds the same, byte for byte, as the command line", () => {
  const analysis = analyze(readFileSync(new URL(EXAMPLE, root)), EXAMPLE);
  const native = (name) => readFileSync(new URL(`out/example/${name}`, root), "utf8");
  assert.notEqual(analysis.findings().length, 0);
  assert.equal(text(analysis.findings()), native("findings.ndjson"));
  assert.equal(text(analysis.rejects()), native("rejects.csv"));
  const { outputs, ...expected } = JSON.parse(native("manifest.json"));
  const { outputs: none, ...manifest } = JSON.parse(text(analysis.manifest()));
  assert.deepEqual(manifest, expected);
  assert.deepEqual(none ?? [], []);
});

test("inspects", () => {
  const { inputs, rows } = JSON.parse(text(inspect(readFileSync(new URL(EXAMPLE, root)), EXAMPLE)));
  assert.equal(inputs[0].name, EXAMPLE);
  assert.equal(rows.read, rows.accepted + rows.rejected);
});

test("takes parameters", () => {
  const analysis = analyze(readFileSync(new URL(EXAMPLE, root)), EXAMPLE, 'patterns = ["fan-in"]');
  const patterns = text(analysis.findings()).trimEnd().split("\n").map((line) => JSON.parse(line).pattern);
  assert.deepEqual([...new Set(patterns)], ["fan-in"]);
});

test("what it cannot read is an error with a hint", () => {
  const bytes = new TextEncoder().encode("a,b\n1,2\n");
  assert.throws(() => analyze(bytes, "no-payments.csv"), /no-payments\.csv/);
  assert.throws(() => analyze(bytes, "no-payments.csv", "patterns = 5"), /line 1/);
});

test("names its version", () => {
  const [, declared] = /^version = "(.*)"$/m.exec(readFileSync(new URL("Cargo.toml", root), "utf8"));
  assert.equal(version(), declared);
});
