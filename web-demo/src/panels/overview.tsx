// What is in the files as a whole: how much, when, between which countries, by whom, how well it was read, and what was
// searched for.

import { useMemo, useState } from "preact/hooks";
import { type Bar, Bars, merged } from "../charts/bars.tsx";
import { CorridorMap } from "../charts/map.tsx";
import { alpha2, countryName } from "../data/countries.ts";
import { worth } from "../data/payments.ts";
import type { Volume } from "../data/totals.ts";
import { said } from "../i18n/index.ts";
import { Account, Text } from "../parts/name.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { address, go } from "../state/route.ts";
import { alerts, cases, note, period, summary, totals, typologies } from "../state/store.ts";
import { Answers } from "./answers.tsx";

const DAY = 86_400_000;

export function OverviewPanel() {
  const { t, number, range, money, about, percent } = said.value;
  const told = summary.value;
  if (told === undefined) {
    return null;
  }
  const { ledger, rows, inputs, rates } = told;
  const tiles: [string, string, (string | undefined)?][] = [
    [t("overview.payments"), number(ledger.transactions)],
    [t("overview.accounts"), number(ledger.accounts), t("overview.institutions", { n: ledger.institutions })],
    [t("overview.period"), ledger.first && ledger.last ? range(ledger.first, ledger.last) : "–"],
    [t("overview.findings"), number(told.findings)],
    [t("overview.cases"), number(cases.value.length), typologies.value && t("overview.alerts", { n: alerts.value.length })],
    [t("overview.rejected"), number(rows.rejected), t("overview.of-rows", { n: rows.read })],
  ];
  return (
    <>
      <h1 class="unseen">{t("nav.overview")}</h1>
      <Answers />
      <section class="tiles" aria-label={t("overview.totals")}>
        {tiles.map(([name, value, more]) => <div key={name}><span>{name}</span><strong>{value}</strong>{more && <small>{more}</small>}</div>)}
        <a class="button main" href={address("cases")}>{t("overview.to-cases")}</a>
      </section>
      <VolumeOverTime />
      <div class="two">
        <Corridors />
        <Counterparties />
      </div>
      <div class="three">
        <section class="card">
          <h2>{t("overview.currencies")}</h2>
          <table>
            <thead><tr><th scope="col">{t("currency")}</th><th scope="col" class="number">{t("overview.paid")}</th><th scope="col" class="number">{t("overview.payments")}</th><th scope="col" class="number">{t("overview.rate", { reference: rates.reference })}</th></tr></thead>
            <tbody>
              {ledger.currencies.map(({ currency, sum, transactions }) => {
                const rate = rates.currencies.find((own) => own.currency === currency);
                const origin = rate?.origin ?? "none";
                return (
                  <tr key={currency}>
                    <td>{currency}</td><td class="number">{money(sum, "")}</td><td class="number">{number(transactions)}</td>
                    <td class="number" title={rate?.seen && `${rate.rate}: ${t("overview.rate-seen", { n: rate.seen.exchanges, line: number(rate.seen.line) })}`}>{origin === "reference" ? "1" : (rate?.rate === undefined ? "–" : said.value.number(Number(rate.rate), Math.max(0, 4 - Math.floor(Math.log10(Number(rate.rate))))))} <br /><small class="faint">{t(`rate.${origin}`)}</small></td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
        <section class="card">
          <h2>{t("overview.quality")}</h2>
          <table>
            <tbody>
              {inputs.map((input) => (
                <tr key={input.name}>
                  <th scope="row"><Text value={input.name} most={36} /></th>
                  <td class="number wraps">{t("open.rows", { read: input.rows.read, accepted: input.rows.accepted })}{input.rows.rejected > 0 && <strong class="bad"> {t("open.rejected", { n: input.rows.rejected })}</strong>}</td>
                </tr>
              ))}
              {told.unread_inputs.map((input) => <tr key={input.name}><th scope="row"><Text value={input.name} most={36} /></th><td class="bad"><span lang="en"><Text value={input.message} /></span></td></tr>)}
              {([
                ["overview.exchanges", ledger.exchanges], ["overview.to-itself", ledger.self_transfers], ["overview.duplicates", ledger.exact_duplicates],
                ["overview.repeated-ids", ledger.repeated_ids], ["overview.without-value", rates.transactions_without_value],
                ["overview.rounded", inputs.reduce((sum, own) => sum + own.rounded_amounts, 0)],
              ] as const).map(([name, count]) => <tr key={name}><th scope="row">{t(name)}</th><td class="number">{number(count)}{count > 0 && ledger.transactions > 0 && <small class="faint"> {percent(count / ledger.transactions)}</small>}</td></tr>)}
            </tbody>
          </table>
          {inputs.flatMap(({ name, notes }) => notes.map(({ topic, text }) => <p class="assumed" key={name + topic}><strong>{t("open.assumed")}</strong> <span lang="en">{text}</span></p>))}
          {told.same_inputs.map(({ input, same_as }) => <p class="bad" key={input}>{t("overview.same", { input, same: same_as })}</p>)}
        </section>
        <Searched />
      </div>
      <Indicators />
      <p class="faint">{t("overview.about", { reference: rates.reference, value: about(0, "") })}</p>
    </>
  );
}

type Measure = "value" | "payments";

function VolumeOverTime() {
  const { t, number, day, about } = said.value;
  const [measure, setMeasure] = useState<Measure>("payments");
  const made = totals.value;
  const by = worth(summary.value);
  const show = (value: number) => (measure === "value" ? about(value, by.reference) : number(value));
  const bars = useMemo(() => {
    const days: Bar[] = (made?.days ?? []).map((volume, at) => ({ from: (made?.firstDay ?? 0) + at * DAY, to: (made?.firstDay ?? 0) + (at + 1) * DAY, value: volume[measure], tip: "" }));
    const tip = ({ from, to, value }: Bar) => `${day(from)}${to - from > DAY ? ` – ${day(to - 1)}` : ""}: ${show(value)}`;
    return merged(days.map((own) => ({ ...own, tip: tip(own) })), 180, tip);
  }, [made, measure, said.value]);
  const brush = (next: { from: number; to: number } | undefined) => {
    const whole = next && { from: Math.floor(next.from / DAY) * DAY, to: Math.ceil(next.to / DAY) * DAY - 1 };
    period.value = whole;
    note("period", whole ?? {});
  };
  return (
    <section class="card" data-counted={made?.complete || undefined}>
      <header>
        <h2>{t("overview.over-time")}</h2>
        <MeasureChoice value={measure} onChange={setMeasure} />
        <span class="space" />
        <PeriodFields />
      </header>
      {bars.length > 0 ? <Bars label={t("overview.over-time")} bars={bars} height={150} scale={(value) => about(value, "")} brush={period.value} onBrush={brush} /> : <p class="faint">{t("counting")}</p>}
      {made !== undefined && !made.complete && <p class="faint">{t("counted", { n: made.rows, of: summary.value?.ledger.transactions ?? 0 })}</p>}
    </section>
  );
}

function MeasureChoice({ value, onChange }: { value: Measure; onChange: (measure: Measure) => void }) {
  const { t } = said.value;
  return (
    <span class="choice" role="group" aria-label={t("measure")}>
      {(["payments", "value"] as const).map((own) => <button type="button" key={own} aria-pressed={own === value} onClick={() => onChange(own)}>{t(`measure.${own}`)}</button>)}
    </span>
  );
}

/** The period that lists follow, as days. */
export function PeriodFields() {
  const { t } = said.value;
  const own = period.value;
  const text = (time: number | undefined) => (time === undefined ? "" : new Date(time).toISOString().slice(0, 10));
  const set = (from: string, to: string) => {
    const [first, last] = [Date.parse(from || text(Date.parse(summary.value?.ledger.first ?? ""))), Date.parse(to || text(Date.parse(summary.value?.ledger.last ?? "")))];
    if (Number.isFinite(first) && Number.isFinite(last)) {
      period.value = { from: Math.min(first, last), to: Math.max(first, last) + DAY - 1 };
      note("period", { ...period.value });
    }
  };
  return (
    <span class="period">
      <label>{t("from")} <input type="date" value={text(own?.from)} onChange={(event) => set(event.currentTarget.value, text(own?.to))} /></label>
      <label>{t("to")} <input type="date" value={text(own?.to)} onChange={(event) => set(text(own?.from), event.currentTarget.value)} /></label>
      <button type="button" disabled={own === undefined} onClick={() => ((period.value = undefined), note("period"))}>{t("all-time")}</button>
    </span>
  );
}

function Corridors() {
  const { t, number, about, language } = said.value;
  const [measure, setMeasure] = useState<Measure>("payments");
  const made = totals.value;
  const by = worth(summary.value);
  const list = useMemo(() => {
    const of = ([way, volume]: [string, Volume]) => {
      const [from = "", to = ""] = way.split(">");
      return { from, to, ...volume };
    };
    return [...(made?.corridors ?? [])].map(of).sort((one, other) => other[measure] - one[measure] || (one.from + one.to < other.from + other.to ? -1 : 1));
  }, [made, measure]);
  const name = (country: string) => (country === "" ? t("overview.no-country") : countryName(country, language));
  const across = list.filter(({ from, to }) => from !== to);
  const show = (value: number) => (measure === "value" ? about(value, by.reference) : number(value));
  const columns: Column<(typeof list)[number]>[] = [
    { name: t("from"), width: "minmax(0, 1fr)", show: ({ from }) => <Text value={name(from)} most={30} /> },
    { name: t("to"), width: "minmax(0, 1fr)", show: ({ to }) => <Text value={name(to)} most={30} /> },
    { name: t("overview.payments"), width: "6.5rem", number: true, show: ({ payments }) => number(payments) },
    { name: t("measure.value"), width: "8rem", number: true, show: ({ value }) => about(value, by.reference) },
  ];
  return (
    <section class="card">
      <header><h2>{t("overview.corridors")}</h2><MeasureChoice value={measure} onChange={setMeasure} /></header>
      {made === undefined ? <p class="faint">{t("counting")}</p> : list.length === 0 ? <p class="faint">{t("overview.no-countries")}</p> : (
        <>
          <CorridorMap
            label={t("overview.map", { n: across.length })}
            corridors={across.filter(({ from, to }) => alpha2(from) && alpha2(to)).slice(0, 40).map((own) => ({ from: own.from, to: own.to, value: own[measure], tip: `${name(own.from)} → ${name(own.to)}: ${show(own[measure])}` }))}
          />
          <Table label={t("overview.corridors")} columns={columns} count={list.length} row={(at) => list[at]} rowHeight={28} />
        </>
      )}
    </section>
  );
}

function Counterparties() {
  const { t, number, about } = said.value;
  const [measure, setMeasure] = useState<Measure>("payments");
  const made = totals.value;
  const by = worth(summary.value);
  const list = made?.largest[measure] ?? [];
  const cell = (volume: Volume) => (measure === "value" ? about(volume.value, by.reference) : number(volume.payments));
  const columns: Column<(typeof list)[number]>[] = [
    { name: t("account"), width: "minmax(0, 1fr)", show: ({ account }) => <Account name={account} /> },
    { name: t("paid"), width: "8rem", number: true, show: ({ paid }) => cell(paid) },
    { name: t("received"), width: "8rem", number: true, show: ({ received }) => cell(received) },
  ];
  return (
    <section class="card">
      <header><h2>{t("overview.counterparties")}</h2><MeasureChoice value={measure} onChange={setMeasure} /></header>
      {made === undefined ? <p class="faint">{t("counting")}</p> : <Table label={t("overview.counterparties")} columns={columns} count={list.length} row={(at) => list[at]} rowHeight={30} onOpen={({ account }) => go("account", account)} fill />}
    </section>
  );
}

/** What was looked for, how often it was found, and what was not looked for or cut short. */
function Searched() {
  const { t, number, named } = said.value;
  const told = summary.value;
  const searched = told?.patterns ?? [];
  return (
    <section class="card">
      <h2>{t("overview.searched")}</h2>
      <table>
        <thead><tr><th scope="col">{t("pattern")}</th><th scope="col" class="number">{t("overview.findings")}</th><th scope="col" class="number">{t("overview.usual")}</th><th scope="col" class="number">{t("overview.within")}</th></tr></thead>
        <tbody>
          {searched.map(({ pattern, findings, usual, part_of_others, truncated_seeds }) => (
            <tr key={pattern}>
              <th scope="row">{named("pattern", pattern)}{truncated_seeds > 0 && <strong class="bad" title={t("overview.cut", { n: truncated_seeds })}> ✂</strong>}</th>
              <td class="number">{number(findings)}</td><td class="number">{number(usual)}</td><td class="number">{number(part_of_others)}</td>
            </tr>
          ))}
          {told?.not_searched.map((pattern) => <tr key={pattern} class="faint"><th scope="row">{named("pattern", pattern)}</th><td colSpan={3}>{t("overview.not-searched")}</td></tr>)}
        </tbody>
      </table>
    </section>
  );
}

/** Indicators that were evaluated, and those that were not, with what the files lack for them. */
function Indicators() {
  const { t, number } = said.value;
  const pack = typologies.value;
  if (pack === undefined) {
    return null;
  }
  const evaluated = pack.indicators.filter((own) => own.evaluated === true).sort((one, other) => (other.alerts ?? 0) - (one.alerts ?? 0));
  const not = pack.indicators.filter((own) => own.evaluated !== true);
  return (
    <div class="two">
      <section class="card">
        <h2>{t("indicators.evaluated", { n: evaluated.length })}</h2>
        <Table
          label={t("indicators.evaluated", { n: evaluated.length })} count={evaluated.length} row={(at) => evaluated[at]} rowHeight={28}
          columns={[
            { name: t("indicator"), width: "minmax(0, 1.6fr)", show: (own) => <span title={own.explanation}>{own.name}</span> },
            { name: t("offences"), width: "minmax(0, 1fr)", show: (own) => own.offences.map(({ name }) => name).join(", ") },
            { name: t("nav.alerts"), width: "6rem", number: true, show: (own) => number(own.alerts ?? 0) },
          ]}
        />
      </section>
      <section class="card">
        <h2>{t("indicators.not", { n: not.length })}</h2>
        <Table
          label={t("indicators.not", { n: not.length })} count={not.length} row={(at) => not[at]} rowHeight={28}
          columns={[
            { name: t("indicator"), width: "minmax(0, 1.4fr)", show: (own) => <span title={own.explanation}>{own.name}</span> },
            { name: t("indicators.lacks"), width: "minmax(0, 1fr)", show: (own) => <span lang="en">{[...new Set(own.not_evaluated.flatMap(({ needs }) => needs.map((one) => one.join("/"))))].join(", ")}</span> },
          ]}
        />
      </section>
    </div>
  );
}
