// A case: who paid whom, when, why it is unusual, what speaks for an honest explanation, and what the analyst makes of it.

import { useEffect, useMemo, useState } from "preact/hooks";
import { type Case, type FindingRow, type Story, storyOf } from "../engine.ts";
import { graphOf } from "../charts/graph.ts";
import { Sankey } from "../charts/sankey.tsx";
import { decimal, type Payment, payments, sums, worth } from "../data/payments.ts";
import { plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { Account, Place, Text } from "../parts/name.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { address, go } from "../state/route.ts";
import { alerts, cases, engine, path, problem, summary } from "../state/store.ts";
import { indicatorName } from "./alerts.tsx";
import { caseTitle, listed, StatusChip } from "./cases.tsx";
import { Decision } from "./decision.tsx";
import { Holders } from "./holders.tsx";
import { CaseNetwork } from "./case-network.tsx";
import { caseWork } from "../state/work.ts";
import { work } from "../state/store.ts";

interface Told {
  one: Case;
  findings: FindingRow[];
  payments: Payment[];
  total: number;
}

// Evidence beyond this is told by its number; the files that are exported have all of it.
const SHOWN = 20_000;

export function CasePanel({ id }: { id: string }) {
  const { t, number, range, language } = said.value;
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    const own = engine.value;
    let current = true;
    if (own !== undefined) {
      Promise.all([own.case(id), own.findings({ case: id, limit: 1000 }), own.transactions({ of: { case: id }, limit: SHOWN })]).then(
        ([one, findings, columns]) => current && setTold({ one, findings: findings.items, payments: payments(columns), total: columns.total }),
        (error: unknown) => (problem.value = String(error)),
      );
    }
    return () => {
      current = false;
    };
  }, [id]);
  const row = cases.value.find((own) => own.id === id);
  const place = listed.value.indexOf(id);
  const [before, after] = [listed.value[place - 1], place < 0 ? undefined : listed.value[place + 1]];
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog, [data-table], canvas") !== null) {
        return;
      }
      const to = event.key === "n" || event.key === "]" ? after : event.key === "[" ? before : undefined;
      if (to !== undefined) {
        go("case", to);
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [before, after]);
  const title = (told && storyOf(told.one).title?.[language]) ?? (row ? caseTitle(row) : "");
  return (
    <>
      <header class="title">
        <a class="button" href={address("cases")}>← {t("nav.cases")}</a>
        <h1>
          {row && `#${number(row.rank)} `}{title}
          <small> <StatusChip status={caseWork(work.value, id).status} /> {told?.one.window && range(told.one.window.from, told.one.window.to)}</small>
        </h1>
        <span class="space" />
        {before && <a class="button" href={address("case", before)} title={`${t("case.before")} ([)`} aria-label={t("case.before")}>‹</a>}
        {after && <a class="button" href={address("case", after)} title={`${t("case.after")} (])`} aria-label={t("case.after")}>›</a>}
      </header>
      {told === undefined ? <p class="faint">{t("counting")}</p> : <Contents id={id} told={told} />}
    </>
  );
}

function Contents({ id, told }: { id: string; told: Told }) {
  const { t, number, named, money, about } = said.value;
  const { one, findings } = told;
  const by = worth(summary.value);
  const story = useMemo(() => storyOf(one), [one]);
  const accounts = useMemo(() => {
    const roles = new Map<string, { roles: string[]; hub: boolean }>();
    for (const own of one.detail?.accounts ?? []) {
      const victim = story.standing.get(own.account)?.startsWith("likely-victim") === true;
      roles.set(own.account, { roles: [...(victim ? ["likely-victim"] : []), ...own.roles.map(({ role }) => role)], hub: own.hub });
    }
    return roles;
  }, [one]);
  const evidence = useMemo(() => graphOf(told.payments, (account) => accounts.get(account) ?? { roles: [], hub: false }), [told, accounts]);
  return (
    <div class="case">
      <div class="left">
        <CaseNetwork id={id} evidence={evidence} payments={told.payments} />
        <section class="card">
          <h2>{t("case.flow")}</h2>
          <Sankey graph={evidence} by={by} label={t("case.flow")} />
        </section>
        <Evidence told={told} id={id} />
      </div>
      <div class="right">
        <section class="card facts" aria-label={t("case.facts")}>
          <dl>
            <div><dt>{t("score")}</dt><dd><strong>{number(one.score, 1)}</strong> <small class="faint">{t("bits")}</small></dd></div>
            <div><dt>{t("nav.findings")}</dt><dd>{number(findings.length)}</dd></div>
            <div><dt>{t("accounts")}</dt><dd>{number(one.accounts)}{one.hubs > 0 && <small class="faint"> {t("case.hubs", { n: one.hubs })}</small>}</dd></div>
            <div><dt>{t("overview.payments")}</dt><dd>{number(one.transactions)}</dd></div>
          </dl>
          <p>{one.amounts.map(({ amount, currency }) => <span class="chip" key={currency}>{money(amount, currency)}</span>)}</p>
          {one.truncated && <p class="bad">{t("finding.truncated")}</p>}
          {one.parted && <p class="bad">{t("case.parted")}</p>}
        </section>
        <Sentences story={story} />
        <Decision id={id} />
        <section class="card">
          <h2>{t("case.reasons")}</h2>
          {findings.map((finding) => (
            <details key={finding.id} class="finding" open={findings.length < 4}>
              <summary><strong>{named("pattern", finding.pattern)}</strong> <span class="number">{number(finding.score, 1)}</span></summary>
              <p class="faint">{named("what", finding.pattern)}</p>
              <ul class="reasons">
                {finding.reasons.map(({ term, bits, text }) => (
                  <li key={term}>
                    <meter min={0} max={Math.max(finding.score, 1)} value={Math.max(0, bits)} aria-label={t("case.margin", { n: number(bits, 1) })} />
                    <span class="number">{bits >= 0 ? "+" : "−"}{number(Math.abs(bits), 1)}</span>
                    <span><strong>{named("term", term)}:</strong> <span lang="en">{text}</span></span>
                  </li>
                ))}
              </ul>
              <p class="honest"><strong>{t("case.honest")}</strong> {named("honest", finding.pattern)}</p>
            </details>
          ))}
        </section>
        <Alerts id={id} story={story} />
        <section class="card">
          <h2>{t("case.parties")}</h2>
          {one.detail === undefined ? <p class="faint">{t("case.no-detail")}</p> : (
            <Table
              label={t("case.parties")} count={one.detail.accounts.length} row={(at) => one.detail?.accounts[at]} rowHeight={32} onOpen={({ account }) => go("account", account)}
              columns={[
                { name: t("account"), width: "minmax(0, 1.7fr)", show: (own) => <Account name={own.account} /> },
                { name: t("roles"), width: "minmax(0, 1fr)", show: (own) => <Standing account={own.account} story={story} roles={own.roles.map(({ role }) => role)} hub={own.hub} /> },
                { name: t("paid"), width: "4rem", number: true, show: (own) => number(own.paid) },
                { name: t("received"), width: "5rem", number: true, show: (own) => number(own.received) },
              ]}
            />
          )}
        </section>
        <Holders one={one} />
        {one.detail && one.detail.corridors.length > 0 && (
          <section class="card">
            <h2>{t("case.corridors")}</h2>
            <table>
              <tbody>{one.detail.corridors.slice(0, 12).map((own) => <tr key={`${own.from}>${own.to}${own.currency}`}><th scope="row">{plain(own.from)} → {plain(own.to)}</th><td class="number">{number(own.transactions)}</td><td class="number">{money(own.amount, own.currency)}</td></tr>)}</tbody>
            </table>
            {one.detail.corridors.length + one.detail.corridors_left_out > 12 && <p class="faint">{t("more", { n: one.detail.corridors.length + one.detail.corridors_left_out - 12 })}</p>}
          </section>
        )}
        <p class="faint">{t("overview.about", { reference: by.reference, value: about(0, "") })}</p>
      </div>
    </div>
  );
}

/** The case in sentences, as the library tells it. */
function Sentences({ story }: { story: Story }) {
  const { t, language } = said.value;
  return story.sentences.length === 0 ? null : (
    <section class="card">
      <h2>{t("case.story")}</h2>
      {story.sentences.map((sentence) => <p key={sentence.en}><Text value={sentence[language]} most={1000} /></p>)}
    </section>
  );
}

/** What an account is in the case: a likely victim before all else. */
function Standing({ account, story, roles, hub }: { account: string; story: Story; roles: string[]; hub: boolean }) {
  const { t, named } = said.value;
  const victim = story.standing.get(account)?.startsWith("likely-victim") === true;
  const key = story.keys.get(account);
  return (
    <>
      {victim && <span class="chip">{t("victim")}</span>}
      {key?.gate && <span title={t("key.gate")}>◆ </span>}
      {key?.separates && !key.gate && <span title={t("key.separates")}>◇ </span>}
      {roles.map((role) => named("role", role)).join(", ")}{hub && ` · ${t("hub")}`}
    </>
  );
}

/** Indicators of crimes that the case's findings are instances of. */
function Alerts({ id, story }: { id: string; story: Story }) {
  const { t, number } = said.value;
  const own = alerts.value.filter((alert) => alert.case === id || story.alerts.includes(alert.id));
  return own.length === 0 ? null : (
    <section class="card">
      <h2>{t("case.alerts", { n: own.length })}</h2>
      <table>
        <tbody>{own.slice(0, 40).map((alert) => <tr key={alert.id}><th scope="row"><a href={address("alert", alert.id)}>{indicatorName(alert.indicator)}</a>{alert.victim && <> <span class="chip">{t("victim")}</span></>}</th><td class="number">{number(alert.score * 100, 0)}</td></tr>)}</tbody>
      </table>
      {own.length > 40 && <p class="faint">{t("more", { n: own.length - 40 })}</p>}
    </section>
  );
}

function Evidence({ told, id }: { told: Told; id: string }) {
  const { t, number, money, instant } = said.value;
  const ids = useMemo(() => new Map(told.one.detail?.transactions.map((own) => [`${own.file}:${own.line}`, own.id])), [told]);
  const columns: Column<Payment>[] = [
    { name: t("when"), width: "12.5rem", show: ({ time }) => instant(time) },
    { name: t("from"), width: "minmax(0, 1.3fr)", show: ({ from }) => <Account name={from} /> },
    { name: t("to"), width: "minmax(0, 1.3fr)", show: ({ to }) => <Account name={to} /> },
    { name: t("amount"), width: "10rem", number: true, show: ({ units, decimals, currency }) => money(decimal(units, decimals), currency) },
    { name: t("place"), width: "minmax(8rem, 1fr)", show: ({ file, line }) => <Place file={file} line={line} more={ids.get(`${file}:${line}`) ?? ""} /> },
  ];
  return (
    <section class="card">
      <header><h2>{t("case.evidence")}</h2><span class="faint">{sums(told.payments).map(({ currency, amount }) => money(amount, currency)).join(" · ")}</span></header>
      {told.total > told.payments.length && <p class="bad">{t("case.evidence-cut", { n: told.payments.length, of: told.total })}</p>}
      <Table
        label={t("case.evidence")} columns={columns} count={told.payments.length} row={(at) => told.payments[at]} rowHeight={30}
        onOpen={(own) => {
          path.value = [{ row: own.row, time: own.time, from: own.from, to: own.to, units: own.units.toString(), currency: own.currency, decimals: own.decimals, file: own.file, line: own.line }];
          go("follow");
        }}
      />
      <p class="faint">{t("case.evidence-hint", { n: number(told.payments.length), id })}</p>
    </section>
  );
}
