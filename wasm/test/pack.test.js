// What `npm pack` puts into the package, and that a project that installs it can be bundled.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { input } from "./support/native.js";
import { launch, visit } from "./support/chromium.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = fileURLToPath(new URL("../../out/package/vite/", import.meta.url));

let packed;
before(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  const told = execFileSync("npm", ["pack", "--json", "--pack-destination", project], { cwd: root, encoding: "utf8" });
  [packed] = [JSON.parse(told)].flat();
});

test("the package holds what it needs and nothing else", () => {
  const files = packed.files.map((file) => file.path);
  const needed = [
    "LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", "dist/web.js", "dist/web.d.ts", "dist/node.js", "dist/worker.js",
    "dist/worker-node.js", "dist/components.js", "dist/components/index.d.ts", "dist/module/quipu.js",
    "dist/module/quipu_bg.wasm", "dist/module/full/quipu.js", "dist/module/full/quipu_bg.wasm",
  ];
  assert.deepEqual(needed.filter((file) => !files.includes(file)), []);
  assert.deepEqual(files.filter((file) => !/^(dist\/.*\.(js|d\.ts|wasm)|README\.md|LICENSE-\w+|package\.json)$/.test(file)), []);
  assert.ok(packed.size < 3_000_000, `${packed.size} bytes`);
});

test("a project that installs it is bundled by Vite and runs under the policy", async () => {
  const html = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bundled</title><link rel="icon" href="data:,">' +
    '<script type="module" src="main.js"></script></head><body><input type="file"><p></p><quipu-network></quipu-network></body></html>';
  const main = `
    import { open } from "quipu";
    import "quipu/components";
    document.querySelector("input").addEventListener("change", async ({ target }) => {
      const session = open();
      await session.load(target.files[0]);
      const { findings } = await session.analyze({ typologies: "none" });
      const { items } = await session.cases({ limit: 1 });
      await document.querySelector("quipu-network").show(session, { of: { case: items[0].id } });
      document.querySelector("p").textContent = findings + " findings";
    });
  `;
  writeFileSync(`${project}index.html`, html);
  writeFileSync(`${project}main.js`, main);
  writeFileSync(`${project}package.json`, '{ "private": true, "type": "module" }');
  execFileSync("npm", ["install", "--no-fund", "--no-audit", "--offline", packed.filename], { cwd: project, stdio: "pipe" });
  // As the README says.
  const config = { root: project, configFile: false, logLevel: "error", base: "./", worker: { format: "es" }, build: { target: "es2022", assetsInlineLimit: 0 } };
  await build(config);
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:; style-src 'self'";
  const server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } } });
  const browser = await launch();
  try {
    const { page, requests, problems } = await visit(browser, server.resolvedUrls.local[0]);
    const { bytes } = input("example");
    await page.setInputFiles("input", { name: "transactions.csv", mimeType: "text/csv", buffer: bytes });
    await page.locator("p", { hasText: "54 findings" }).waitFor({ timeout: 60_000 });
    await page.locator("quipu-network .box").first().waitFor();
    assert.deepEqual(problems, []);
    // The full module was not needed, so it was not loaded.
    assert.equal(requests.filter((url) => url.endsWith(".wasm")).length, 1);
  } finally {
    await browser.close();
    await server.close();
  }
});

after(() => rmSync(project, { recursive: true, force: true }));
