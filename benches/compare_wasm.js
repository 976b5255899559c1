#!/usr/bin/env node
// The npm package in Node and in Chromium against the command line on one thread, on the same simulated exports: reading,
// searching and writing findings and cases. The package is built first (npm --prefix wasm run build), the command line too
// (scripts/analyze-example).
//
//   node benches/compare_wasm.js 100000 1000000 5000000      rows; the first two when none are given
//
// Prints seconds, ratios and memory. Times are those of the clock, the least of some rounds, since others may use the machine.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, openAsBlob } from "node:fs";
import { fileURLToPath } from "node:url";
import { open } from "../wasm/dist/node.js";
import { serve } from "../wasm/examples/serve.js";
import { launch } from "../wasm/test/support/chromium.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = `${root}out/bench`;
const binary = process.env.QUIPU ?? `${root}target/release/quipu`;
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const sizes = process.argv.slice(2).map(Number);

mkdirSync(folder, { recursive: true });
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2).padStart(8);
const least = (times) => Math.min(...times);

/** What a session does, in Node and in a page alike. */
async function run(open, file) {
  const session = open({ full: true });
  await session.version();
  const began = performance.now();
  await session.load(file);
  const read = performance.now();
  const { findings } = await session.analyze();
  const searched = performance.now();
  await session.output("findings.ndjson");
  await session.output("cases.json");
  const written = performance.now();
  const memory = await session.memory();
  session.close();
  return { all: written - began, read: read - began, searched: searched - read, findings, memory };
}

const server = await serve();
const browser = await launch();
console.log("      rows   where         all  reading searching  to native  memory");
for (const rows of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
  const file = `${folder}/${rows}.csv`;
  if (!existsSync(file)) {
    const accounts = String(Math.max(1000, Math.round(rows / 15)));
    execFileSync(binary, ["simulate", "--quiet", "--seed", "9", "--accounts", accounts, "--transactions", String(rows), "--out", file]);
  }
  const [native, node, page] = [[], [], []];
  const tab = await browser.newPage();
  await tab.goto(`${server.address}test/support/bare.html`);
  await tab.evaluate(async () => {
    Object.assign(window, await import("/dist/web.js"));
    document.body.append(Object.assign(document.createElement("input"), { type: "file" }));
  });
  await tab.setInputFiles("input", file);
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    execFileSync(binary, ["analyze", file, "--threads", "1", "--quiet", "--out", `${folder}/native`]);
    native.push(performance.now() - began);
    node.push(await run(open, await openAsBlob(file)));
    page.push(await tab.evaluate(`(${run})(window.open, document.querySelector("input").files[0])`));
  }
  await tab.close();
  const measure = least(native);
  console.log(`${String(rows).padStart(10)}   native   ${seconds(measure)}`);
  for (const [where, runs] of [["Node", node], ["Chromium", page]]) {
    const all = least(runs.map((one) => one.all));
    const { read, searched, memory } = runs.find((one) => one.all === all);
    const ratio = (all / measure).toFixed(2).padStart(8);
    console.log(`${" ".repeat(13)}${where.padEnd(9)}${seconds(all)} ${seconds(read)}  ${seconds(searched)}  ${ratio}  ${(memory / 1e6).toFixed(0)} MB`);
  }
}
await browser.close();
server.close();
