// Indicators of crimes and files of parties in Node, against what the command line writes for the same files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "quipu";
import { analyzed, analyzedTogether, hash, input, organization, OUTPUTS, put, quipu } from "./support/native.js";
import { MESSAGE } from "./support/packed.js";

function opened(t, options) {
  const session = open(options);
  t.after(() => session.close());
  return session;
}

async function hashes(session, outputs = OUTPUTS) {
  const all = {};
  for (const output of outputs) {
    all[output] = hash(await session.output(output));
  }
  return all;
}

const failing = (call) => call.then(() => assert.fail("it did not fail"), (error) => error);
const lines = (bytes) => new TextDecoder().decode(bytes).trimEnd().split("\n").map((line) => JSON.parse(line));

/** An agency's own indicator on top of the built-in ones. */
const OWN = `
[pack]
id = "agency"
version = 3
as-of = "2026-02-01"
extends = "builtin"

[[indicator]]
id = "many-small-receipts"
offences = ["money-laundering"]
source = "amltrix"
[indicator.name]
en = "Many receipts"
es = "Muchos cobros"
pt = "Muitos recebimentos"
fr = "Beaucoup de recettes"
[indicator.explanation]
en = "{rows} in {window}"
es = "{rows} en {window}"
pt = "{rows} em {window}"
fr = "{rows} en {window}"
[[indicator.rule]]
[indicator.rule.series]
direction = "in"
window = "7d"
rows = 12
`;

test("a page of alerts is a part of the file, in the order that is asked for", async (t) => {
  const session = opened(t);
  const { name, bytes } = input("example");
  await session.load(bytes, { name });
  assert.equal((await failing(session.alerts())).kind, "not-analyzed");
  const early = await session.typologies({ language: "es" });
  assert.ok(early.indicators.every((indicator) => indicator.evaluated === null && indicator.explanation.length > 0));
  await session.analyze();
  const all = lines(await session.output("alerts.ndjson"));
  assert.ok(all.length > 10, `${all.length} alerts`);
  const ids = async (query) => (await session.alerts({ limit: 100_000, ...query })).items.map((item) => item.id);
  const expected = (keep) => all.filter(keep).map((alert) => alert.id);
  const paged = [];
  for (let offset = 0; offset < all.length; offset += 7) {
    const { total, items } = await session.alerts({ offset, limit: 7 });
    assert.equal(total, all.length);
    paged.push(...items);
  }
  for (const [place, item] of paged.entries()) {
    const alert = all[place];
    assert.equal(item.id, alert.id);
    assert.equal(item.rank, place + 1);
    assert.equal(item.score, alert.score);
    assert.deepEqual(item.luck, alert.assessment.luck);
    assert.equal(item.benign, alert.assessment.benign[0]?.explanation ?? null);
    assert.equal(item.transactions, alert.transactions.length);
    assert.deepEqual(item.amounts, alert.amounts.map(({ currency, amount }) => ({ currency, amount })));
    assert.deepEqual(item.roles.map((role) => [role.role, role.accounts, role.first]), Object.entries(alert.roles).map(([role, of]) => [role, of.length, of[0]]));
  }
  assert.deepEqual(await session.alert(all[3].id), all[3]);
  assert.equal((await failing(session.alert("funnel-account-0"))).kind, "no-such-alert");

  const [{ indicator, offences: [offence], roles }] = all;
  const account = Object.values(roles)[0][0];
  const has = (alert) => Object.values(alert.roles).flat().includes(account);
  assert.deepEqual(await ids({ indicators: [indicator] }), expected((alert) => alert.indicator === indicator));
  assert.deepEqual(await ids({ offences: [offence] }), expected((alert) => alert.offences.includes(offence)));
  assert.deepEqual(await ids({ account }), expected(has));
  assert.deepEqual(await ids({ text: account.toUpperCase() }), expected((alert) => Object.values(alert.roles).flat().some((own) => own.toLowerCase().includes(account.toLowerCase()))));
  assert.deepEqual(await ids({ least_score: 0.5 }), expected((alert) => alert.score >= 0.5));
  for (const within of [true, false]) {
    assert.deepEqual(await ids({ within }), expected((alert) => (alert.assessment.luck?.within ?? false) === within));
  }
  const middle = Date.parse(all[0].window.from);
  assert.deepEqual(await ids({ from: middle }), expected((alert) => alert.window !== null && Date.parse(alert.window.to) >= middle));
  assert.deepEqual(await ids({ to: middle }), expected((alert) => alert.window !== null && Date.parse(alert.window.from) <= middle));
  const sorted = (key) => [...all].sort((a, b) => key(a) - key(b)).map((alert) => alert.id);
  assert.deepEqual(await ids({ order: "transactions" }), sorted((alert) => -alert.transactions.length));
  assert.deepEqual(await ids({ order: "transactions", reversed: true }), sorted((alert) => -alert.transactions.length).reverse());
  assert.deepEqual((await ids({ order: "chance" })).slice(-1), sorted((alert) => alert.assessment.luck?.chance ?? 2).slice(-1));
  assert.equal((await failing(session.alerts({ indicators: ["no-such"] }))).kind, "no-such-indicator");
  assert.equal((await failing(session.alerts({ offences: ["no-such"] }))).kind, "no-such-offence");
  assert.equal((await failing(session.alerts({ indicator: [] }))).kind, "bad-query");
});

test("indicators are told in four languages, with what became of them", async (t) => {
  const session = opened(t);
  const { name, bytes } = input("example");
  await session.load(bytes, { name });
  await session.analyze();
  const { typologies } = await session.manifest();
  const document = JSON.parse(quipu("typologies", "list", "--json"));
  for (const language of ["en", "es", "pt", "fr"]) {
    const { pack, version, indicators } = await session.typologies({ language });
    assert.deepEqual([pack, version], [document.pack, document.version]);
    const told = ({ id, name, explanation, rules, needs, victims }) => ({ id, name, explanation, rules, needs, victims });
    const there = document.indicators.map((one) => told({ ...one, name: one.name[language], explanation: one.explanation[language] }));
    assert.deepEqual(indicators.map(told), there);
    for (const [place, { id, evaluated, alerts, not_evaluated }] of indicators.entries()) {
      const own = typologies.indicators[place];
      assert.deepEqual([id, evaluated, alerts], [own.indicator, own.alerts !== null, own.alerts]);
      assert.deepEqual(not_evaluated.map((why) => why.reason), own.not_evaluated.map((why) => why.reason));
    }
  }
  assert.equal((await failing(session.typologies({ language: "de" }))).kind, "bad-query");
  const { items } = await session.alerts({ language: "es" });
  const { indicators } = await session.typologies({ language: "es" });
  assert.equal(items[0].name, indicators.find((one) => one.id === items[0].indicator).name);
});

test("an agency's pack and its share of false alerts are those of the command line", async (t) => {
  const session = opened(t);
  const { name, bytes } = input("example");
  await session.load(bytes, { name });
  const summary = await session.analyze({ typologies: OWN, false_alerts: 0.2 });
  assert.equal(summary.typologies.pack, "agency");
  put("own.toml", OWN);
  assert.deepEqual(await hashes(session), analyzed(input("example"), "--typologies", "own.toml", "--false-alerts", "0.2"));
  assert.ok((await session.alerts({ indicators: ["many-small-receipts"] })).total > 0);
  const error = await failing(session.analyze({ typologies: OWN.replace("7d", "7 moons") }));
  assert.deepEqual([error.kind, error.line, error.column], ["bad-pack", 25, 10]);
  assert.match(error.message, /whole number and a unit/);
  assert.equal((await failing(session.analyze({ false_alerts: 1.5 }))).kind, "bad-parameters");
  assert.equal((await failing(session.analyze({ false_alerts: 0.0001 }))).kind, "bad-parameters");
});

test("patterns alone are those of the command line without typologies, and the default module finds them", async (t) => {
  const { name, bytes } = input("example");
  const outputs = ["findings.ndjson", "cases.json", "report.html", "rejects.csv", "manifest.json"];
  put(name, bytes);
  const native = analyzedTogether([name], outputs, "--typologies", "none");
  const session = opened(t, { full: false });
  await session.load(bytes, { name });
  await session.analyze({ typologies: "none" });
  const { total, items } = await session.cases({ limit: 3 });
  assert.deepEqual(await hashes(session, outputs), native);
  const { count, cases } = await session.casesDocument();
  assert.deepEqual([total, items.map(({ id }) => id)], [count, cases.slice(0, 3).map(({ id }) => id)]);
  assert.equal((await failing(session.alerts())).kind, "no-indicators");
  // With indicators cases have alerts, each in one of them.
  await session.analyze();
  const told = await session.cases({ limit: 1000 });
  const alerts = await session.alerts({ limit: 1000 });
  assert.equal(told.items.reduce((sum, one) => sum + one.alerts, 0), alerts.total);
  assert.ok(alerts.items.every((alert) => told.items.some(({ id }) => id === alert.case)));
});

test("parties are joined to transactions as the command line does", async (t) => {
  const files = organization();
  const accounts = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\nBanco,7,000123,E1,Corporation #1\nBanco,7,,E2,Partnership #2\n";
  put("accounts.csv", accounts);
  put("payment.xml", MESSAGE);
  files.forEach(({ name, bytes }) => put(name, bytes));
  const named = (as) => files.filter((file) => file.as === as).map((file) => file.name);
  const outputs = [...OUTPUTS, "matches.ndjson"];
  for (const more of [[], ["accounts.csv", "payment.xml"]]) {
    const session = opened(t);
    for (const { name, as, bytes } of files) {
      if (as === "transactions") {
        await session.load(bytes, { name });
      }
    }
    for (const name of more) {
      await session.load(name === "accounts.csv" ? accounts : MESSAGE, { name });
    }
    for (const { name, as, bytes } of files) {
      if (as !== "transactions") {
        const { records } = await session.loadParties(bytes, { name, list: as === "lists" });
        assert.equal(records.read, records.accepted + records.rejected);
      }
    }
    const { parties, findings } = await session.analyze();
    assert.ok(parties.levels.some((level) => level.findings > 0), "nothing was found between owners");
    const parts = ["--parties", ...named("parties"), "--relations", ...named("relations"), "--lists", ...named("lists")];
    const inputs = [...named("transactions"), ...more];
    assert.deepEqual(await hashes(session, outputs), analyzedTogether(inputs, outputs, ...parts));
    assert.ok((await session.output("matches.ndjson")).length > 0);

    const documents = await session.casesDocument();
    const behind = documents.cases.find((one) => one.detail?.parties !== undefined);
    assert.deepEqual(await session.case(behind.id), behind);
    const between = lines(await session.output("findings.ndjson")).find((finding) => finding.owners !== undefined);
    assert.deepEqual(await session.finding(between.id), between);
    assert.ok(findings > 0);
    const asked = Object.values(between.roles).flat().slice(0, 2);
    const distances = JSON.parse(quipu("distance", ...inputs, ...parts, "--json", "--quiet", "--account", ...asked));
    assert.deepEqual(await session.distance(asked), distances);
    assert.equal((await failing(session.loadParties("id,name\n1,A\n"))).kind, "already-loaded");
    const company = files.find((file) => file.name.endsWith("owners.csv")).bytes.toString("utf8").split("\n")[1].split(",")[0];
    const others = ["--relations", ...named("relations"), "--parties", ...named("parties"), ...named("lists")];
    const { owners } = JSON.parse(quipu("owners", company, ...others, "--json", "--quiet"));
    assert.deepEqual((await session.owners({ company })).owners.map((owner) => owner.party?.name), owners.map((owner) => owner.party?.name));
  }
});

test("a file of accounts that comes first brings the full module, and tells of holders", async (t) => {
  const session = opened(t);
  const accounts = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\nBanco,7,A1,E1,Corporation #1\nBanco,7,A2,E1,Corporation #1\n";
  const { name, bytes } = input("seed-3-amlworld");
  put("holders.csv", accounts);
  const told = await session.load(accounts, { name: "holders.csv" });
  assert.ok("accounts" in told);
  await session.load(bytes, { name });
  await session.analyze();
  put(name, bytes);
  const outputs = [...OUTPUTS, "matches.ndjson"];
  assert.deepEqual(await hashes(session, outputs), analyzedTogether(["holders.csv", name], outputs));
  assert.equal((await failing(session.distance("A1"))).kind, "no-targets");
});

test("what there is not is said", async (t) => {
  const session = opened(t);
  const { name, bytes } = input("example");
  await session.load(bytes, { name });
  await session.analyze();
  assert.equal((await failing(session.output("matches.ndjson"))).kind, "no-such-output");
  assert.equal((await failing(session.distance("X"))).kind, "no-parties");
  // Files that only come by once cannot be read again by the full module, unless that was there from the beginning.
  const stream = () => new Blob([bytes]).stream();
  const short = opened(t, { full: false });
  await short.load(stream(), { name });
  await short.analyze({ typologies: "none" });
  assert.equal((await failing(short.alerts())).kind, "reopen");
  const full = opened(t, { full: true });
  await full.load(stream(), { name });
  await full.analyze({ typologies: "none" });
  assert.equal((await failing(full.alerts())).kind, "no-indicators");
  assert.equal((await failing(full.output("alerts.ndjson"))).kind, "no-indicators");
  await full.analyze();
  assert.ok((await full.alerts()).total > 0);
});
