// The built page in headless Chromium: the analyst's whole job on the example that the project ships, and what must never happen.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { DIST, EXAMPLE, launch, SCREENSHOTS, serve, visit } from "./support.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STRUCTURER = "Harborline Federal:1254079370";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const ready = (page) => page.locator("[data-analyse]:not([disabled])").waitFor({ timeout: 120_000 });

async function analysed(page, files = EXAMPLE) {
  await page.setInputFiles("#files", files);
  await ready(page);
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 120_000 });
}

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const stream = await download.createReadStream();
  const pieces = [];
  for await (const piece of stream) {
    pieces.push(piece);
  }
  return { name: download.suggestedFilename(), bytes: Buffer.concat(pieces) };
}

/** Goes to a view as a link in the page would. */
const to = (page, view, id = "") => page.evaluate((hash) => (location.hash = hash), `#/${view}${id && `/${encodeURIComponent(id)}`}`);

const JOB = {
  en: { locale: "en-US", suspicious: "Suspicious", whole: "The chain of hashes is whole.", title: "Report on cases" },
  es: { locale: "es-MX", suspicious: "Sospechoso", whole: "La cadena de resúmenes está íntegra.", title: "Informe de casos" },
};
for (const [language, words] of Object.entries(JOB)) {
  test(`the whole job, in ${language}: open, correct, analyse, filter, replay, follow, note, decide, export, save, reopen`, async (t) => {
    const { context, page, seen } = await visit(browser, server.address, { locale: words.locale });
    t.after(() => context.close());
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    // The service worker has taken what it keeps; from here on nothing is asked of anyone.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true));
    await page.waitForTimeout(500);
    seen.requests.length = 0;

    await page.setInputFiles("#files", EXAMPLE);
    await ready(page);
    await page.locator(".columns summary").click();
    await page.selectOption('[data-column="purpose"]', "");
    await page.click("[data-apply]");
    await ready(page);
    await page.locator(".columns .chip").waitFor();
    await page.locator(".columns summary").click();
    assert.equal(await page.locator('[data-column="purpose"]').inputValue(), "");
    assert.equal(await page.locator('[data-column="amount"]').inputValue(), "amount");
    await page.screenshot({ path: `${SCREENSHOTS}/files-${language}.png` });
    await page.click("[data-analyse]");
    await page.waitForURL(/#\/overview/, { timeout: 120_000 });
    await page.locator(".map .corridor").first().waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/overview-${language}.png` });

    await to(page, "cases");
    await page.selectOption("[data-pattern]", "scatter-gather");
    await page.locator('[role="grid"] .body [role="row"]').first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[role="grid"] .body [role="row"]').length < 5);
    await page.selectOption("[data-pattern]", "");
    await page.screenshot({ path: `${SCREENSHOTS}/cases-${language}.png` });
    await page.locator("[data-search]").fill("7731084691");
    await page.waitForFunction(() => document.querySelectorAll('[role="grid"] .body [role="row"]').length < 10);
    await page.locator("[data-table]").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/case\//);
    const id = decodeURIComponent(page.url().split("/case/")[1]);
    await page.locator(".network canvas").waitFor();

    await page.click("[data-play]");
    await page.waitForFunction(() => Number(document.querySelector(".replay input").value) > Number(document.querySelector(".replay input").min));
    await page.click("[data-play]");
    await page.locator(".network canvas").focus();
    await page.keyboard.press("Enter");
    await page.locator("[data-expand]").click();
    await page.locator("[data-note]").fill("=HYPERLINK(\"x\") seen <b>twice</b>");
    await page.click("[data-write]");
    await page.locator(`.decision input[value="suspicious"]`).check();
    assert.ok(await page.locator("[data-decide]").isDisabled(), "a decision without a reason");
    await page.locator("[data-reason]").fill("many hands in one night");
    await page.click("[data-decide]");
    await page.locator("header.title .status.suspicious", { hasText: words.suspicious }).waitFor();
    await page.keyboard.press("Escape");
    await page.screenshot({ path: `${SCREENSHOTS}/case-${language}.png`, fullPage: true });

    // Undone, it is as before; redone, as after.
    await page.locator(".bar .acts button").nth(0).click();
    await page.locator("header.title .status.new").waitFor();
    await page.locator(".bar .acts button").nth(1).click();
    await page.locator("header.title .status.suspicious").waitFor();

    await page.locator('.card [role="grid"]').first().waitFor();
    await to(page, "follow", "Banco Vicuña:7731084691");
    await page.locator("[data-take]").first().click();
    await page.locator(".path .leg").waitFor();
    await page.locator(".filters select").selectOption("all");
    await page.locator(".two [data-take]").first().click();
    await page.waitForFunction(() => document.querySelectorAll(".path .leg").length === 2);
    await page.locator(".path ~ p select").selectOption(id);
    await page.click("[data-pin]");
    await page.screenshot({ path: `${SCREENSHOTS}/follow-${language}.png` });

    await to(page, "report");
    await page.waitForFunction(() => document.querySelector(".preview-place")?.shadowRoot?.querySelector("svg"));
    await page.screenshot({ path: `${SCREENSHOTS}/report-${language}.png` });
    const html = await downloaded(page, () => page.click("[data-html]"));
    const report = html.bytes.toString("utf8");
    assert.ok(report.includes(words.title) && report.includes("many hands in one night") && report.includes("7731084691"));
    assert.ok(!report.includes("<b>twice") && !/<script/i.test(report));
    const rows = (await downloaded(page, () => page.click("[data-csv]"))).bytes.toString("utf8");
    assert.ok(rows.trim().split("\r\n").length > 20);
    await page.locator("[data-veiled]").check();
    await page.locator("[data-key]").fill("a key of pseudonyms");
    const document = JSON.parse((await downloaded(page, () => page.click("[data-json]"))).bytes.toString("utf8"));
    assert.equal(document.cases[0].work.status, "suspicious");
    assert.ok(!JSON.stringify(document).includes("7731084691"), "an account is named under pseudonyms");

    await to(page, "log");
    assert.ok((await page.locator("main").textContent()).includes(words.whole));
    await page.locator("[data-passphrase]").fill("correct horse battery");
    await page.locator("[data-again]").fill("correct horse battery");
    const session = await downloaded(page, () => page.click("[data-save]"));
    assert.ok(!session.bytes.includes("many hands"));
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith("blob:")), [], "requests after the page was there");
    assert.deepEqual(seen.problems, []);

    // Another page, another machine: the file opens with its passphrase alone.
    const other = await visit(browser, server.address, { locale: words.locale });
    t.after(() => other.context.close());
    const given = { name: session.name, mimeType: "application/octet-stream", buffer: session.bytes };
    await other.page.setInputFiles("#files", given);
    await other.page.locator("dialog [data-passphrase]").fill("wrong horse battery");
    await other.page.keyboard.press("Enter");
    await other.page.locator('dialog [role="alert"]').waitFor();
    await other.page.locator("dialog [data-passphrase]").fill("correct horse battery");
    await other.page.keyboard.press("Enter");
    await other.page.waitForURL(/#\/cases/, { timeout: 120_000 });
    await to(other.page, "case", id);
    await other.page.locator("header.title .status.suspicious").waitFor();
    assert.ok((await other.page.locator(".decision").textContent()).includes("seen <b>twice</b>"));
    assert.equal(await other.page.locator(".notes b").count(), 0);
    await to(other.page, "log");
    assert.ok((await other.page.locator("main").textContent()).includes(words.whole));
    assert.deepEqual(other.seen.problems, []);
  });
}

/** What axe finds against WCAG 2.2 A and AA, as short lines. */
async function axe(page) {
  // Evaluated by the browser's driver: the policy of the page lets no script in.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary.split("\n")[1] ?? ""}`));
  });
}

for (const look of ["light", "dark", "contrast"]) {
  test(`axe finds nothing on any view, ${look}`, async (t) => {
    const { context, page } = await visit(browser, server.address, { width: look === "dark" ? 1920 : 1280 });
    t.after(() => context.close());
    await page.selectOption("select[data-look]", look);
    const found = { open: await axe(page) };
    await page.setInputFiles("#files", [csv("transactions.csv", readFileSync(EXAMPLE)), csv("broken.csv", "date,payer,payee,amount,currency\n2025-03-01,A,B,12.50,USD\n2025-03-01,A,B,x,USD\n")]);
    await ready(page);
    await page.locator(".columns summary").first().click();
    found.files = await axe(page);
    await page.click("[data-analyse]");
    await page.waitForURL(/#\/overview/, { timeout: 120_000 });
    await page.locator(".map .corridor").first().waitFor();
    found.overview = await axe(page);
    for (const view of ["cases", "findings", "report", "log", "follow"]) {
      await to(page, view);
      await page.waitForTimeout(500);
      found[view] = await axe(page);
    }
    await to(page, "cases");
    await page.locator("[data-table]").focus();
    await page.keyboard.press("Enter");
    await page.locator(".network canvas").waitFor();
    await page.waitForTimeout(300);
    found.case = await axe(page);
    await page.screenshot({ path: `${SCREENSHOTS}/case-${look}.png` });
    await to(page, "account", STRUCTURER);
    await page.locator(".facts dl").waitFor();
    found.account = await axe(page);
    await to(page, "follow", STRUCTURER);
    await page.locator("[data-take]").first().click();
    await page.locator(".path .leg").waitFor();
    found.path = await axe(page);
    await page.keyboard.press("?");
    await page.locator("dialog").waitFor();
    found.keys = await axe(page);
    assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0)), {});
  });
}

for (const form of ["index.html", "quipu-single-file.html"]) {
  test(`${form} works from a disk, without a server`, async (t) => {
    const { context, page, seen } = await visit(browser, `file://${DIST}${form}`);
    t.after(() => context.close());
    await analysed(page);
    await page.locator(".map .corridor").first().waitFor();
    await to(page, "cases");
    await page.locator("[data-table]").focus();
    await page.keyboard.press("Enter");
    await page.locator(".network canvas").waitFor();
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(`file://${DIST}`) && !url.startsWith("blob:")), []);
    assert.deepEqual(seen.problems, []);
  });
}

test("the page may ask nobody for anything", async (t) => {
  const { context, page } = await visit(browser, server.address);
  t.after(() => context.close());
  const violated = await page.evaluate(async () => {
    const told = [];
    document.addEventListener("securitypolicyviolation", (event) => told.push(event.effectiveDirective));
    const image = new Image();
    image.src = "http://127.0.0.1:9/x.png";
    const sent = await Promise.all([
      fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused"),
      fetch(location.href).then(() => "sent", () => "refused"),
    ]);
    const socket = (() => { try { return new WebSocket("ws://127.0.0.1:9/"); } catch { return undefined; } })();
    socket?.addEventListener("error", () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { told: [...new Set(told)].sort(), sent };
  });
  assert.deepEqual(violated, { told: ["connect-src", "img-src"], sent: ["refused", "refused"] });
});

test("served once, it works without a network", async (t) => {
  const { context, page } = await visit(browser, server.address);
  t.after(() => context.close());
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => new Promise((resolve) => setTimeout(resolve, 500))));
  await context.setOffline(true);
  await page.reload();
  await analysed(page);
  assert.ok((await page.locator(".tiles").textContent()).includes("54"));
});

test("hostile names cannot act", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  page.on("dialog", () => seen.problems.push("a dialog"));
  const evil = ["<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "\u202egnp.exe", `</script><svg onload=alert(2)>`, "x".repeat(1000), "${alert(3)}{{4}}", "'\"><a href=javascript:alert(5)>"];
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = [];
  for (let n = 0; n < 240; n += 1) {
    const at = new Date(Date.UTC(2025, 0, 1) + n * 7_200_000).toISOString();
    rows.push(`${at},${quoted(`${evil[n % evil.length]}${n % 40}`)},${quoted(`<b>collector</b>${Math.floor(n / 60)}`)},${9000 + n}.50,USD`);
  }
  await page.setInputFiles("#files", csv("<img src=y onerror=alert(6)>.csv", `time,payer,payee,amount,currency\n${rows.join("\n")}\n`));
  await ready(page);
  await page.locator(".columns summary").click();
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 120_000 });
  for (const view of ["overview", "cases", "findings", "report"]) {
    await to(page, view);
    await page.waitForTimeout(400);
    assert.equal(await page.locator("main :is(img, script, b, a[href^=javascript])").count(), 0, view);
  }
  for (const name of [`${evil[0]}0`, `${evil[4]}4`, `${evil[2]}2`]) {
    await to(page, "account", name);
    await page.locator(".facts dl").waitFor();
    assert.equal(await page.locator("main :is(img, script, b)").count(), 0);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "a long name breaks the page");
  }
  await to(page, "cases");
  await page.locator("[data-table]").focus();
  await page.keyboard.press("Enter");
  await page.locator(".network canvas").waitFor();
  assert.equal(await page.locator("main :is(img, script, b)").count(), 0);
  await to(page, "report");
  await page.waitForFunction(() => document.querySelector(".preview-place")?.shadowRoot?.querySelector("table"));
  const inside = await page.evaluate(() => document.querySelector(".preview-place").shadowRoot.querySelectorAll("img, script, b, a").length);
  assert.equal(inside, 0);
  const rowsOut = (await downloaded(page, () => page.click("[data-csv]"))).bytes.toString("utf8");
  for (const line of rowsOut.split("\r\n")) {
    assert.ok(!/(^|,)"?[=+@|]/.test(line), `a formula: ${line.slice(0, 80)}`);
  }
  assert.deepEqual(seen.problems, []);
});

test("a file whose columns tell nothing is read as the analyst says, and what is rejected can be had", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  await page.setInputFiles("#files", csv("odd.csv", "k1;k2;k3;k4\n01/02/2025;A1;B1;1.000,50\n02/02/2025;A2;B1;nothing\n03/02/2025;A3;B1;7,25\n"));
  await page.locator(".given .failure").waitFor();
  assert.ok(await page.locator("[data-analyse]").isDisabled());
  for (const [column, role] of [["k1", "time"], ["k2", "from"], ["k3", "to"], ["k4", "amount"]]) {
    await page.selectOption(`[data-column="${column}"]`, role);
  }
  await page.click("[data-apply]");
  await ready(page);
  assert.match(await page.locator(".tally").textContent(), /3 rows read, 2 accepted 1 rejected/);
  const rejects = await downloaded(page, () => page.click("[data-rejects]"));
  assert.ok(rejects.bytes.toString("utf8").includes("nothing"));
  assert.deepEqual(seen.problems, []);
});

test("work survives a closed page, and is deleted when that is said", async (t) => {
  const { context, page } = await visit(browser, server.address);
  t.after(() => context.close());
  await analysed(page);
  await to(page, "cases");
  await page.locator("[data-table]").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator("[data-note]").fill("to be kept");
  await page.click("[data-write]");
  await page.waitForTimeout(1500);
  await page.goto(server.address);
  await page.reload();
  await page.locator("[data-go-on]").click();
  await page.waitForURL(/#\/cases/, { timeout: 120_000 });
  await page.locator(".status", { hasText: "✎1" }).waitFor();
  await to(page, "log");
  await page.click("[data-forget]");
  await page.waitForTimeout(300);
  await page.goto(server.address);
  await page.reload();
  await page.waitForTimeout(500);
  assert.equal(await page.locator("[data-go-on]").count(), 0);
});

test("a training case: decided, revealed, scored", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  await page.click("[data-example]");
  await ready(page);
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 120_000 });
  assert.equal(await page.locator("[data-answers]").count(), 0);
  for (let place = 0; place < 2; place += 1) {
    await to(page, "cases");
    await page.locator("[data-table]").focus();
    await page.keyboard.press("Home");
    for (let n = 0; n < place; n += 1) {
      await page.keyboard.press("j");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/case\//);
    await page.locator('.decision input[value="suspicious"]').check();
    await page.locator("[data-reason]").fill("below the threshold, again and again");
    await page.click("[data-decide]");
    await page.locator("header.title .status.suspicious").waitFor();
  }
  await to(page, "overview");
  await page.click("[data-reveal]");
  await page.locator("[data-answers] .score").waitFor();
  assert.match(await page.locator("[data-answers] .score").textContent(), /^[1-9]\d* of 16 found · \d+ of 8 .* · \d+ cases?/);
  assert.deepEqual(seen.problems, []);
});

test("a world of the simulator is made in the page", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  await page.click("[data-world]");
  await ready(page);
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 120_000 });
  await page.locator("[data-reveal]").waitFor();
  assert.deepEqual(seen.problems, []);
});

test("the keyboard alone is enough", async (t) => {
  const { context, page } = await visit(browser, server.address);
  t.after(() => context.close());
  await analysed(page);
  const tab = async (wanted) => {
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), wanted)) {
        return;
      }
    }
    assert.fail(`${wanted} is not reached`);
  };
  await tab('a[href="#/cases"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/cases/);
  await page.locator("[data-search]").waitFor();
  await page.keyboard.press("/");
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-search]")));
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/case\//);
  await tab(".network canvas");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.locator("[data-expand]").waitFor();
  await tab("[data-expand]");
  await page.keyboard.press("Enter");
  await tab('.decision input[type="radio"]');
  await page.keyboard.press("ArrowRight");
  await tab("[data-reason]");
  await page.keyboard.type("seen");
  await tab("[data-decide]");
  await page.keyboard.press("Enter");
  await page.locator("header.title .status.review").waitFor();
});

test("a reading can be cancelled", async (t) => {
  const { context, page } = await visit(browser, server.address);
  t.after(() => context.close());
  const row = readFileSync(EXAMPLE, "utf8").split("\n");
  const file = `${mkdtempSync(`${tmpdir()}/quipu-`)}/large.csv`;
  t.after(() => rmSync(file));
  // Large enough that it is still being read when the button is there.
  writeFileSync(file, `${row[0]}\n${Array.from({ length: 200 }, () => row.slice(1, 3001).join("\n")).join("\n")}\n`);
  await page.setInputFiles("#files", file);
  await page.locator(".progress button").click();
  await page.locator(".welcome").waitFor();
  await analysed(page);
});

test("it fits a tablet and a wide screen", async (t) => {
  for (const [width, height] of [[820, 1180], [1280, 800], [1920, 1080]]) {
    const { context, page } = await visit(browser, server.address, { width, height });
    t.after(() => context.close());
    await analysed(page);
    for (const view of ["overview", "cases", "findings", "report", "log"]) {
      await to(page, view);
      await page.waitForTimeout(300);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${view} at ${width} is ${over} too wide`);
      await page.screenshot({ path: `${SCREENSHOTS}/${view}-${width}.png` });
    }
    await to(page, "account", STRUCTURER);
    await page.locator(".facts dl").waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  }
});

test("files of parties are known by themselves, and tell who is behind a case", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  const data = new URL("../../core/tests/joined/loan_back/", import.meta.url);
  const customers = `customer_id,customer type,name,birth_date,phone,passport,account_number
P1,person,Rosa Medina,1970-05-02,+52 55 1234 0001,,X1
O1,company,Blue Reef Ltd,,+52 55 1234 0001,,OFF
O1,company,Blue Reef Ltd,,,,OFF2
D1,company,Hotelera Medina SA,,,,D1
`;
  const list = `id,type,name,birth_date,passport,programme
1,person,"MEDINA, Rosa",1970-05-02,,NARCOTICS
`;
  await page.setInputFiles("#files", [
    csv("payments.csv", readFileSync(new URL("payments.csv", data))), csv("customers.csv", customers), csv("owners.csv", readFileSync(new URL("owners.csv", data))), csv("list.csv", list),
  ]);
  await ready(page);
  assert.equal(await page.locator(".given .failure").count(), 0);
  await page.locator('[data-file="list.csv"] input[type="checkbox"]').check();
  await ready(page);
  await page.locator('[data-file="list.csv"] input[type="checkbox"]:checked').waitFor();
  await page.click("[data-analyse]");
  await page.waitForURL(/#\/overview/, { timeout: 120_000 });
  await to(page, "cases");
  await page.locator("[data-table]").focus();
  await page.keyboard.press("Enter");
  await page.locator(".right", { hasText: "Blue Reef Ltd" }).waitFor();
  assert.deepEqual(seen.problems, []);
});

test("alerts: filtered by indicator, opened, and from there to the case", async (t) => {
  const { context, page, seen } = await visit(browser, server.address);
  t.after(() => context.close());
  await analysed(page);
  await to(page, "alerts");
  await page.selectOption("[data-indicator]", { index: 1 });
  await page.locator("[data-table]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/alert\//);
  await page.locator(".reasons li").first().waitFor();
  await page.screenshot({ path: `${SCREENSHOTS}/alert.png`, fullPage: true });
  assert.deepEqual(await axe(page), []);
  await to(page, "alerts");
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${SCREENSHOTS}/alerts.png` });
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(seen.problems, []);
});
