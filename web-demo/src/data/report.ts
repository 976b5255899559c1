// The report on chosen cases: a page of HTML that stands alone, rows of CSV, a JSON document.

import { type AlertRow, type Case, type Engine, type FindingRow, storyOf, type Summary, type Typologies } from "../engine.ts";
import { graphOf } from "../charts/graph.ts";
import { placed } from "../charts/layout.ts";
import { PRINTED, written } from "../charts/pens.ts";
import { letters, shapes } from "../charts/shapes.ts";
import { type Key, type Language, type Speech, speech } from "../i18n/index.ts";
import type { Entry } from "../state/log.ts";
import { type CaseWork, caseWork, type Work } from "../state/work.ts";
import { decimal, type Payment, payments } from "./payments.ts";
import { OPEN, type Veil, veil } from "./pseudonyms.ts";
import { csvRow, escaped, plain } from "./text.ts";

export const SECTIONS = ["summary", "story", "alerts", "decision", "network", "parties", "reasons", "honest", "evidence", "notes", "paths", "log"] as const;
export type Section = (typeof SECTIONS)[number];

export interface Wanted {
  cases: string[];
  sections: ReadonlySet<Section>;
  language: Language;
  /** The key of pseudonyms; names where there is none. */
  key: string | undefined;
}

interface Told {
  rank: number;
  one: Case;
  findings: FindingRow[];
  payments: Payment[];
  total: number;
  own: CaseWork;
  /** The alerts of the case, with the names of their indicators. */
  alerts: { name: string; score: number; victim: boolean }[];
}

export interface Gathered {
  told: Told[];
  veil: Veil;
}

// A drawing of more accounts than this is no use on paper.
const DRAWN = 120;
const ROWS = 20_000;

export async function gatherCases(engine: Engine, wanted: Wanted, ranks: ReadonlyMap<string, number>, work: Work, raised: readonly AlertRow[]): Promise<Gathered> {
  const told: Told[] = [];
  const pack: Typologies | undefined = await engine.typologies(wanted.language);
  const names = new Map(pack?.indicators.map(({ id, name }) => [id, name]));
  for (const id of wanted.cases) {
    const [one, findings, columns] = [await engine.case(id), await engine.findings({ case: id, limit: 1000 }), await engine.transactions({ of: { case: id }, limit: ROWS })];
    told.push({ rank: ranks.get(id) ?? 0, one, findings: findings.items, payments: payments(columns), total: columns.total, own: caseWork(work, id), alerts: alertsOf(one, raised, names) });
  }
  const accounts = told.flatMap(({ payments, one, own }) => [
    ...payments.flatMap(({ from, to }) => [from, to]), ...(one.detail?.accounts.map(({ account }) => account) ?? []), ...own.paths.flat().flatMap(({ from, to }) => [from, to]),
  ]);
  const people = told.flatMap(({ one }) => peopleOf(one));
  return { told, veil: wanted.key === undefined ? OPEN : veil(wanted.key, [...accounts, ...people]) };
}

/** The names of parties in a case. */
function peopleOf(one: Case): string[] {
  const parties = one.detail?.parties;
  const names = [
    ...(parties?.holders.flatMap((own) => [own.name, ...own.answers_to.map(({ name }) => name)]) ?? []),
    ...(parties?.relations.flatMap(({ first, second }) => [first?.name ?? "", second.name]) ?? []),
    ...(parties?.shared.flatMap(({ parties: some }) => some.map(({ name }) => name)) ?? []),
    ...(parties?.distances.map(({ target }) => target.name) ?? []),
  ];
  return names.filter((name) => name !== "");
}

/** Under pseudonyms, what files of parties tell is left out: addresses and births name people too. */
function withoutParties(one: Case): Case {
  if (one.detail === undefined) {
    return one;
  }
  const { parties: _, ...detail } = one.detail;
  return { ...one, detail };
}

function alertsOf(one: Case, raised: readonly AlertRow[], names: ReadonlyMap<string, string>): Told["alerts"] {
  const told = new Set(storyOf(one).alerts);
  return raised.filter((alert) => alert.case === one.id || told.has(alert.id)).map(({ indicator, score, victim }) => ({ name: names.get(indicator) ?? indicator, score, victim }));
}

const STYLE = `
:root { color: #16202c; background: #fff; font: 14px/1.45 system-ui, sans-serif }
body, .report { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 .3rem } h2 { font-size: 1.2rem; margin: 2rem 0 .4rem; border-top: 2px solid #14385f; padding-top: .7rem } h3 { font-size: 1rem; margin: 1.1rem 0 .3rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid #d5dbe3; vertical-align: top; overflow-wrap: anywhere }
th { font-weight: 600 } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } .place { white-space: nowrap } .faint { color: #4a5666 } svg { max-width: 100%; height: auto; border: 1px solid #d5dbe3 }
.status { display: inline-block; border: 1px solid #4a5666; border-radius: 1rem; padding: 0 .6rem } ul { margin: .2rem 0; padding-left: 1.2rem } code { font-size: 12px; overflow-wrap: anywhere }
@media print { h2 { break-before: page } h2.first { break-before: auto } tr, svg { break-inside: avoid } thead { display: table-header-group } }
`;
/** The style of the report, for showing it in the page. */
export const REPORT_STYLE = STYLE.replace(":root", ":host");

export function html(gathered: Gathered, wanted: Wanted, summary: Summary, log: readonly Entry[], analyst: string, at: Date): string {
  const own = speech(wanted.language);
  return `<!doctype html>
<html lang="${wanted.language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(own.t("report.title"))}</title><style>${STYLE}</style></head>
<body>${body(gathered, wanted, summary, log, analyst, at)}</body></html>
`;
}

export function body({ told, veil }: Gathered, wanted: Wanted, summary: Summary, log: readonly Entry[], analyst: string, at: Date): string {
  const own = speech(wanted.language);
  const { t, instant, number, range } = own;
  const has = (section: Section) => wanted.sections.has(section);
  const name = (account: string) => `<bdi>${escaped(veil.name(account))}</bdi>`;
  const parts: string[] = [`<h1>${escaped(t("report.title"))}</h1><p class="faint">${escaped(instant(at.getTime()))} UTC${analyst === "" ? "" : ` · ${escaped(veil.text(analyst))}`} · Quipu ${escaped(summary.quipu)}${wanted.key === undefined ? "" : ` · ${escaped(t("report.pseudonyms-used"))}`}</p>`];
  if (has("summary")) {
    const rows = summary.inputs.map((input) => `<tr><td><bdi>${escaped(input.name)}</bdi></td><td class="number">${number(input.rows.accepted)}</td><td class="number">${number(input.rows.rejected)}</td><td><code>${escaped(input.blake3)}</code></td></tr>`);
    parts.push(`<h2 class="first">${escaped(t("report.section.summary"))}</h2><p>${escaped(t("open.ledger", { transactions: summary.ledger.transactions, accounts: summary.ledger.accounts, currencies: number(summary.ledger.currencies.length) }))}${summary.ledger.first && summary.ledger.last ? ` · ${escaped(range(summary.ledger.first, summary.ledger.last))}` : ""}</p>
<table><thead><tr><th>${escaped(t("report.file"))}</th><th class="number">${escaped(t("report.accepted"))}</th><th class="number">${escaped(t("overview.rejected"))}</th><th>BLAKE3</th></tr></thead><tbody>${rows.join("")}</tbody></table>
<p class="faint">${escaped(t("report.shapes"))}</p>`);
  }
  for (const one of told) {
    parts.push(caseBody(one, own, has, name, veil));
  }
  if (has("log") && wanted.key === undefined) {
    const rows = log.map((entry) => `<tr><td class="number">${entry.n}</td><td>${escaped(instant(entry.at))}</td><td>${escaped(entry.by)}</td><td>${escaped(own.named("act", entry.act))}</td><td><code>${escaped(JSON.stringify(entry.detail))}</code></td><td><code>${entry.hash.slice(0, 16)}…</code></td></tr>`);
    parts.push(`<h2>${escaped(t("report.section.log"))}</h2><table><tbody>${rows.join("")}</tbody></table>`);
  }
  return parts.join("\n");
}

function caseBody({ rank, one, findings, payments, total, own: work, alerts }: Told, own: Speech, has: (section: Section) => boolean, name: (account: string) => string, veil: Veil): string {
  const { t, named, number, range, money, instant } = own;
  const text = (content: string) => escaped(veil.text(content));
  const story = storyOf(one);
  const victims = new Set([...story.standing].filter(([, standing]) => standing.startsWith("likely-victim")).map(([account]) => account));
  const title = story.title?.[own.language] ?? (one.patterns.map(({ pattern }) => named("pattern", pattern)).join(", ") || [...new Set(alerts.map(({ name }) => name))].join(", "));
  const parts = [`<h2>${escaped(t("account.case", { rank }))}: ${text(title)}</h2>
<p>${escaped(t("score"))} ${number(one.score, 1)} · ${one.window ? escaped(range(one.window.from, one.window.to)) : ""} · ${escaped(t("payments", { n: one.transactions }))} · ${one.amounts.map(({ amount, currency }) => escaped(money(amount, currency))).join(" + ")}<br><span class="faint"><code>${escaped(one.id)}</code></span></p>`];
  if (has("story") && story.sentences.length > 0) {
    parts.push(`<h3>${escaped(t("case.story"))}</h3>${story.sentences.map((sentence) => `<p>${text(sentence[own.language])}</p>`).join("")}`);
  }
  if (has("alerts") && alerts.length > 0) {
    parts.push(`<h3>${escaped(t("case.alerts", { n: alerts.length }))}</h3><ul>${alerts.map(({ name: called, score, victim }) => `<li>${escaped(called)} ${number(score * 100)}${victim ? ` · ${escaped(t("victim"))}` : ""}</li>`).join("")}</ul>`);
  }
  if (has("decision")) {
    parts.push(`<h3>${escaped(t("decision"))}</h3><p><span class="status">${escaped(t(`status.${work.status}`))}</span> ${text(work.reason)}</p>`);
  }
  if (has("network")) {
    const roles = new Map(one.detail?.accounts.map((account) => [account.account, { roles: [...(victims.has(account.account) ? ["likely-victim"] : []), ...account.roles.map(({ role }) => role)], hub: account.hub }]));
    const graph = graphOf(payments, (account) => roles.get(account) ?? { roles: [], hub: false });
    if (graph.nodes.length <= DRAWN && graph.nodes.length > 0) {
      const veiled = { ...graph, nodes: graph.nodes.map((node) => { const called = veil.name(node.account); return called === node.account ? node : { ...node, number: called, institution: "" }; }) };
      const drawn = shapes(veiled, placed(graph, new Map()).places, {
        pinned: new Set(), path: new Set(),
        letters: letters(veiled, (role) => named("role", role), ({ amount, currency }, more) => `${own.about(Number(amount), currency)}${more > 0 ? ` +${more}` : ""}`),
      });
      parts.push(`<h3>${escaped(t("case.network"))}</h3>${written(drawn.links, drawn.boxes, PRINTED, t("case.network"))}`);
    }
  }
  if (has("parties") && one.detail) {
    const rows = one.detail.accounts.map((account) => `<tr><td>${name(account.account)}</td><td>${escaped([...(victims.has(account.account) ? [t("victim")] : []), ...account.roles.map(({ role }) => named("role", role))].join(", "))}</td><td class="number">${number(account.paid)}</td><td class="number">${number(account.received)}</td></tr>`);
    parts.push(`<h3>${escaped(t("case.parties"))}</h3><table><thead><tr><th>${escaped(t("account"))}</th><th>${escaped(t("roles"))}</th><th class="number">${escaped(t("paid"))}</th><th class="number">${escaped(t("received"))}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`);
  }
  const holders = veil === OPEN ? (one.detail?.parties?.holders ?? []) : [];
  if (has("parties") && holders.length > 0) {
    const rows = holders.map((holder) => `<tr><td><bdi>${escaped(holder.name || holder.id)}</bdi></td><td>${escaped(holder.listed.map(({ list }) => t("case.listed", { list })).join(", "))}</td><td>${holder.accounts.map(name).join(", ")}</td></tr>`);
    parts.push(`<h3>${escaped(t("case.holders"))}</h3><table><tbody>${rows.join("")}</tbody></table>`);
  }
  if (has("reasons") || has("honest")) {
    parts.push(`<h3>${escaped(t("case.reasons"))}</h3>`);
    for (const finding of findings) {
      const reasons = finding.reasons.map(({ term, bits, text: said }) => `<li>${bits >= 0 ? "+" : "−"}${number(Math.abs(bits), 1)} <strong>${escaped(named("term", term))}:</strong> <span lang="en">${text(said)}</span></li>`);
      parts.push(`<p><strong>${escaped(named("pattern", finding.pattern))}</strong> ${number(finding.score, 1)} · ${escaped(named("what", finding.pattern))}</p>${has("reasons") ? `<ul>${reasons.join("")}</ul>` : ""}${has("honest") ? `<p class="faint">${escaped(t("case.honest"))} ${escaped(named("honest", finding.pattern))}</p>` : ""}`);
    }
  }
  if (has("notes") && work.notes.length > 0) {
    parts.push(`<h3>${escaped(t("notes"))}</h3><ul>${work.notes.map((note) => `<li><span class="faint">${escaped(instant(note.at))}</span> <bdi>${text(note.text)}</bdi></li>`).join("")}</ul>`);
  }
  if (has("paths") && work.paths.length > 0) {
    const path = (steps: CaseWork["paths"][number]) => steps.map((step) => `<li>${escaped(instant(step.time))} ${name(step.from)} → ${name(step.to)} ${escaped(money(decimal(BigInt(step.units), step.decimals), step.currency))} <span class="faint">${escaped(step.file)}:${step.line}</span></li>`).join("");
    parts.push(`<h3>${escaped(t("paths"))}</h3>${work.paths.map((steps) => `<ul>${path(steps)}</ul>`).join("")}`);
  }
  if (has("evidence")) {
    const rows = payments.map((payment) => `<tr><td>${escaped(instant(payment.time))}</td><td>${name(payment.from)}</td><td>${name(payment.to)}</td><td class="number">${escaped(money(decimal(payment.units, payment.decimals), payment.currency))}</td><td class="place"><bdi>${escaped(plain(payment.file, 40))}</bdi>:${payment.line}</td></tr>`);
    const head = (["when", "from", "to", "amount", "place"] as Key[]).map((key) => `<th>${escaped(t(key))}</th>`).join("");
    parts.push(`<h3>${escaped(t("case.evidence"))}</h3>${total > payments.length ? `<p>${escaped(t("case.evidence-cut", { n: payments.length, of: total }))}</p>` : ""}<table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`);
  }
  return parts.join("\n");
}

/** All evidence of the cases as rows. */
export function csv({ told, veil }: Gathered): string {
  const rows = told.flatMap(({ rank, one, payments, own }) => {
    const ids = new Map(one.detail?.transactions.map((payment) => [`${payment.file}:${payment.line}`, payment.id]));
    return payments.map((payment) => csvRow([
      rank, one.id, own.status, ids.get(`${payment.file}:${payment.line}`) ?? "", new Date(payment.time).toISOString(), veil.name(payment.from), veil.name(payment.to),
      decimal(payment.units, payment.decimals), payment.currency, payment.fromCountry, payment.toCountry, payment.file, payment.line,
    ]));
  });
  const head = csvRow(["rank", "case", "status", "transaction", "time", "from", "to", "amount", "currency", "from_country", "to_country", "file", "line"]);
  return `\ufeff${head}${rows.join("")}`;
}

/** The cases with the analyst's work, and with what she did where names are given. */
export function json({ told, veil }: Gathered, wanted: Wanted, summary: Summary, log: readonly Entry[], analyst: string, at: Date): string {
  const document = {
    quipu: summary.quipu, made: at.toISOString(), analyst,
    inputs: summary.inputs.map(({ name, blake3, rows }) => ({ name, blake3, rows })),
    names: wanted.key === undefined ? "as in the files" : "pseudonyms, HMAC-SHA-256",
    cases: told.map(({ rank, one, findings, own }) => ({ place: rank, ...(wanted.key === undefined ? one : withoutParties(one)), findings, work: own })),
    ...(wanted.key === undefined && wanted.sections.has("log") && { log }),
  };
  return JSON.stringify(document, (_, value: unknown) => (typeof value === "string" ? veil.text(value) : value), 1);
}
