// Chromium and the built page, for tests.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

export const EXAMPLE = fileURLToPath(new URL("../../cli/example/transactions.csv", import.meta.url));
export const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
export const SCREENSHOTS = fileURLToPath(new URL("../../out/screenshots/", import.meta.url));
mkdirSync(SCREENSHOTS, { recursive: true });

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

export function launch() {
  return chromium.launch({
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
}

export async function serve() {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
  return { address: server.resolvedUrls.local[0], close: () => server.close() };
}

/** A page of its own context, with what it asked for and what went wrong in it. */
export async function visit(browser, address, { locale = "en-US", width = 1280, height = 900, ...options } = {}) {
  const context = await browser.newContext({ locale, viewport: { width, height }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const seen = { requests: [], problems: [] };
  // Of the service worker too.
  context.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") {
      seen.problems.push(message.text());
    }
  });
  await page.goto(address);
  await page.locator("main").waitFor();
  return { context, page, seen };
}
