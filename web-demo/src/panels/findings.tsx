// All findings, a page at a time from the worker: as many as there are, without the page holding them.

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FindingQuery, FindingRow, Pattern } from "../engine.ts";
import { said } from "../i18n/index.ts";
import { Account } from "../parts/name.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { go } from "../state/route.ts";
import { engine, period, summary } from "../state/store.ts";
import { PeriodFields } from "./overview.tsx";

type Order = NonNullable<FindingQuery["order"]>;
const asked = signal<{ text: string; pattern: string; least: string; order: Order; reversed: boolean }>({ text: "", pattern: "", least: "", order: "score", reversed: false });
const PAGE = 100;

export function FindingsPanel() {
  const { t, number, named, day, money } = said.value;
  const own = asked.value;
  const set = (change: Partial<typeof own>) => (asked.value = { ...own, ...change });
  const pages = useRef(new Map<number, FindingRow[] | null>());
  const [total, setTotal] = useState<number>();
  const [, again] = useState(0);
  const query: FindingQuery = {
    ...(own.text.trim() !== "" && { text: own.text.trim() }),
    ...(own.pattern !== "" && { patterns: [own.pattern as Pattern] }),
    ...(Number(own.least) > 0 && { least_score: Number(own.least) }),
    ...(period.value && { from: Math.round(period.value.from), to: Math.round(period.value.to) }),
    order: own.order, reversed: own.reversed,
  };
  const key = JSON.stringify(query);
  const latest = useRef(key);
  latest.current = key;
  const load = async (page: number) => {
    if (pages.current.has(page) || engine.value === undefined) {
      return;
    }
    pages.current.set(page, null);
    const { items, total } = await engine.value.findings({ ...query, offset: page * PAGE, limit: PAGE });
    if (latest.current === key) {
      pages.current.set(page, items);
      setTotal(total);
      again((turn) => turn + 1);
    }
  };
  useEffect(() => {
    pages.current = new Map();
    const timer = setTimeout(() => void load(0), 120);
    return () => clearTimeout(timer);
  }, [key]);
  const row = (place: number): FindingRow | undefined => {
    const page = Math.floor(place / PAGE);
    const items = pages.current.get(page);
    if (items === undefined && total !== undefined) {
      void load(page);
    }
    return items?.[place % PAGE];
  };
  const sort = (order: Order) => ({
    order: own.order !== order ? ("none" as const) : own.reversed ? ("ascending" as const) : ("descending" as const),
    toggle: () => set({ order, reversed: own.order === order ? !own.reversed : false }),
  });
  const columns: Column<FindingRow>[] = [
    { name: t("score"), width: "5.5rem", number: true, sort: sort("score"), show: ({ score, truncated }) => <strong>{number(score, 1)}{truncated && <span title={t("finding.truncated")}> ✂</span>}</strong> },
    { name: t("pattern"), width: "minmax(9rem, 1fr)", show: ({ pattern }) => named("pattern", pattern) },
    { name: t("first-account"), width: "minmax(12rem, 1.6fr)", show: ({ roles }) => (roles[0] === undefined ? "" : <><Account name={roles[0].first} /> <small class="faint">{named("role", roles[0].role)}</small></>) },
    { name: t("accounts"), width: "6rem", number: true, sort: sort("accounts"), show: ({ accounts }) => number(accounts) },
    { name: t("overview.payments"), width: "6.5rem", number: true, sort: sort("transactions"), show: ({ transactions }) => number(transactions) },
    { name: t("paid-in-all"), width: "minmax(11rem, 1.1fr)", number: true, sort: sort("amount"), show: ({ amounts }) => (amounts[0] === undefined ? "" : `${money(amounts[0].amount, amounts[0].currency)}${amounts.length > 1 ? ` +${amounts.length - 1}` : ""}`) },
    { name: t("when"), width: "8rem", sort: sort("time"), show: ({ window }) => day(window.from) },
    { name: t("why"), width: "minmax(16rem, 3fr)", show: ({ reasons }) => <span title={reasons.map((one) => `${named("term", one.term)}: ${one.text} (${one.bits.toFixed(1)})`).join("\n")}>{reasons[0] && named("term", reasons[0].term)} <span lang="en" class="faint">{reasons[0]?.text}</span></span> },
  ];
  return (
    <>
      <h1>{t("nav.findings")} <span class="count" role="status">{total !== undefined && t("of-all", { n: total, of: summary.value?.findings ?? 0 })}</span></h1>
      <section class="filters" aria-label={t("filters")}>
        <label class="field grow">{t("filter.text")}<input type="search" data-search value={own.text} placeholder={t("filter.text-hint")} onInput={(event) => set({ text: event.currentTarget.value })} /></label>
        <label class="field">{t("pattern")}<select value={own.pattern} onChange={(event) => set({ pattern: event.currentTarget.value })}><option value="">{t("all")}</option>{summary.value?.patterns.filter(({ findings }) => findings > 0).map(({ pattern }) => <option key={pattern} value={pattern}>{named("pattern", pattern)}</option>)}</select></label>
        <label class="field">{t("filter.score")}<input type="number" min={0} size={5} value={own.least} onInput={(event) => set({ least: event.currentTarget.value })} /></label>
        <PeriodFields />
      </section>
      <Table key={key} label={t("nav.findings")} columns={columns} count={total ?? 0} row={row} fill onOpen={(finding) => finding.case && go("case", finding.case)} />
      {total === 0 && <p class="faint">{t("nothing-matches")}</p>}
    </>
  );
}
