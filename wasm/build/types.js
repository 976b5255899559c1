// Writes the types of the documents from the schemas of the library, and those of views from its Rust types.
// `--check` writes nothing and fails when a file is not what it would write.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const BANNER = "// Generated from core/schemas by `npm run types`. Do not edit.";
const check = process.argv.includes("--check");
let stale = 0;

for (const name of ["finding", "cases", "manifest", "inspection", "owners", "alert", "match"]) {
  const schema = JSON.parse(readFileSync(new URL(`../../core/schemas/${name}.schema.json`, import.meta.url), "utf8"));
  const options = { bannerComment: BANNER, additionalProperties: true, unreachableDefinitions: false, style: { printWidth: 120 } };
  const text = await compile(schema, name, options);
  const file = new URL(`../ts/generated/${name}.ts`, import.meta.url);
  if (!check) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    console.error(`${fileURLToPath(file)} is not current: npm --prefix wasm run types`);
    stale += 1;
  }
}
if (check) {
  process.exitCode = stale > 0 ? 1 : 0;
} else {
  // The test of the Rust types writes the file instead of comparing it.
  const env = { ...process.env, QUIPU_WRITE_TYPES: "1" };
  execFileSync("cargo", ["test", "--package", "quipu-wasm", "--test", "types"], { env, stdio: "inherit" });
}
