// The cases, the most unusual first: filtered, sorted, walked through by keys.

import { useEffect, useMemo, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import type { CaseRow } from "../engine.ts";
import { worth } from "../data/payments.ts";
import { countryName } from "../data/countries.ts";
import { said } from "../i18n/index.ts";
import { type Column, Table } from "../parts/table.tsx";
import { go } from "../state/route.ts";
import { caseWork, type Status, STATUSES } from "../state/work.ts";
import { alerts, cases, caseValues, countries, engine, period, summary, work } from "../state/store.ts";
import { indicatorName, offences } from "./alerts.tsx";
import { PeriodFields } from "./overview.tsx";

type Order = "rank" | "score" | "findings" | "accounts" | "transactions" | "value" | "time";

/** What is asked of the list; it stays while the analyst looks at a case. */
const asked = signal<{ text: string; pattern: string; status: Status | ""; indicator: string; offence: string; country: string; least: string; amount: string; order: Order; reversed: boolean; place: number }>({
  text: "", pattern: "", status: "", indicator: "", offence: "", country: "", least: "", amount: "", order: "rank", reversed: false, place: 0,
});

/** The case before and after one, in the list as it was last shown. */
export const listed = signal<string[]>([]);

export function CasesPanel() {
  const { t, number, named, range, about, language } = said.value;
  const own = asked.value;
  const set = (change: Partial<typeof own>) => (asked.value = { ...own, place: 0, ...change });
  const by = worth(summary.value);
  const [matching, setMatching] = useState<ReadonlySet<string>>();
  // The names of accounts are searched in the worker.
  useEffect(() => {
    const text = own.text.trim();
    if (text === "") {
      setMatching(undefined);
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const found = new Set<string>();
      const session = engine.value;
      for (let offset = 0, total = 1; session !== undefined && current && offset < total; offset += 1000) {
        const page = await session.findings({ text, offset, limit: 1000 });
        page.items.forEach((finding) => finding.case && found.add(finding.case));
        total = page.total;
      }
      if (current) {
        setMatching(found);
      }
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [own.text, engine.value]);
  const values = caseValues.value;
  const raised = useMemo(() => {
    const of = new Map<string, { indicators: Set<string>; offences: Set<string> }>();
    for (const alert of alerts.value) {
      if (alert.case !== null) {
        const one = of.get(alert.case) ?? { indicators: new Set(), offences: new Set() };
        one.indicators.add(alert.indicator);
        alert.offences.forEach((offence) => one.offences.add(offence));
        of.set(alert.case, one);
      }
    }
    return of;
  }, [alerts.value]);
  const shown = useMemo(() => {
    const { pattern, status, order, reversed } = own;
    const [least, amount] = [Number(own.least) || 0, Number(own.amount) || 0];
    const between = period.value;
    const text = own.text.trim().toLowerCase();
    const kept = cases.value.filter((row) =>
      (pattern === "" || row.patterns.some((one) => one.pattern === pattern)) &&
      (status === "" || caseWork(work.value, row.id).status === status) &&
      (own.indicator === "" || raised.get(row.id)?.indicators.has(own.indicator) === true) &&
      (own.offence === "" || raised.get(row.id)?.offences.has(own.offence) === true) &&
      (own.country === "" || countries.value.get(row.id)?.has(own.country) === true) &&
      row.score >= least && (values.get(row.id) ?? 0) >= amount &&
      (between === undefined || (row.window && Date.parse(row.window.to) >= between.from && Date.parse(row.window.from) <= between.to)) &&
      (text === "" || row.id.includes(text) || matching === undefined || matching.has(row.id)));
    const key: Record<Order, (row: CaseRow) => number> = {
      rank: (row) => row.rank, score: (row) => -row.score, findings: (row) => -row.findings, accounts: (row) => -row.accounts,
      transactions: (row) => -row.transactions, value: (row) => -(values.get(row.id) ?? 0), time: (row) => (row.window ? Date.parse(row.window.from) : Infinity),
    };
    const of = key[order];
    if (order === "rank" && !reversed) {
      return kept;
    }
    kept.sort((one, other) => (reversed ? -1 : 1) * (of(one) - of(other)) || one.rank - other.rank);
    return kept;
  }, [cases.value, values, own, matching, raised, countries.value, period.value, work.value]);
  useEffect(() => {
    listed.value = shown.map(({ id }) => id);
  }, [shown]);
  const sort = (order: Order) => ({
    order: own.order !== order ? ("none" as const) : (order === "rank" || order === "time") !== own.reversed ? ("ascending" as const) : ("descending" as const),
    toggle: () => set({ order, reversed: own.order === order ? !own.reversed : false }),
  });
  const columns: Column<CaseRow>[] = [
    { name: "#", width: "3.6rem", number: true, sort: sort("rank"), show: ({ rank }) => number(rank) },
    { name: t("score"), width: "5rem", number: true, sort: sort("score"), show: ({ score }) => <strong>{number(score, 1)}</strong> },
    { name: t("patterns"), width: "minmax(12rem, 2fr)", show: (row) => row.patterns.length === 0 ? caseTitle(row) : row.patterns.map(({ pattern, findings }) => <span class="chip" key={pattern}>{named("pattern", pattern)}{findings > 1 && ` ×${number(findings)}`}</span>) },
    { name: t("status"), width: "8.5rem", show: ({ id }) => <StatusChip status={caseWork(work.value, id).status} notes={caseWork(work.value, id).notes.length} /> },
    { name: t("accounts"), width: "6rem", number: true, sort: sort("accounts"), show: ({ accounts }) => number(accounts) },
    { name: t("overview.payments"), width: "6.5rem", number: true, sort: sort("transactions"), show: ({ transactions }) => number(transactions) },
    { name: t("measure.value"), width: "7.5rem", number: true, sort: sort("value"), show: ({ id }) => about(values.get(id) ?? 0, by.reference) },
    { name: t("currencies"), width: "minmax(4rem, .7fr)", show: ({ amounts }) => amounts.map(({ currency }) => currency).join(" ") },
    { name: t("when"), width: "minmax(12rem, 1.2fr)", sort: sort("time"), show: ({ window }) => (window ? range(window.from, window.to) : "") },
  ];
  const present = (summary.value?.patterns ?? []).filter(({ findings }) => findings > 0).map(({ pattern }) => pattern);
  const indicators = useMemo(() => [...new Set([...raised.values()].flatMap(({ indicators }) => [...indicators]))].sort(), [raised]);
  const lands = useMemo(() => [...new Set([...countries.value.values()].flatMap((some) => [...some]))].sort(), [countries.value]);
  return (
    <>
      <h1>{t("nav.cases")} <span class="count" role="status">{t("of-all", { n: shown.length, of: cases.value.length })}</span></h1>
      <section class="filters" aria-label={t("filters")}>
        <label class="field grow">{t("filter.text")}<input type="search" data-search value={own.text} placeholder={t("filter.text-hint")} onInput={(event) => set({ text: event.currentTarget.value })} /></label>
        <label class="field">{t("pattern")}<select value={own.pattern} onChange={(event) => set({ pattern: event.currentTarget.value })} data-pattern><option value="">{t("all")}</option>{present.map((one) => <option key={one} value={one}>{named("pattern", one)}</option>)}</select></label>
        <label class="field">{t("status")}<select value={own.status} onChange={(event) => set({ status: event.currentTarget.value as Status })}><option value="">{t("all")}</option>{STATUSES.map((one) => <option key={one} value={one}>{t(`status.${one}`)}</option>)}</select></label>
        {raised.size > 0 && <label class="field">{t("indicator")}<select value={own.indicator} onChange={(event) => set({ indicator: event.currentTarget.value })}><option value="">{t("all")}</option>{indicators.map((id) => <option key={id} value={id}>{indicatorName(id)}</option>)}</select></label>}
        {raised.size > 0 && <label class="field">{t("offence")}<select value={own.offence} onChange={(event) => set({ offence: event.currentTarget.value })}><option value="">{t("all")}</option>{offences().map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>}
        {lands.length > 0 && <label class="field">{t("country")}<select value={own.country} onChange={(event) => set({ country: event.currentTarget.value })} data-country><option value="">{t("all")}</option>{lands.map((one) => <option key={one} value={one}>{countryName(one, language)}</option>)}</select></label>}
        <label class="field">{t("filter.score")}<input type="number" min={0} size={5} value={own.least} onInput={(event) => set({ least: event.currentTarget.value })} /></label>
        <label class="field">{t("filter.amount", { reference: by.reference })}<input type="number" min={0} size={8} value={own.amount} onInput={(event) => set({ amount: event.currentTarget.value })} /></label>
        <PeriodFields />
      </section>
      <Table
        key={`${own.pattern}|${own.status}|${own.indicator}|${own.offence}|${own.country}|${own.order}|${own.reversed}`} label={t("nav.cases")} columns={columns} count={shown.length} row={(at) => shown[at]} fill start={own.place}
        onChoose={(place) => (asked.value = { ...asked.value, place })} onOpen={({ id }) => go("case", id)}
      />
      {own.country !== "" && countries.value.size < cases.value.length && <p class="faint">{t("counted", { n: countries.value.size, of: cases.value.length })}</p>}
      {shown.length === 0 && <p class="faint">{t("nothing-matches")}</p>}
    </>
  );
}

/** What a case is called where the library gives it no title: its patterns, or the indicators of its alerts. */
export function caseTitle(row: CaseRow): string {
  const patterns = row.patterns.map(({ pattern }) => said.value.named("pattern", pattern));
  const named = patterns.length > 0 ? patterns : [...new Set(alerts.value.filter((alert) => alert.case === row.id).map(({ indicator }) => indicatorName(indicator)))];
  return named.join(", ");
}

export function StatusChip({ status, notes = 0 }: { status: Status; notes?: number }) {
  const { t, number } = said.value;
  return <span class={`status ${status}`}>{t(`status.${status}`)}{notes > 0 && ` · ✎${number(notes)}`}</span>;
}
