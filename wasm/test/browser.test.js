// The package in Chromium, under the policy of examples/serve.js.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { serve } from "../examples/serve.js";
import { launch, SCREENSHOTS, visit } from "./support/chromium.js";
import { analyzed, analyzedTogether, input, organization, OUTPUTS, put, SCENARIOS } from "./support/native.js";

let browser, plain, isolated;
before(async () => {
  [browser, plain, isolated] = await Promise.all([launch(), serve(), serve({ isolated: true })]);
});
after(async () => {
  await browser?.close();
  plain?.close();
  isolated?.close();
});

/** A page without anything but the package, and `open` in it. */
async function bare(t, server = plain) {
  const seen = await visit(browser, `${server.address}test/support/bare.html`);
  t.after(() => seen.page.close());
  await seen.page.evaluate(async () => {
    Object.assign(window, await import("/dist/web.js"));
    window.hash = async (bytes) => {
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    };
  });
  return seen;
}

/** Bytes as a page takes them. */
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

for (const scenario of SCENARIOS) {
  test(`${scenario}: the files of the command line, byte for byte`, async (t) => {
    const { page, problems } = await bare(t);
    const given = input(scenario);
    const found = await page.evaluate(
      async ({ name, text, outputs }) => {
        const session = window.open({ full: true });
        const file = new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name);
        await session.load(file);
        await session.analyze();
        const all = {};
        for (const output of outputs) {
          all[output] = await window.hash(await session.output(output));
        }
        session.close();
        return all;
      },
      { name: given.name, text: base64(given.bytes), outputs: OUTPUTS },
    );
    assert.deepEqual(found, analyzed(given));
    assert.deepEqual(problems, []);
  });
}

test("parties are joined as the command line does, and alerts are the same in the page", async (t) => {
  const { page, problems } = await bare(t);
  const files = organization();
  files.forEach(({ name, bytes }) => put(name, bytes));
  const outputs = [...OUTPUTS, "matches.ndjson"];
  const found = await page.evaluate(
    async ({ files, outputs }) => {
      const session = window.open();
      for (const { name, as, text } of files) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        await (as === "transactions" ? session.load(bytes, { name }) : session.loadParties(bytes, { name, list: as === "lists" }));
      }
      await session.analyze();
      const all = {};
      for (const output of outputs) {
        all[output] = await window.hash(await session.output(output));
      }
      session.close();
      return all;
    },
    { files: files.map(({ name, as, bytes }) => ({ name, as, text: base64(bytes) })), outputs },
  );
  const named = (as) => files.filter((file) => file.as === as).map((file) => file.name);
  const parts = ["--parties", ...named("parties"), "--relations", ...named("relations"), "--lists", ...named("lists")];
  assert.deepEqual(found, analyzedTogether(named("transactions"), outputs, ...parts));
  assert.deepEqual(problems, []);
});

test("the default module finds the same, from a packed stream", async (t) => {
  const { page } = await bare(t);
  const { name, bytes } = input("example");
  const found = await page.evaluate(
    async ({ name, text }) => {
      const session = window.open({ full: false });
      const blob = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
      await session.load(blob.stream(), { name });
      await session.analyze({ typologies: "none" });
      return window.hash(await session.output("findings.ndjson"));
    },
    { name, text: base64(gzipSync(bytes)) },
  );
  assert.equal(found, analyzed({ name, bytes })["findings.ndjson"]);
});

for (const isolation of [false, true]) {
  test(`a search is stopped within a tenth of a second, ${isolation ? "isolated" : "not isolated"}`, async (t) => {
    const { page } = await bare(t, isolation ? isolated : plain);
    const { inPlace, took, names, findings, longest } = await page.evaluate(async () => {
      const session = window.open();
      const { transactions } = await session.simulate({ seed: 5, accounts: 4000, transactions: 200_000 });
      await session.load(transactions);
      const [took, names] = [[], []];
      // The page is to stay responsive all the while: no frame may wait long.
      let longest = 0;
      let last = performance.now();
      const frames = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      for (const wait of [50, 600]) {
        const stop = new AbortController();
        const running = session.analyze({ signal: stop.signal }).catch((error) => error);
        await new Promise((resolve) => setTimeout(resolve, wait));
        const began = performance.now();
        stop.abort();
        names.push((await running).name);
        took.push(performance.now() - began);
      }
      const { findings } = await session.analyze({ patterns: ["structuring"] });
      clearInterval(frames);
      const inPlace = session.stopsInPlace;
      session.close();
      return { inPlace, took, names, findings, longest };
    });
    assert.equal(inPlace, isolation);
    assert.deepEqual(names, ["AbortError", "AbortError"]);
    assert.ok(took.every((time) => time < 100), `${took} ms`);
    assert.ok(findings >= 0);
    t.diagnostic(`stopped after ${took.map((time) => time.toFixed(1))} ms; the page waited ${longest.toFixed(0)} ms at most`);
  });
}

test("a panic ends its session with a message, and no other", async (t) => {
  const { page } = await bare(t);
  const [broken, next, other] = await page.evaluate(async () => {
    const [broken, other] = [window.open(), window.open()];
    const kind = (error) => error.kind;
    return [await broken.panicForTests().catch(kind), await broken.version().catch(kind), await other.version()];
  });
  assert.deepEqual([broken, next], ["panic", "reopen"]);
  assert.match(other, /^\d+\.\d+\.\d+$/);
});

test("modules that the page compiled are taken, and the worker fetches nothing", async (t) => {
  const { page, requests } = await bare(t);
  const bytes = base64(readFileSync(new URL("../dist/module/quipu_bg.wasm", import.meta.url)));
  const version = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const session = window.open({ modules: { main: await WebAssembly.compile(bytes) } });
    return session.version();
  }, bytes);
  assert.match(version, /^\d/);
  assert.deepEqual(requests.filter((url) => url.endsWith(".wasm")), []);
});

test("the example: a file in, a network and a table out, and nothing leaves the page", async (t) => {
  const { page, requests, problems } = await visit(browser, `${plain.address}examples/`);
  t.after(() => page.close());
  const { bytes } = input("example");
  await page.setInputFiles("#file", { name: "transactions.csv", mimeType: "text/csv", buffer: bytes });
  await page.locator("main").waitFor({ timeout: 120_000 });
  const network = page.locator("quipu-network");
  await network.locator(".box").first().waitFor();
  await page.locator("quipu-findings tbody tr").first().waitFor();
  const rows = await page.locator("quipu-findings tbody tr").count();
  assert.equal(rows, 50);
  await page.screenshot({ path: `${SCREENSHOTS}/package-example.png` });
  // After what the page and the worker are made of, nothing is asked of anyone.
  const made = /\.(html|css|js|wasm)$|\/$/;
  assert.deepEqual(requests.filter((url) => !url.startsWith(plain.address) || !made.test(url)), []);

  // Keys: to an account, choose it, let it go.
  await network.locator(".box[tabindex='0']").focus();
  await page.keyboard.press("ArrowRight");
  const focused = await network.evaluate((element) => element.shadowRoot.activeElement?.getAttribute("aria-label"));
  assert.match(focused, /payments? made/);
  await page.keyboard.press("Enter");
  await page.locator("#account").filter({ hasText: "counterparties" }).waitFor();
  assert.equal(await network.locator(".box.selected").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await network.locator(".box.selected").count(), 0);

  // The picture as files.
  const { text, png } = await network.evaluate(async (element) => {
    const bytes = new Uint8Array(await (await element.toPNG(1)).arrayBuffer());
    return { text: element.toSVG(), png: [...bytes.slice(0, 8), bytes.length] };
  });
  assert.deepEqual(png.slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(png.at(-1) > 5000, "the picture is empty");
  assert.ok(!text.includes("var(--"), "the picture needs the page");
  assert.match(text, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);

  // Another finding, another order, a filter.
  await page.locator("quipu-findings tbody tr").nth(3).click();
  await page.locator("quipu-findings th button", { hasText: "Payments" }).click();
  await page.locator("quipu-findings th[aria-sort='descending']", { hasText: "Payments" }).waitFor();
  await page.locator("quipu-findings input").fill("zzz-no-such-account");
  await page.locator("quipu-findings input").press("Enter");
  await page.locator("quipu-findings .said", { hasText: /^0 findings/ }).waitFor();
  assert.deepEqual(problems, []);
});

test("components take their data from plain HTML, and markup in it stays text", async (t) => {
  const { page, problems } = await visit(browser, `${plain.address}test/support/plain.html`);
  t.after(() => page.close());
  const network = page.locator("quipu-network");
  await network.locator(".box").first().waitFor();
  assert.equal(await network.locator(".box").count(), 3);
  assert.equal(await network.locator("img").count(), 0);
  assert.equal(await page.locator("quipu-findings img").count(), 0);
  assert.match(await page.locator("quipu-findings tbody").textContent(), /<img src=x onerror=alert\(1\)>/);
  const themed = await network.evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.equal(themed, "rgb(1, 2, 3)");
  await page.screenshot({ path: `${SCREENSHOTS}/package-plain.png` });
  assert.deepEqual(problems, []);
});
