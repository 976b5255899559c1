// The declarations: generated ones are current, and a sample that uses every call is checked against them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Session } from "../dist/node.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

test("types of documents are what the schemas say", () => {
  run("node", "build/types.js", "--check");
});

test("a sample that uses every call passes tsc --strict", () => {
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom,dom.iterable,esnext.disposable", "--types", ""];
  try {
    run("node_modules/.bin/tsc", "--ignoreConfig", ...options, "test/sample.ts");
  } catch (error) {
    assert.fail(error.stdout);
  }
  const sample = readFileSync(`${root}test/sample.ts`, "utf8");
  const calls = Object.getOwnPropertyNames(Session.prototype).filter((name) => !["constructor", "panicForTests"].includes(name));
  const missing = calls.filter((name) => !sample.includes(`session.${name}`));
  assert.deepEqual(missing, []);
});
