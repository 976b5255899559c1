// Measures the page on large files: `node test/measure.js FILE...`. Seconds from choosing a file to its cases, the longest time
// for which the page did not answer, memory, and frames a second of a network of 2,000 accounts. Nothing is asserted: run it on
// a quiet machine.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { launch, serve, visit } from "./support.js";

const files = process.argv.slice(2);
const [server, browser] = await Promise.all([serve(), launch()]);

/** Notes the longest tasks and the longest time between two beats of a clock in the page. */
const watch = (page) =>
  page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration, startTime }) => (console.log(`long task ${Math.round(duration)} ms at ${Math.round(startTime)} ms`), duration)))).observe({ type: "longtask" });
    window.beats = [];
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      window.beats.push(now - last);
      last = now;
    }, 10);
  });

for (const file of files) {
  const { context, page, seen } = await visit(browser, server.address);
  await page.waitForTimeout(1500);
  if (process.env.TELL) {
    page.on("console", (message) => console.log(message.text()));
  }
  await watch(page);
  const began = Date.now();
  const since = () => ((Date.now() - began) / 1000).toFixed(1);
  await page.setInputFiles("#files", file);
  await page.locator("[data-analyse]:not([disabled])").waitFor({ timeout: 600_000 });
  const read = since();
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 900_000 });
  const done = since();
  await page.waitForFunction(() => document.querySelector(".view-overview [data-counted]"), undefined, { timeout: 600_000 });
  const counted = since();
  await page.evaluate(() => (location.hash = "#/cases"));
  await page.waitForTimeout(1000);
  const table = page.locator("[data-table]");
  await table.focus();
  for (const key of ["End", "Home", "PageDown", "j", "j", "k"]) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press("Enter");
  await page.locator(".network canvas").waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  const { tasks, beats, cases } = await page.evaluate(() => ({ tasks: window.tasks, beats: window.beats, cases: document.querySelector(".count")?.textContent }));
  const most = (list) => Math.round(Math.max(0, ...list));
  console.log(`${file}: read after ${read} s, cases after ${done} s, totals after ${counted} s; longest task ${most(tasks)} ms, ${tasks.filter((own) => own > 100).length} over 100 ms; longest wait of the page ${most(beats)} ms`, cases ?? "", seen.problems);
  await context.close();
}

const rows = ["time,payer,payee,amount,currency"];
for (let n = 0; n < 2000; n += 1) {
  rows.push(`${new Date(Date.UTC(2025, 2, 1) + n * 60_000).toISOString()},P${n},C,${100 + (n % 37)}.00,USD`);
}
const fan = `${tmpdir()}/fan-of-2000.csv`;
writeFileSync(fan, `${rows.join("\n")}\n`);
const { context, page } = await visit(browser, server.address);
await page.setInputFiles("#files", fan);
await page.locator("[data-analyse]:not([disabled])").waitFor({ timeout: 60_000 });
await page.click("[data-analyse]");
await page.waitForURL(/#\/overview/, { timeout: 60_000 });
await page.evaluate(() => (location.hash = "#/cases"));
await page.locator("[data-table]").focus();
await page.keyboard.press("Enter");
await page.locator(".network canvas").waitFor();
const told = await page.locator(".network .told").textContent();
if (process.env.TELL) {
  page.on("console", (message) => console.log(message.text()));
}
await watch(page);
await page.waitForTimeout(12_000);
const box = await page.locator(".network canvas").boundingBox();
for (const zoom of [0, 6]) {
  await page.locator(".network canvas").focus();
  for (let n = 0; n < zoom; n += 1) {
    await page.keyboard.press("+");
  }
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.evaluate(() => {
    window.frames = 0;
    window.panning = true;
    const count = () => window.panning && ((window.frames += 1), requestAnimationFrame(count));
    requestAnimationFrame(count);
  });
  const began = Date.now();
  for (let n = 0; Date.now() - began < 3000; n += 1) {
    await page.mouse.move(box.x + 8 + (n % 60) * 3, box.y + 8 + (n % 40) * 2);
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => ((window.panning = false), window.frames));
  console.log(`network of ${told}: ${(frames / ((Date.now() - began) / 1000)).toFixed(0)} frames a second while it is moved, ${zoom} steps nearer`);
}
const tasks = await page.evaluate(() => window.tasks);
console.log(`longest task while it was laid out and moved: ${Math.round(Math.max(0, ...tasks))} ms`);
await context.close();
await browser.close();
server.close();
process.exit(0);
