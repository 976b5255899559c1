// The parts of the page that need no browser: texts, the log, sealed sessions, pseudonyms, CSV, previews.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

let vite;
before(async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  vite = await createServer({ root, logLevel: "error", server: { middlewareMode: true, ws: false }, appType: "custom", optimizeDeps: { noDiscovery: true } });
});
after(() => vite?.close());
const load = (path) => vite.ssrLoadModule(`/src/${path}`);

test("each language has each text, with the same values in it", async () => {
  const { en } = await load("i18n/en.ts");
  const names = (text) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]);
  for (const language of ["es", "pt", "fr"]) {
    const texts = (await load(`i18n/${language}.ts`))[language];
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort(), language);
    for (const [key, text] of Object.entries(texts)) {
      assert.notEqual(text.trim(), "", `${language} ${key}`);
      // A value may be said once more as a word, but none may be lost or unknown.
      assert.deepEqual([...new Set(names(text))].sort(), [...new Set(names(en[key]))].sort(), `${language} ${key}`);
    }
    const same = Object.keys(en).filter((key) => texts[key] === en[key] && /[a-z]{4,}.* /.test(en[key]));
    assert.deepEqual(same, [], `${language} says these in English`);
  }
});

test("the log is a chain: what is changed, taken out or put in is noticed", async () => {
  const { appended, broken } = await load("state/log.ts");
  let log = [];
  for (let n = 0; n < 5; n += 1) {
    log = appended(log, new Date(n * 1000), "Ana", "note", { text: `n${n}` });
  }
  assert.equal(broken(log), undefined);
  assert.equal(broken([]), undefined);
  assert.equal(broken(log.map((entry, at) => (at === 2 ? { ...entry, detail: { text: "other" } } : entry))), 3);
  assert.equal(broken(log.filter((_, at) => at !== 1)), 2);
  assert.equal(broken([log[0], log[0], ...log.slice(1)]), 2);
  // What follows a change can be hashed anew, but not what was exported before it.
  const forged = appended(log.slice(0, 4), new Date(9000), "Ana", "note", { text: "forged" });
  assert.equal(broken(forged), undefined);
  assert.notEqual(forged[4].hash, log[4].hash);
});

test("a session opens with its passphrase alone, and not when a byte of it was changed", async () => {
  const { decrypted, encrypted, isSession } = await load("state/sealed.ts");
  const secret = new TextEncoder().encode("notes and decisions");
  const sealed = await encrypted(secret, "a long passphrase");
  assert.ok(await isSession(sealed));
  assert.deepEqual(new Uint8Array(await decrypted(sealed, "a long passphrase")), secret);
  await assert.rejects(decrypted(sealed, "another phrase"), { kind: "wrong-or-changed" });
  const bytes = new Uint8Array(await sealed.arrayBuffer());
  assert.ok(!new TextDecoder().decode(bytes).includes("decisions"));
  for (const at of [40, bytes.indexOf(10) + 3, bytes.length - 1]) {
    const changed = bytes.slice();
    changed[at] ^= 1;
    await assert.rejects(decrypted(new Blob([changed]), "a long passphrase"));
  }
  await assert.rejects(decrypted(new Blob(["QUIPU-SESSION {\"version\":1,\"rounds\":1e12}\n"]), "x"), { kind: "not-session" });
  await assert.rejects(decrypted(new Blob(["QUIPU-SESSION"]), "x"), { kind: "not-session" });
  assert.notDeepEqual(new Uint8Array(await (await encrypted(secret, "a long passphrase")).arrayBuffer()), bytes);
});

test("CSV holds no formulas, and keeps what it was given", async () => {
  const { csvRow } = await load("data/text.ts");
  const row = csvRow(["=1+1", "+49 30", "-cmd", "@SUM(A1)", "|calc", "\t=1", "plain", 'a"b', "a,b", "x\ny", "-12.50", 7, ""]);
  assert.equal(row, `"'=1+1","'+49 30","'-cmd","'@SUM(A1)","'|calc","'\t=1",plain,"a""b","a,b","x\ny",-12.50,7,\r\n`);
});

test("what cannot be seen is shown, and long texts are cut", async () => {
  const { escaped, plain } = await load("data/text.ts");
  assert.equal(plain("abc\u202egnp.exe"), "abc⟨U+202E⟩gnp.exe");
  assert.equal(plain("a\u0000b\u200bc"), "a⟨U+0000⟩b⟨U+200B⟩c");
  assert.equal([...plain("x".repeat(1e6))].length, 121);
  assert.equal(plain("María Ñandú 銀行"), "María Ñandú 銀行");
  assert.equal(escaped(`<img src=x onerror="a('b')">&`), "&#60;img src=x onerror=&#34;a(&#39;b&#39;)&#34;&#62;&#38;");
});

test("pseudonyms depend on the key and hide names in texts too", async () => {
  const { veil } = await load("data/pseudonyms.ts");
  const accounts = ["Banco Uno:0012345678", "Banco Uno:001234567899"];
  const [one, other] = [veil("key one is long", accounts), veil("key two is long", accounts)];
  assert.match(one.name(accounts[0]), /^A-[0-9A-F]{12}$/);
  assert.notEqual(one.name(accounts[0]), other.name(accounts[0]));
  assert.equal(one.name(accounts[0]), veil("key one is long", []).name(accounts[0]));
  const told = one.text(`paid from ${accounts[1]} and 0012345678`);
  assert.equal(told, `paid from ${one.name(accounts[1])} and ${one.name(accounts[0])}`);
});

test("the first rows of a file, however it is written", async () => {
  const { sample } = await load("data/sample.ts");
  const quoted = await sample(new Blob(['\ufeffa;b\n"x;1";"y\n2"\n3;4\n']), undefined);
  assert.deepEqual([quoted.names, quoted.rows, quoted.delimiter], [["a", "b"], [["x;1", "y\n2"], ["3", "4"]], ";"]);
  const packed = new Blob(["a,b\n1,2\n"]).stream().pipeThrough(new CompressionStream("gzip"));
  assert.deepEqual((await sample(await new Response(packed).blob(), undefined)).rows, [["1", "2"]]);
  const latin = await sample(new Blob([new Uint8Array([0x61, 0x2c, 0xf1, 0x0a, 0x31, 0x2c, 0x32, 0x0a, 0x33, 0x2c, 0x34, 0x0a])]), undefined);
  assert.deepEqual(latin.names, ["a", "ñ"]);
  assert.deepEqual((await sample(new Blob(['{"a":1,"b":{"c":2}}\n']), undefined)).rows, [["1", '{"c":2}']]);
  assert.equal(await sample(new Blob(["<Document/>"]), undefined), undefined);
});

test("amounts are written exactly", async () => {
  const { decimal } = await load("data/payments.ts");
  assert.deepEqual([decimal(1234n, 2), decimal(-5n, 2), decimal(7n, 0), decimal(9007199254740993n, 2)], ["12.34", "-0.05", "7", "90071992547409.93"]);
});

test("ways are found along payments, and bands of money run in no circle", async () => {
  const { graphOf, shortest, withWay } = await load("charts/graph.ts");
  const { flows } = await load("charts/flows.ts");
  const pay = (from, to, time) => ({ row: time, time, from, to, units: 100n, currency: "USD", decimals: 2, file: "f", line: time, fromCountry: "", toCountry: "" });
  const graph = graphOf([pay("A", "B", 1), pay("B", "C", 2), pay("C", "A", 3), pay("C", "D", 4)], () => ({ roles: [], hub: false }));
  const at = (name) => graph.nodes.findIndex((node) => node.account === name);
  assert.equal(shortest(graph, at("A"), at("D")).length, 3);
  assert.equal(shortest(graph, at("D"), at("A")), undefined);
  const link = (from, to) => ({ from, to, transactions: 1, amounts: [], window: { from: "2025-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z" } });
  const account = (name) => ({ account: name, institution: "", number: name, roles: [], hub: false, paid: 0, received: 0, hops: 1 });
  const wide = { accounts: ["D", "E", "A", "F"].map(account), links: [link(0, 1), link(1, 2), link(0, 3)], accounts_left_out: 0, transactions_left_out: 0 };
  const next = withWay(graph, wide, at("D"), at("A"));
  assert.deepEqual(next.graph.nodes.map((node) => node.account), ["A", "B", "C", "D", "E"]);
  assert.deepEqual(next.way.map((place) => [next.graph.links[place].from, next.graph.links[place].to]), [[at("D"), 4], [4, at("A")]]);
  assert.equal(withWay(graph, { ...wide, links: [link(0, 1)] }, at("D"), at("A")), undefined);
  const { nodes, bands } = flows(graph, { reference: "USD", of: () => 1 }, () => "");
  assert.equal(bands.length, 4);
  assert.deepEqual(nodes.filter((node) => node.again).map((node) => node.account), ["A"]);
});

test("a score of training counts what was found, wronged and unfounded", async () => {
  const { score, truthOf } = await load("data/training.ts");
  const line = (id, kind, ids) => JSON.stringify({ id, pattern: "fan-in", kind, transactions: ids.map((own) => ({ id: own })) });
  const truth = truthOf(`${line("p1", "planted", ["1", "2"])}\n${line("p2", "planted", ["3", "4"])}\n${line("h", "look-alike", ["5"])}\n`);
  const work = { cases: Object.fromEntries(["a", "b", "c", "d"].map((id) => [id, { status: id === "d" ? "cleared" : "suspicious", reason: "", notes: [], paths: [] }])) };
  const evidence = { a: ["1", "9"], b: ["5"], c: ["8"], d: ["3", "4"] };
  const told = await score(truth, work, async (id) => ({ detail: { transactions: evidence[id].map((own) => ({ id: own })) } }));
  assert.deepEqual([told.found, told.hidden, told.wronged, told.lookAlikes, told.unfounded], [1, 2, 1, 1, 2]);
});
