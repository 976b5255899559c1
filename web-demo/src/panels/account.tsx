// An account: what went in and out and when, with whom, beside others of its institution, and in which findings it is.

import { useEffect, useMemo, useState } from "preact/hooks";
import { type AccountProfile, type Counterparty, QuipuError, type Side } from "../engine.ts";
import { StepLine } from "../charts/line.tsx";
import { decimal, type Payment, payments, worth } from "../data/payments.ts";
import { parts, plain } from "../data/text.ts";
import type { AccountVolume } from "../data/totals.ts";
import { said } from "../i18n/index.ts";
import { Account, Place, Text } from "../parts/name.tsx";
import { Table } from "../parts/table.tsx";
import { address, go } from "../state/route.ts";
import { cases, engine, problem, summary, totals } from "../state/store.ts";
import { PaymentsOverTime } from "./over-time.tsx";

const SHOWN = 100_000;

export function AccountPanel({ account }: { account: string }) {
  const { t, number, range, named, money, instant } = said.value;
  const [profile, setProfile] = useState<AccountProfile>();
  const [list, setList] = useState<{ payments: Payment[]; total: number }>();
  const [unknown, setUnknown] = useState("");
  useEffect(() => {
    const own = engine.value;
    let current = true;
    if (own !== undefined) {
      Promise.all([own.account(account, 1000), own.transactions({ of: { account }, limit: SHOWN })]).then(
        ([told, columns]) => current && (setProfile(told), setList({ payments: payments(columns), total: columns.total })),
        (error: unknown) => current && (error instanceof QuipuError ? setUnknown(error.message) : (problem.value = String(error))),
      );
    }
    return () => {
      current = false;
    };
  }, [account]);
  const { institution, number: own } = parts(account);
  const side = ({ transactions, amounts }: Side) => (
    <>{t("payments", { n: transactions })}{" "}{amounts.slice(0, 6).map(({ amount, currency }) => <span class="chip" key={currency}>{money(amount, currency)}</span>)}</>
  );
  return (
    <>
      <header class="title">
        <h1><Text value={own} most={60} /> <small><Text value={institution} most={60} /></small></h1>
        <span class="space" />
        <a class="button main" href={address("follow", account)}>{t("follow.from")}</a>
      </header>
      {unknown !== "" ? <p class="bad" role="alert"><span lang="en">{plain(unknown, 300)}</span></p> : profile === undefined || list === undefined ? <p class="faint">{t("counting")}</p> : (
        <div class="case">
          <div class="left">
            <section class="card">
              <h2>{t("account.in-out")}</h2>
              <PaymentsOverTime payments={list.payments} label={t("account.in-out")} account={account} height={170} />
              <Balance account={account} list={list.payments} />
              {list.total > list.payments.length && <p class="bad">{t("case.evidence-cut", { n: list.payments.length, of: list.total })}</p>}
            </section>
            <section class="card">
              <h2>{t("account.counterparties", { n: profile.counterparties })}</h2>
              <Table<Counterparty>
                label={t("account.counterparties", { n: profile.counterparties })} count={profile.most.length} row={(at) => profile.most[at]} rowHeight={30} onOpen={(one) => go("account", one.account)}
                columns={[
                  { name: t("account"), width: "minmax(0, 1.4fr)", show: (one) => <Account name={one.account} /> },
                  { name: t("account.was-paid"), width: "minmax(0, 1fr)", number: true, show: ({ paid }) => sideText(paid) },
                  { name: t("account.paid-it"), width: "minmax(0, 1fr)", number: true, show: ({ received }) => sideText(received) },
                ]}
              />
              {profile.counterparties > profile.most.length && <p class="faint">{t("more", { n: profile.counterparties - profile.most.length })}</p>}
            </section>
            <section class="card">
              <h2>{t("account.payments")}</h2>
              <Table<Payment>
                label={t("account.payments")} count={list.payments.length} row={(at) => list.payments[at]} rowHeight={28}
                columns={[
                  { name: t("when"), width: "12.5rem", show: ({ time }) => instant(time) },
                  { name: t("direction"), width: "5rem", show: ({ from }) => (from === account ? "→" : "←") },
                  { name: t("counterparty"), width: "minmax(0, 1.4fr)", show: ({ from, to }) => <Account name={from === account ? to : from} /> },
                  { name: t("amount"), width: "11rem", number: true, show: ({ units, decimals, currency, from }) => `${from === account ? "−" : "+"}${money(decimal(units, decimals), currency)}` },
                  { name: t("place"), width: "minmax(8rem, 1fr)", show: ({ file, line }) => <Place file={file} line={line} /> },
                ]}
              />
            </section>
          </div>
          <div class="right">
            <section class="card facts">
              <dl>
                <div><dt>{t("paid")}</dt><dd>{side(profile.paid)}</dd></div>
                <div><dt>{t("received")}</dt><dd>{side(profile.received)}</dd></div>
                <div><dt>{t("overview.period")}</dt><dd>{profile.period ? range(profile.period.from, profile.period.to) : "–"}</dd></div>
                {profile.to_itself > 0 && <div><dt>{t("overview.to-itself")}</dt><dd>{number(profile.to_itself)}</dd></div>}
                {profile.holders.map((holder) => <div key={holder.entity + holder.name}><dt>{t("account.holder")}</dt><dd><Text value={holder.name || holder.entity} /></dd></div>)}
              </dl>
              {profile.hub && <p class="assumed">{t("account.hub")}</p>}
            </section>
            <Peers account={account} />
            <section class="card">
              <h2>{t("account.in-findings", { n: profile.findings })}</h2>
              <table><tbody>{profile.in_findings.slice(0, 30).map((own) => <tr key={own.id}><th scope="row">{named("pattern", own.pattern)}</th><td>{own.roles.map((role) => named("role", role)).join(", ")}</td><td class="number">{number(own.score, 1)}</td></tr>)}</tbody></table>
              {profile.findings > 30 && <p class="faint">{t("more", { n: profile.findings - 30 })}</p>}
              <p>{profile.cases.slice(0, 20).map((id) => {
                const row = cases.value.find((own) => own.id === id);
                return <a class="button" key={id} href={address("case", id)}>{t("account.case", { rank: row?.rank ?? 0 })}</a>;
              })}</p>
            </section>
          </div>
        </div>
      )}
    </>
  );
  function sideText({ transactions, amounts }: Side): string {
    const [first] = amounts;
    return first === undefined ? "" : `${money(first.amount, first.currency)}${amounts.length > 1 ? ` +${amounts.length - 1}` : ""} · ×${number(transactions)}`;
  }
}

/** What came in less what went out, in one currency. */
function Balance({ account, list }: { account: string; list: Payment[] }) {
  const { t, about } = said.value;
  const currencies = useMemo(() => {
    const counts = new Map<string, number>();
    list.forEach(({ currency }) => counts.set(currency, (counts.get(currency) ?? 0) + 1));
    return [...counts].sort((one, other) => other[1] - one[1]).map(([currency]) => currency);
  }, [list]);
  const [chosen, setChosen] = useState<string>();
  const currency = chosen ?? currencies[0] ?? "";
  const points = useMemo(() => {
    let units = 0n;
    return list.filter((own) => own.currency === currency && own.from !== own.to).map((own) => {
      units += own.from === account ? -own.units : own.units;
      return { time: own.time, value: Number(units) / 10 ** own.decimals };
    });
  }, [list, currency, account]);
  if (points.length === 0) {
    return null;
  }
  return (
    <>
      <header>
        <h3>{t("account.balance")}</h3>
        {currencies.length > 1 && <label><span class="unseen">{t("currency")}</span><select value={currency} onChange={(event) => setChosen(event.currentTarget.value)}>{currencies.map((own) => <option key={own}>{own}</option>)}</select></label>}
        {currencies.length === 1 && <span class="faint">{currency}</span>}
      </header>
      <StepLine points={points} label={t("account.balance")} height={130} scale={(value) => about(value, "")} />
      <p class="faint">{t("account.balance-note")}</p>
    </>
  );
}

type Measure = "account.payments-made" | "account.payments-received" | "paid" | "received";
const MEASURES: [Measure, (one: AccountVolume) => number, boolean][] = [
  ["account.payments-made", (one) => one.paid.payments, false],
  ["account.payments-received", (one) => one.received.payments, false],
  ["paid", (one) => one.paid.value, true],
  ["received", (one) => one.received.value, true],
];

/** Where it stands among the accounts of its institution. */
function Peers({ account }: { account: string }) {
  const { t, number, about, percent } = said.value;
  const made = totals.value;
  const by = worth(summary.value);
  const { institution } = parts(account);
  const [rows, setRows] = useState<{ name: Measure; own: number; median: number; share: number; value: boolean; peers: number }[]>();
  useEffect(() => {
    let current = true;
    const own = made?.accounts.get(account);
    if (made?.complete !== true || own === undefined) {
      return undefined;
    }
    const peers: AccountVolume[] = [];
    void made.accounts.each((name, volume) => parts(name).institution === institution && peers.push(volume)).then(() => {
      if (current) {
        setRows(MEASURES.map(([name, of, value]) => {
          const sorted = Float64Array.from(peers, of).sort();
          const below = sorted.findIndex((one) => one >= of(own));
          return { name, own: of(own), median: sorted[sorted.length >> 1] ?? 0, share: sorted.length > 1 ? below / (sorted.length - 1) : 0, value, peers: sorted.length };
        }));
      }
    });
    return () => {
      current = false;
    };
  }, [made, account]);
  return (
    <section class="card">
      <h2>{t("account.peers")}</h2>
      {rows === undefined ? <p class="faint">{t("counting")}</p> : (
        <>
          <p class="faint">{t("account.peers-of", { n: rows[0]?.peers ?? 0, institution: plain(institution, 60) || t("account.no-institution") })}</p>
          <table>
            <thead><tr><td /><th scope="col" class="number">{t("account.this")}</th><th scope="col" class="number">{t("account.median")}</th><th scope="col">{t("account.more-than")}</th></tr></thead>
            <tbody>
              {rows.map(({ name, own, median, share, value }) => (
                <tr key={name}>
                  <th scope="row">{t(name)}</th>
                  <td class="number">{value ? about(own, by.reference) : number(own)}</td>
                  <td class="number">{value ? about(median, by.reference) : number(median)}</td>
                  <td><meter min={0} max={1} value={share} aria-label={t(name)} /> {percent(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
