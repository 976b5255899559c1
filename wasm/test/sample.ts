// Every call of the package, as a user would write it. `tsc --strict` checks it against the declarations; nothing runs it.
import { open, QuipuError, type Alert, type AlertRow, type Case, type Finding, type FindingRow, type Network, type Progress } from "quipu";
import { type QuipuFindings, type QuipuNetwork } from "quipu/components";

export async function sample(file: File, stream: ReadableStream<Uint8Array>, parties: Blob, page: Document): Promise<void> {
  const stop = new AbortController();
  const onProgress = ({ stage, done, total }: Progress) => console.log(stage, done / total);
  const session = open({ full: false, modules: {} });
  try {
    const read = await session.load(file, { signal: stop.signal, onProgress });
    if ("transactions" in read) {
      const rows: number = read.transactions.rows.read;
      console.log(rows, read.transactions.format, read.transactions.blake3);
    }
    await session.load(stream, { name: "more.csv", mapping: { currency: "MXN", columns: { time: "Fecha", from: 3 } } });
    await session.load("date,payer,payee,amount\n", { mapping: 'currency = "USD"' });
    await session.loadParties(parties, { name: "list.csv", list: true });
    const list = await session.loadParties(parties, { mapping: { shares: "percent", columns: { owner: ["A", 2] } } });
    console.log(list.records.accepted);
    const inspection = await session.inspect({ reference: "USD", rates: { MXN: "0.0571" } });
    console.log(inspection.ledger.accounts, inspection.inputs[0]?.notes);

    const summary = await session.analyze({
      signal: stop.signal,
      onProgress,
      patterns: ["fan-in", "temporal-cycle"],
      windows: ["72h", "30d"],
      rates: { reference: "USD" },
      typologies: '[pack]\nid = "agency"\nversion = 1\nas-of = "2026-01-01"\nextends = "builtin"\n',
      false_alerts: 0.1,
      parameters: { "least-score": 60, "fan-in": { counterparties: 6, windows: ["7d"] } },
    });
    console.log(summary.findings, summary.rows.rejected);

    const found = await session.findings({ patterns: ["fan-in"], least_score: 10, order: "amount", limit: 20, text: "banco" });
    const row: FindingRow | undefined = found.items[0];
    if (row !== undefined) {
      const finding: Finding = await session.finding(row.id);
      console.log(finding.transactions[0]?.line, row.case, row.window.from);
      const profile = await session.account({ account: row.roles[0]?.first ?? "", limit: 10 });
      console.log(profile.paid.amounts, profile.most[0]?.account, (await session.account(profile.account)).hub);
    }
    const cases = await session.cases({ from: Date.parse("2025-03-01"), order: "time", reversed: true });
    for (const { id } of cases.items) {
      const one: Case = await session.case(id);
      const network: Network = await session.network({ of: { case: id }, limit: 40 });
      const columns = await session.transactions({ of: { case: id }, limit: 1000 });
      console.log(one.detail?.accounts.length, network.links[0]?.amounts, columns.units[0], columns.time.length);
    }
    const alerts = await session.alerts({ indicators: ["cash-structuring"], offences: ["money-laundering"], least_score: 0.5, within: true, order: "chance", language: "es" });
    const first: AlertRow | undefined = alerts.items[0];
    if (first !== undefined) {
      const alert: Alert = await session.alert(first.id);
      console.log(first.name, first.luck?.adjusted, alert.conditions[0]?.margin, alert.assessment.reasons[0]?.text, alert.clearing?.exact);
    }
    const { indicators } = await session.typologies({ language: "pt" });
    console.log(indicators.filter((one) => !one.evaluated).map((one) => [one.name, one.not_evaluated[0]?.needs]));
    const near = await session.distance(["Banco:1", "Banco:2"]);
    console.log(near.accounts[0]?.way?.target.name, summary.typologies?.within);
    const bytes: Uint8Array = await session.output("findings.ndjson");
    const html: string = await session.report();
    const { outputs } = await session.manifest();
    const { count } = await session.casesDocument();
    const owners = await session.owners({ company: "Minera Sur SA", at: "2025-01-01", threshold: "10" });
    console.log(bytes.length, html.length, outputs[0]?.blake3, count, owners.owners.length);
    const world = await session.simulate({ seed: 7, transactions: 20_000, planted: { "fan-in": 2 }, format: "amlworld" });
    console.log(world.truth.length, await session.memory(), await session.version(), session.stopsInPlace);

    const drawn: QuipuNetwork = page.createElement("quipu-network");
    await drawn.show(session, { of: { account: "Banco:1" }, hops: 2 });
    drawn.select(0);
    drawn.zoom(2);
    drawn.fit();
    console.log(drawn.selected?.roles, drawn.toSVG(), await drawn.toPNG(2), drawn.network?.accounts);
    const table: QuipuFindings = page.createElement("quipu-findings");
    table.session = session;
    table.patterns = ["fan-in"];
    table.query = { order: "time" };
    table.page = found;
  } catch (error) {
    if (error instanceof QuipuError) {
      console.log(error.kind, error.input, error.line, error.column, error.hint, error.message);
    }
  } finally {
    stop.abort();
    session.close();
  }
}
