// The built page in headless Chromium, with the example that the project ships.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { preview } from "vite";

const EXAMPLE = fileURLToPath(new URL("../../cli/example/transactions.csv", import.meta.url));
const SCREENSHOTS = fileURLToPath(new URL("../../out/screenshots/", import.meta.url));

let server, browser;
before(async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? installed("chromium", "chromium-browser", "google-chrome"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  mkdirSync(SCREENSHOTS, { recursive: true });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

function installed(...names) {
  for (const name of names) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      continue;
    }
  }
  throw new Error("Chromium was not found: install it, or name the program in CHROMIUM");
}

async function open() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const seen = { requests: [], problems: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") {
      seen.problems.push(message.text());
    }
  });
  const [address] = server.resolvedUrls.local;
  await page.goto(address);
  return { page, seen, address };
}

test("a file is analysed in the page, and nothing leaves it", async () => {
  const { page, seen, address } = await open();
  await page.setInputFiles("#file", EXAMPLE);
  await page.locator("#results").waitFor({ timeout: 60_000 });
  const caption = await page.locator("#results caption").textContent();
  assert.match(caption, /^[\d,]*[1-9][\d,]* findings/);
  assert.ok((await page.locator("#results tbody tr").count()) > 0);
  await page.screenshot({ path: `${SCREENSHOTS}/findings.png` });
  assert.deepEqual(seen.requests.filter((url) => !url.startsWith(address) && !url.startsWith("data:")), []);
  assert.deepEqual(seen.problems, []);
  await page.close();
});

test("the page may ask no other server for anything", async () => {
  const { page } = await open();
  const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused"));
  const violated = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
        fetch("http://127.0.0.1:9/").catch(() => undefined);
      }),
  );
  assert.equal(refused, "refused");
  assert.equal(violated, "connect-src");
  await page.close();
});

test("a file that is not understood is said to be so, and markup in it stays text", async () => {
  const { page, seen } = await open();
  const name = "<img src=x onerror=alert(1)>.csv";
  await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
  const failure = page.locator("#status.failure");
  await failure.waitFor({ timeout: 60_000 });
  assert.ok((await failure.textContent()).includes(name));
  assert.equal(await page.locator("main img").count(), 0);
  assert.deepEqual(seen.problems, []);
  await page.close();
});
