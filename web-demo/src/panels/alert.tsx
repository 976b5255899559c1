// An alert: which conditions were met and by how much, what it weighs and why, what may be honest in it, and its evidence.

import { useEffect, useState } from "preact/hooks";
import type { Alert } from "../engine.ts";
import { said } from "../i18n/index.ts";
import { Account, Place, Text } from "../parts/name.tsx";
import { Table } from "../parts/table.tsx";
import { address, go } from "../state/route.ts";
import { alerts, cases, engine, problem, typologies } from "../state/store.ts";

export function AlertPanel({ id }: { id: string }) {
  const { t, number, named, range, money, instant } = said.value;
  const [one, setOne] = useState<Alert>();
  useEffect(() => {
    let current = true;
    engine.value?.alert(id).then(
      (told) => current && setOne(told),
      (error: unknown) => (problem.value = String(error)),
    );
    return () => {
      current = false;
    };
  }, [id]);
  const row = alerts.value.find((own) => own.id === id);
  const indicator = typologies.value?.indicators.find((own) => own.id === (row?.indicator ?? one?.indicator));
  const inCase = cases.value.find((own) => own.id === row?.case);
  return (
    <>
      <header class="title">
        <a class="button" href={address("alerts")}>← {t("nav.alerts")}</a>
        <h1>{row && `#${number(row.rank)} `}{indicator?.name ?? row?.indicator ?? ""} <small>{one?.window && range(one.window.from, one.window.to)}</small></h1>
        <span class="space" />
        {inCase && <a class="button main" href={address("case", inCase.id)}>{t("account.case", { rank: inCase.rank })}</a>}
      </header>
      {one === undefined ? <p class="faint">{t("counting")}</p> : (
        <div class="case">
          <div class="left">
            <section class="card">
              <h2>{t("alert.conditions")}</h2>
              <div class="wide">
                <table>
                  <thead><tr><th scope="col">{t("alert.condition")}</th><th scope="col" class="number">{t("alert.measured")}</th><th scope="col" class="number">{t("alert.threshold")}</th><th scope="col">{t("alert.margin")}</th></tr></thead>
                  <tbody>
                    {one.conditions.map((own) => (
                      <tr key={own.name}>
                        <th scope="row" lang="en">{own.name}</th>
                        <td class="number">{own.measured} {own.unit !== "count" && own.unit !== "time" && own.unit}</td>
                        <td class="number">{own.bound === "at-least" ? "≥" : "≤"} {own.threshold}</td>
                        <td><meter min={0} max={1} value={Math.max(0, Math.min(1, own.margin))} aria-label={t("alert.margin")} /> {number(own.margin * 100, 0)} %</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </section>
            <section class="card">
              <header><h2>{t("case.evidence")}</h2><span class="faint">{one.amounts.map(({ amount, currency }) => money(amount, currency)).join(" · ")}</span></header>
              <Table
                label={t("case.evidence")} count={one.transactions.length} row={(at) => one.transactions[at]} rowHeight={30} onOpen={({ from }) => go("account", from)}
                columns={[
                  { name: t("when"), width: "12.5rem", show: ({ time }) => instant(time) },
                  { name: t("from"), width: "minmax(0, 1.3fr)", show: ({ from }) => <Account name={from} /> },
                  { name: t("to"), width: "minmax(0, 1.3fr)", show: ({ to }) => <Account name={to} /> },
                  { name: t("amount"), width: "10rem", number: true, show: ({ amount, currency }) => money(amount, currency) },
                  { name: t("place"), width: "minmax(8rem, 1fr)", show: ({ file, line, id: own }) => <Place file={file} line={line} more={own} /> },
                ]}
              />
              {one.clearing && <p class="faint">{t("alert.clearing", { n: one.clearing.transactions.length })} <code>{one.clearing.transactions.slice(0, 12).join(", ")}</code></p>}
            </section>
          </div>
          <div class="right">
            <section class="card">
              <p>{indicator?.explanation}</p>
              {indicator?.source && <p class="faint">{indicator.source}</p>}
              <p>{indicator?.offences.map(({ id: own, name }) => <span class="chip" key={own}>{name}</span>)}</p>
            </section>
            <section class="card">
              <h2>{t("roles")}</h2>
              <table>
                <tbody>
                  {Object.entries(one.roles).map(([role, accounts]) => (
                    <tr key={role}>
                      <th scope="row">{named("role", role)}{row?.victim && role === "subject" && <> <span class="chip">{t("victim")}</span></>}</th>
                      <td>{accounts.slice(0, 12).map((account) => <div key={account}><Account name={account} /></div>)}{accounts.length > 12 && <span class="faint">{t("more", { n: accounts.length - 12 })}</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            <section class="card">
              <h2>{t("alert.weight", { n: number(one.score * 100, 0) })}</h2>
              <ul class="reasons">
                {one.assessment.reasons.map((own, at) => (
                  <li key={at}>
                    <meter min={0} max={1} value={Math.max(0, own.points)} aria-label={own.term} />
                    <span class="number">{own.points >= 0 ? "+" : "−"}{number(Math.abs(own.points) * 100, 1)}</span>
                    <span lang="en"><Text value={own.text} most={300} /></span>
                  </li>
                ))}
              </ul>
              {one.assessment.benign.map((own) => (
                <p class="honest" key={own.explanation}><strong>{t("case.honest")} {named("benign", own.explanation)}</strong> ({t("of-all", { n: own.covers, of: own.of })}) <span lang="en">{own.text}</span></p>
              ))}
            </section>
          </div>
        </div>
      )}
    </>
  );
}
