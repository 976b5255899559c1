// The package in Node, against what the command line writes for the same files.
import assert from "node:assert/strict";
import { openAsBlob, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { open, QuipuError } from "quipu";
import { analyzed, hash, input, OUTPUTS, put, quipu, SCENARIOS, world } from "./support/native.js";
import { MESSAGE, OWNERS, zstd } from "./support/packed.js";

const inputs = {};
before(() => {
  for (const scenario of SCENARIOS) {
    inputs[scenario] = input(scenario);
  }
});

/** A session that ends with its test. */
function opened(t) {
  const session = open();
  t.after(() => session.close());
  return session;
}

async function hashes(session) {
  const all = {};
  for (const output of OUTPUTS) {
    all[output] = hash(await session.output(output));
  }
  return all;
}

const failing = (call) => call.then(() => assert.fail("it did not fail"), (error) => error);

for (const scenario of SCENARIOS) {
  test(`${scenario}: the files of the command line, byte for byte`, async (t) => {
    const session = opened(t);
    const { name, bytes } = inputs[scenario];
    const { transactions } = await session.load(bytes, { name });
    assert.equal(transactions.rows.read, transactions.rows.accepted + transactions.rows.rejected);
    const summary = await session.analyze();
    assert.ok(summary.findings > 0);
    assert.deepEqual(await hashes(session), analyzed(inputs[scenario]));
  });
}

test("simulates the worlds of the command line", async (t) => {
  const session = opened(t);
  for (const scenario of SCENARIOS.slice(1)) {
    const { transactions, truth } = await session.simulate(world(scenario));
    assert.equal(hash(transactions), hash(inputs[scenario].bytes));
    assert.equal(hash(truth), hash(inputs[scenario].truth));
  }
});

test("takes what the options of the command line are", async (t) => {
  const session = opened(t);
  const { name, bytes } = inputs.example;
  await session.load(bytes, { name });
  await session.analyze({ patterns: ["fan-in"], windows: ["5d"], rates: { reference: "USD", rates: { MXN: "0.05" } } });
  put("rates.toml", 'reference = "USD"\n[rates]\nMXN = 0.05\n');
  const args = ["--pattern", "fan-in", "--window", "5d", "--rates", "rates.toml"];
  assert.deepEqual(await hashes(session), analyzed(inputs.example, ...args));
  // Again, with other parameters, on the same files.
  await session.analyze({ parameters: { patterns: ["structuring"], structuring: { payments: 4 } } });
  put("parameters.toml", 'patterns = ["structuring"]\n[structuring]\npayments = 4\n');
  assert.deepEqual(await hashes(session), analyzed(inputs.example, "--params", "parameters.toml"));
});

test("inspects as the command line does", async (t) => {
  const session = opened(t);
  const { name, bytes } = inputs.example;
  await session.load(bytes, { name });
  assert.deepEqual(await session.inspect(), JSON.parse(quipu("inspect", "--json", name)));
});

test("every kind of source gives the same", async (t) => {
  const { name, bytes } = inputs.example;
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += 7001) {
      yield bytes.subarray(at, at + 7001);
    }
  };
  const sources = {
    text: bytes.toString("utf8"),
    buffer: new Uint8Array(bytes).buffer,
    array: new Uint8Array(bytes),
    blob: new Blob([bytes]),
    file: new File([bytes], name),
    disk: await openAsBlob(fileURLToPath(new URL("../../cli/example/transactions.csv", import.meta.url))),
    stream: Readable.toWeb(Readable.from(pieces())),
    iterable: pieces(),
  };
  const found = new Map();
  for (const [kind, source] of Object.entries(sources)) {
    const session = opened(t);
    const { transactions } = await session.load(source, kind === "file" ? {} : { name });
    assert.equal(transactions.name, name);
    await session.analyze({ patterns: ["structuring", "fan-in"] });
    found.set(kind, hash(await session.output("findings.ndjson")));
  }
  assert.equal(new Set(found.values()).size, 1, JSON.stringify([...found]));
});

test("packed files are unpacked", async (t) => {
  const { name, bytes } = inputs.example;
  for (const packed of [gzipSync(bytes), zstd(bytes)]) {
    const session = opened(t);
    const { transactions } = await session.load(packed, { name });
    assert.equal(transactions.rows.accepted, 3000);
  }
});

test("what it cannot read is an error with kind, place and hint, and the others count", async (t) => {
  const session = opened(t);
  const error = await failing(session.load("a,b\n1,2\n", { name: "no-payments.csv" }));
  assert.ok(error instanceof QuipuError);
  assert.equal(error.input, "no-payments.csv");
  assert.ok(error.kind.length > 0 && error.hint.length > 0, `${error.kind}: ${error.hint}`);
  // A mapping that is wrong is the caller's mistake and no file that cannot be read.
  const mapping = { columns: { form: "A" } };
  assert.equal((await failing(session.load("a,b\n1,2\n", { mapping }))).kind, "bad-mapping");
  await session.load("date,payer,payee,amount,currency\n2025-03-01,A,B,12.50,USD\n2025-03-02,B,,1,USD\n", { name: "x.csv" });
  const { rows, unread_inputs } = await session.analyze();
  assert.deepEqual(rows, { read: 2, accepted: 1, rejected: 1 });
  assert.deepEqual(unread_inputs.map((unread) => unread.name), ["no-payments.csv"]);
  assert.match(new TextDecoder().decode(await session.output("rejects.csv")), /x\.csv,3,/);
});

test("a damaged file leaves the others as they were", async (t) => {
  const session = opened(t);
  const { name, bytes } = inputs.example;
  await session.load(bytes, { name });
  const cut = gzipSync(bytes).subarray(0, 20_000);
  assert.equal((await failing(session.load(cut, { name: "cut.csv.gz" }))).kind, "cut-off");
  await session.analyze();
  assert.deepEqual(await hashes(session), analyzed(inputs.example));
});

test("questions that are none are said to be so", async (t) => {
  const session = opened(t);
  assert.equal((await failing(session.analyze())).kind, "not-transactions");
  assert.equal((await failing(session.findings())).kind, "not-analyzed");
  assert.equal((await failing(session.load(5))).kind, "bad-source");
  await session.load(inputs.example.bytes, { name: "example.csv" });
  assert.match((await failing(session.analyze({ parameters: { "fan-in": { window: ["7d"] } } }))).message, /unknown field/);
  assert.equal((await failing(session.analyze({ parameters: { "fan-in": { counterparties: 1 } } }))).kind, "bad-parameters");
  assert.equal((await failing(session.analyze({ rates: { rates: { MXN: 1 } } }))).kind, "bad-rates");
  await session.analyze({ patterns: ["fan-in"] });
  assert.equal((await failing(session.findings({ patern: [] }))).kind, "bad-query");
  assert.equal((await failing(session.finding("fan-in-0"))).kind, "no-such-finding");
  assert.equal((await failing(session.case("case-0"))).kind, "no-such-case");
  assert.equal((await failing(session.account("nobody"))).kind, "no-such-account");
  assert.equal((await failing(session.output("findings.xml"))).kind, "no-such-output");
  assert.equal((await failing(session.load("x"))).kind, "already-loaded");
});

test("pages are parts of the whole, in the order that is asked for", async (t) => {
  const session = opened(t);
  await session.load(inputs["seed-1"].bytes, { name: "seed-1.csv" });
  await session.analyze();
  const text = new TextDecoder().decode(await session.output("findings.ndjson"));
  const all = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const paged = [];
  for (let offset = 0; offset < all.length; offset += 7) {
    const { total, items } = await session.findings({ offset, limit: 7 });
    assert.equal(total, all.length);
    paged.push(...items);
  }
  assert.deepEqual(paged.map((item) => item.id), all.map((finding) => finding.id));
  for (const [place, item] of paged.entries()) {
    assert.equal(item.score, all[place].score);
    assert.equal(item.transactions, all[place].transactions.length);
    assert.deepEqual(item.amounts, all[place].amounts.map(({ currency, amount }) => ({ currency, amount })));
  }
  assert.deepEqual(await session.finding(all[3].id), all[3]);
  const pattern = all[0].pattern;
  const account = Object.values(all[0].roles)[0][0];
  const has = (finding) => Object.values(finding.roles).flat().includes(account);
  const ids = async (query) => (await session.findings({ limit: 100_000, ...query })).items.map((item) => item.id);
  const expected = (keep) => all.filter(keep).map((finding) => finding.id);
  assert.deepEqual(await ids({ patterns: [pattern] }), expected((finding) => finding.pattern === pattern));
  assert.deepEqual(await ids({ account }), expected(has));
  assert.deepEqual(await ids({ least_score: 10 }), expected((finding) => finding.score >= 10));
  const middle = Date.parse(all[0].window.from);
  assert.deepEqual(await ids({ from: middle }), expected((finding) => Date.parse(finding.window.to) >= middle));
  const byTransactions = [...all].sort((a, b) => b.transactions.length - a.transactions.length);
  assert.deepEqual(await ids({ order: "transactions" }), byTransactions.map((finding) => finding.id));

  const document = await session.casesDocument();
  const cases = await session.cases({ limit: 100_000 });
  assert.deepEqual(cases.items.map((item) => item.id), document.cases.map((one) => one.id));
  const [first] = document.cases;
  assert.deepEqual(await session.case(first.id), first);
  assert.deepEqual(await ids({ case: first.id }), first.findings);
});

test("an account, a network and columns agree with each other", async (t) => {
  const session = opened(t);
  await session.load(inputs.example.bytes, { name: "example.csv" });
  await session.analyze();
  const { items: [{ id }] } = await session.cases({ limit: 1 });
  const { detail } = await session.case(id);
  const network = await session.network({ of: { case: id }, limit: 1000 });
  assert.deepEqual(network.accounts.map((one) => one.account).sort(), detail.accounts.map((one) => one.account).sort());
  const payments = network.links.reduce((sum, link) => sum + link.transactions, 0);
  assert.equal(payments, detail.transactions.length);
  const columns = await session.transactions({ of: { case: id } });
  assert.equal(columns.total, payments);
  const first = detail.transactions[0];
  assert.equal(columns.accounts[columns.from[0]], first.from);
  assert.equal(columns.time[0], Date.parse(first.time));
  assert.equal(columns.line[0], first.line);
  const scale = 10 ** columns.decimals[columns.currency[0]];
  assert.equal(Number(columns.units[0]) / scale, Number(first.amount));

  const account = network.accounts[0].account;
  const profile = await session.account(account);
  const own = await session.transactions({ of: { account } });
  assert.equal(profile.paid.transactions + profile.received.transactions, own.total);
  assert.ok(profile.cases.includes(id));
  const around = await session.network({ of: { account }, limit: 5 });
  assert.equal(around.accounts.length, 5);
  assert.equal(around.accounts_left_out, profile.counterparties - 4);
  const all = await session.transactions({ limit: 10 });
  // The example's first payments are within Chile.
  assert.deepEqual([all.countries[all.from_country[0]], all.countries[all.to_country[1]], all.countries[0]], ["CL", "CL", ""]);
  assert.equal(all.total, 3000);
  assert.equal(all.row.length, 10);
});

test("messages, parties and mappings as TOML bring the full module, and the files before stay", async (t) => {
  const session = opened(t);
  await session.load("date,payer,payee,amount,currency\n2025-03-01,A,B,12.50,USD\n", { name: "a.csv" });
  const { transactions } = await session.load(MESSAGE, { name: "payment.xml" });
  assert.equal(transactions.rows.accepted, 1);
  const streamed = await session.load((async function* () { yield new TextEncoder().encode(MESSAGE); })(), { name: "again.xml" });
  assert.equal(streamed.transactions.rows.accepted, 1);
  const parties = await session.loadParties(OWNERS, { name: "owners.csv" });
  assert.equal(parties.records.accepted, 2);
  const owners = await session.owners({ company: "Minera Sur SA" });
  put("owners.csv", OWNERS);
  assert.deepEqual(owners, JSON.parse(quipu("owners", "Minera Sur SA", "--relations", "owners.csv", "--json")));
  const { inputs: read, parties: told } = await session.inspect();
  assert.deepEqual(read.map((one) => one.name), ["a.csv", "payment.xml", "again.xml"]);
  assert.equal(told.files.length, 1);
  const other = opened(t);
  const mapped = await other.load("2025-03-01;A;B;5\n", {
    name: "b.csv",
    mapping: 'header = false\ncurrency = "USD"\n[columns]\ntime = 1\nfrom = 2\nto = 3\namount = 4\n',
  });
  assert.equal(mapped.transactions.rows.accepted, 1);
});

test("a mapping as an object says what a mapping file says", async (t) => {
  const session = opened(t);
  const mapping = { header: false, currency: "USD", decimal_mark: "comma", columns: { time: 1, from: 2, to: 3, amount: 4 } };
  const { transactions } = await session.load("2025-03-01;A;B;5,50\n", { name: "b.csv", mapping });
  assert.equal(transactions.rows.accepted, 1);
});

test("a search is stopped within a tenth of a second, and the session goes on", async (t) => {
  const session = opened(t);
  const { transactions } = await session.simulate({ seed: 5, accounts: 4000, transactions: 300_000 });
  await session.load(transactions, { name: "large.csv" });
  for (const after of [30, 300, 900]) {
    const stop = new AbortController();
    const running = failing(session.analyze({ signal: stop.signal }));
    await new Promise((resolve) => setTimeout(resolve, after));
    const began = performance.now();
    stop.abort();
    const error = await running;
    assert.equal(error.name, "AbortError");
    assert.ok(performance.now() - began < 100, `${performance.now() - began} ms`);
  }
  const stages = new Set();
  const { findings } = await session.analyze({ patterns: ["structuring"], onProgress: ({ stage }) => stages.add(stage) });
  assert.ok(findings >= 0 && stages.has("structuring"));
  const already = AbortSignal.abort();
  assert.equal((await failing(session.findings({}, { signal: already }))).name, "AbortError");
});

test("reading is stopped, and the file can be read again", async (t) => {
  const session = opened(t);
  const { transactions } = await session.simulate({ seed: 5, accounts: 4000, transactions: 200_000 });
  const stop = new AbortController();
  const onProgress = ({ done, total }) => done > total / 3 && stop.abort();
  assert.equal((await failing(session.load(transactions, { signal: stop.signal, onProgress }))).name, "AbortError");
  const loaded = await session.load(transactions, { name: "again.csv" });
  assert.equal(loaded.transactions.rows.accepted, 200_000);
});

test("a panic is an error that says to open again; other sessions do not notice", async () => {
  const [broken, other] = [open(), open()];
  await other.load(inputs.example.bytes, { name: "example.csv" });
  const error = await failing(broken.panicForTests());
  assert.equal(error.kind, "panic");
  assert.match(error.message, /asked to/);
  const next = await failing(broken.version());
  assert.equal(next.kind, "reopen");
  assert.match(next.hint, /opened again/);
  assert.ok((await other.analyze({ patterns: ["fan-in"] })).findings > 0);
  other.close();
  assert.equal((await failing(other.version())).kind, "closed");
});

test("names its version", async (t) => {
  const session = opened(t);
  const [, declared] = /^version = "(.*)"$/m.exec(readFileSync(new URL("../../Cargo.toml", import.meta.url), "utf8"));
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(await session.version(), declared);
  assert.equal(version, declared);
});
