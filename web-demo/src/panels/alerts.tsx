// The alerts: instances of indicators of crimes, the weightiest first.

import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { AlertRow } from "../engine.ts";
import { together, worth } from "../data/payments.ts";
import { said } from "../i18n/index.ts";
import { Account } from "../parts/name.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { go } from "../state/route.ts";
import { alerts, period, summary, typologies } from "../state/store.ts";
import { PeriodFields } from "./overview.tsx";

type Order = "rank" | "score" | "transactions" | "value" | "time";
const asked = signal<{ text: string; indicator: string; offence: string; within: boolean; least: string; order: Order; reversed: boolean; place: number }>({
  text: "", indicator: "", offence: "", within: false, least: "", order: "rank", reversed: false, place: 0,
});

/** What an indicator is called in the language of the page. */
export function indicatorName(id: string): string {
  return typologies.value?.indicators.find((own) => own.id === id)?.name ?? id;
}

/** All offences of the pack, each once. */
export function offences(): { id: string; name: string }[] {
  const all = new Map(typologies.value?.indicators.flatMap((own) => own.offences.map(({ id, name }) => [id, name] as const)));
  return [...all].map(([id, name]) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name));
}

export function AlertsPanel() {
  const { t, number, named, day, about } = said.value;
  const own = asked.value;
  const set = (change: Partial<typeof own>) => (asked.value = { ...own, place: 0, ...change });
  const by = worth(summary.value);
  const values = useMemo(() => new Map(alerts.value.map((row) => [row.id, together(row.amounts, by).value])), [alerts.value, summary.value]);
  const shown = useMemo(() => {
    const { indicator, offence, within, order, reversed } = own;
    const least = Number(own.least) || 0;
    const between = period.value;
    const text = own.text.trim().toLowerCase();
    const kept = alerts.value.filter((row) =>
      (indicator === "" || row.indicator === indicator) && (offence === "" || row.offences.includes(offence)) && (!within || row.luck?.within !== false) && row.score * 100 >= least &&
      (between === undefined || (row.window !== null && Date.parse(row.window.to) >= between.from && Date.parse(row.window.from) <= between.to)) &&
      (text === "" || row.id.includes(text) || row.roles.some(({ first }) => first.toLowerCase().includes(text))));
    const key: Record<Order, (row: AlertRow) => number> = {
      rank: (row) => row.rank, score: (row) => -row.score, transactions: (row) => -row.transactions, value: (row) => -(values.get(row.id) ?? 0),
      time: (row) => (row.window === null ? Infinity : Date.parse(row.window.from)),
    };
    const of = key[order];
    return kept.sort((one, other) => (reversed ? -1 : 1) * (of(one) - of(other)) || one.rank - other.rank);
  }, [alerts.value, values, own, period.value]);
  const sort = (order: Order) => ({
    order: own.order !== order ? ("none" as const) : (order === "rank" || order === "time") !== own.reversed ? ("ascending" as const) : ("descending" as const),
    toggle: () => set({ order, reversed: own.order === order ? !own.reversed : false }),
  });
  const short = new Map(offences().map(({ id, name }) => [id, name]));
  const columns: Column<AlertRow>[] = [
    { name: "#", width: "3.6rem", number: true, sort: sort("rank"), show: ({ rank }) => number(rank) },
    { name: t("score"), width: "5rem", number: true, sort: sort("score"), show: ({ score }) => <strong>{number(score * 100, 0)}</strong> },
    { name: t("indicator"), width: "minmax(12rem, 1.8fr)", show: ({ indicator }) => indicatorName(indicator) },
    { name: t("subject"), width: "minmax(12rem, 1.5fr)", show: ({ roles, victim }) => (roles[0] === undefined ? "" : <>{victim && <span class="chip">{t("victim")}</span>}<Account name={roles[0].first} /></>) },
    { name: t("offences"), width: "minmax(9rem, 1.5fr)", show: ({ offences: ids }) => ids.map((id) => short.get(id) ?? id).join(", ") },
    { name: t("overview.payments"), width: "6.5rem", number: true, sort: sort("transactions"), show: ({ transactions }) => number(transactions) },
    { name: t("measure.value"), width: "7.5rem", number: true, sort: sort("value"), show: ({ id }) => about(values.get(id) ?? 0, by.reference) },
    { name: t("when"), width: "8rem", sort: sort("time"), show: ({ window }) => (window === null ? "" : day(window.from)) },
    { name: t("alert.honest"), width: "minmax(7rem, 1fr)", show: ({ benign }) => (benign === null ? "" : named("benign", benign)) },
  ];
  const present = [...new Set(alerts.value.map(({ indicator }) => indicator))].map((id) => ({ id, name: indicatorName(id) })).sort((one, other) => one.name.localeCompare(other.name));
  return (
    <>
      <h1>{t("nav.alerts")} <span class="count" role="status">{t("of-all", { n: shown.length, of: alerts.value.length })}</span></h1>
      <section class="filters" aria-label={t("filters")}>
        <label class="field grow">{t("filter.text")}<input type="search" data-search value={own.text} placeholder={t("filter.text-hint")} onInput={(event) => set({ text: event.currentTarget.value })} /></label>
        <label class="field">{t("indicator")}<select value={own.indicator} onChange={(event) => set({ indicator: event.currentTarget.value })} data-indicator><option value="">{t("all")}</option>{present.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
        <label class="field">{t("offence")}<select value={own.offence} onChange={(event) => set({ offence: event.currentTarget.value })}><option value="">{t("all")}</option>{offences().map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
        <label class="field">{t("filter.score")}<input type="number" min={0} max={100} value={own.least} onInput={(event) => set({ least: event.currentTarget.value })} /></label>
        <label class="check"><input type="checkbox" checked={own.within} onChange={(event) => set({ within: event.currentTarget.checked })} />{t("alert.within")}</label>
        <PeriodFields />
      </section>
      <Table
        key={`${own.indicator}|${own.offence}|${own.order}|${own.reversed}|${own.within}`} label={t("nav.alerts")} columns={columns} count={shown.length} row={(at) => shown[at]} fill start={own.place}
        onChoose={(place) => (asked.value = { ...asked.value, place })} onOpen={({ id }) => go("alert", id)}
      />
      {shown.length === 0 && <p class="faint">{t("nothing-matches")}</p>}
    </>
  );
}
