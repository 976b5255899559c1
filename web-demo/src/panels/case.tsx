// A case: who paid whom, when, why it is unusual, what speaks for an honest explanation, and what the analyst makes of it.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Case, type FindingRow, type Story, storyOf } from "../engine.ts";
import { type Graph, graphOf, shortest, widened } from "../charts/graph.ts";
import { NetworkView } from "../charts/network.tsx";
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
import { PaymentsOverTime } from "./over-time.tsx";
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

/** The network with its replay, the neighbours of an account, and ways between two. */
function CaseNetwork({ id, evidence, payments: list }: { id: string; evidence: Graph; payments: Payment[] }) {
  const { t, instant, number } = said.value;
  const [graph, setGraph] = useState(evidence);
  const [selected, setSelected] = useState<number>();
  const [until, setUntil] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const [from, setFrom] = useState<number>();
  const [way, setWay] = useState<readonly number[]>([]);
  const [told, setTold] = useState("");
  const times = useMemo(() => list.map(({ time }) => time), [list]);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const now = useRef(until);
  now.current = until;
  useEffect(() => setGraph(evidence), [evidence]);
  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    const step = Math.max(1, (last - first) / 160);
    const timer = setInterval(() => {
      const next = (now.current ?? first) + step;
      setUntil(next >= last ? undefined : next);
      setPlaying(next < last);
    }, 60);
    return () => clearInterval(timer);
  }, [playing, first, last]);
  const chosen = selected === undefined ? undefined : graph.nodes[selected];
  const expand = async () => {
    if (chosen !== undefined && engine.value !== undefined) {
      const around = await engine.value.network({ of: { account: chosen.account }, hops: 1, limit: 16 });
      setGraph((before) => widened(before, around));
      setTold(around.accounts_left_out > 0 ? t("network.left-out", { n: around.accounts_left_out }) : "");
    }
  };
  const connect = async () => {
    if (selected === undefined) {
      return;
    }
    if (from === undefined || from === selected) {
      setFrom(selected);
      return;
    }
    const ends = [graph.nodes[from]?.account, graph.nodes[selected]?.account] as const;
    const drawn = shortest(graph, from, selected);
    if (drawn !== undefined) {
      setWay(drawn);
      setTold(t("network.way", { n: drawn.length }));
    } else if (engine.value !== undefined && ends[0] !== undefined && ends[1] !== undefined) {
      // Not among what is drawn: looked for in the payments of all.
      const wide = await engine.value.network({ of: { account: ends[0] }, hops: 4, limit: 3000 });
      const whole = widened(graph, wide);
      const found = shortest(whole, from, selected);
      if (found === undefined) {
        setTold(t("network.no-way", { n: wide.accounts.length }));
      } else {
        const needed = new Set(found.flatMap((at) => [whole.links[at]?.from ?? 0, whole.links[at]?.to ?? 0]));
        const names = new Set([...needed].map((at) => whole.nodes[at]?.account));
        const some = {
          ...wide,
          accounts: wide.accounts.map((own) => own),
          links: wide.links.filter((link) => found.some((at) => {
            const own = whole.links[at];
            return own !== undefined && whole.nodes[own.from]?.account === wide.accounts[link.from]?.account && whole.nodes[own.to]?.account === wide.accounts[link.to]?.account;
          })),
        };
        const kept = some.accounts.map((own, at) => ({ own, at })).filter(({ own }) => names.has(own.account));
        const places = new Map(kept.map(({ at }, place) => [at, place]));
        const next = widened(graph, {
          ...some, accounts: kept.map(({ own }) => own),
          links: some.links.map((link) => ({ ...link, from: places.get(link.from) ?? 0, to: places.get(link.to) ?? 0 })),
        });
        setGraph(next);
        setWay(shortest(next, from, selected) ?? []);
        setTold(t("network.way", { n: found.length }));
      }
    }
    setFrom(undefined);
  };
  const passed = until === undefined ? times.length : times.filter((time) => time <= until).length;
  const jump = (by: number) => {
    const next = Math.max(0, Math.min(times.length - 1, passed - 1 + by));
    setUntil(times[next]);
  };
  const name = (at: number | undefined) => (at === undefined ? "" : plain(graph.nodes[at]?.number ?? "", 24));
  return (
    <section class="card">
      <h2>{t("case.network")}</h2>
      <NetworkView graph={graph} label={t("case.network")} height={430} until={until} path={way} selected={selected} onSelect={setSelected} onOpen={(at) => go("account", graph.nodes[at]?.account ?? "")} />
      <div class="replay" role="group" aria-label={t("replay")}>
        <button type="button" onClick={() => (playing ? setPlaying(false) : (until === undefined && setUntil(first), setPlaying(true)))} data-play aria-label={playing ? t("replay.pause") : t("replay.play")}>{playing ? "❚❚" : "▶"}</button>
        <button type="button" onClick={() => jump(-1)} aria-label={t("replay.back")} title={t("replay.back")} disabled={passed <= 1}>‹</button>
        <input type="range" min={first} max={last} step={1000} value={until ?? last} aria-label={t("replay.time")} aria-valuetext={instant(until ?? last)} onInput={(event) => (setPlaying(false), setUntil(Number(event.currentTarget.value)))} />
        <button type="button" onClick={() => jump(1)} aria-label={t("replay.on")} title={t("replay.on")} disabled={passed >= times.length}>›</button>
        <span class="clock">{instant(until ?? last)} · {t("of-all", { n: passed, of: times.length })}</span>
        <button type="button" disabled={until === undefined} onClick={() => (setPlaying(false), setUntil(undefined))}>{t("all")}</button>
      </div>
      <div class="chosen" aria-live="polite">
        {chosen === undefined ? <span class="faint">{t("network.choose")}</span> : (
          <>
            <Account name={chosen.account} />
            <button type="button" onClick={() => void expand()} data-expand>{t("network.expand")}</button>
            <a class="button" href={address("follow", chosen.account)} data-follow>{t("follow.from")}</a>
            <button type="button" onClick={() => void connect()} data-connect>{from !== undefined && from !== selected ? t("network.way-from", { name: name(from) }) : t("network.way-to")}</button>
          </>
        )}
        {from !== undefined && from === selected && <span class="faint">{t("network.choose-other")}</span>}
        {(graph !== evidence || way.length > 0) && <button type="button" onClick={() => (setGraph(evidence), setWay([]), setTold(""), setSelected(undefined))}>{t("network.evidence-only")}</button>}
        {told !== "" && <span>{told}</span>}
      </div>
      <PaymentsOverTime payments={list} label={t("case.timeline", { n: number(list.length) })} key={id} />
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
