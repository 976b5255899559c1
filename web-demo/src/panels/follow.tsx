// Following money: from an account or a payment, step by step forwards and back, each payment after the one before it.

import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { decimal, type Payment, payments } from "../data/payments.ts";
import { plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { Account, Place } from "../parts/name.tsx";
import { type Column, Table } from "../parts/table.tsx";
import { go } from "../state/route.ts";
import { act, cases, engine, note, path, problem } from "../state/store.ts";
import { caseWork, type Step, withCase } from "../state/work.ts";

const WINDOWS = { "6h": 21_600_000, "1d": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000, all: Infinity } as const;
const asked = signal<{ window: keyof typeof WINDOWS; alike: boolean }>({ window: "7d", alike: false });

const stepOf = (own: Payment): Step => ({
  row: own.row, time: own.time, from: own.from, to: own.to, units: own.units.toString(), currency: own.currency, decimals: own.decimals, file: own.file, line: own.line,
});

export function FollowPanel({ account }: { account: string }) {
  const { t } = said.value;
  const [name, setName] = useState("");
  const steps = path.value;
  // An account in the address begins anew, unless the path is already there.
  const begin = steps.length === 0 ? account : "";
  const shown = steps.length > 0 && (account === "" || steps.some(({ from, to }) => from === account || to === account));
  useEffect(() => {
    if (account !== "" && !shown) {
      path.value = [];
    }
  }, [account]);
  return (
    <>
      <h1>{t("nav.follow")}</h1>
      {!shown && begin === "" && account === "" && (
        <section class="card">
          <p>{t("follow.begin")}</p>
          <form class="fields" onSubmit={(event) => (event.preventDefault(), name.trim() !== "" && go("follow", name.trim()))}>
            <label class="field grow">{t("follow.account")}<input data-search type="search" value={name} onInput={(event) => setName(event.currentTarget.value)} placeholder="Banco Ejemplo:0123456789" /></label>
            <button type="submit" class="main">{t("follow.go")}</button>
          </form>
        </section>
      )}
      {shown ? <Path steps={steps} /> : account !== "" && <Begin account={account} />}
    </>
  );
}

function usePayments(account: string): Payment[] | undefined {
  const [list, setList] = useState<Payment[]>();
  useEffect(() => {
    let current = true;
    setList(undefined);
    engine.value?.transactions({ of: { account }, limit: 100_000 }).then(
      (columns) => current && setList(payments(columns)),
      (error: unknown) => (problem.value = String(error)),
    );
    return () => {
      current = false;
    };
  }, [account]);
  return list;
}

/** The first payment is chosen from all of an account. */
function Begin({ account }: { account: string }) {
  const { t } = said.value;
  const list = usePayments(account);
  return (
    <section class="card">
      <header><h2><Account name={account} /></h2><span class="faint">{t("follow.choose")}</span></header>
      {list === undefined ? <p class="faint">{t("counting")}</p> : <Choices list={list} account={account} onTake={(own) => ((path.value = [stepOf(own)]), note("follow", { file: own.file, line: own.line }))} />}
    </section>
  );
}

function Choices({ list, account, onTake, beside }: { list: Payment[]; account: string; onTake: (own: Payment) => void; beside?: Step }) {
  const { t, money, instant, span, percent } = said.value;
  const columns: Column<Payment>[] = [
    { name: t("direction"), width: "5.5rem", show: (own) => <button type="button" onClick={() => onTake(own)} data-take>{own.from === account ? t("follow.out") : t("follow.in")}</button> },
    { name: t("when"), width: "12.5rem", show: ({ time }) => instant(time) },
    ...(beside === undefined ? [] : [{ name: t("follow.after"), width: "6rem", number: true, show: ({ time }: Payment) => span(Math.abs(time - beside.time)) }]),
    { name: t("counterparty"), width: "minmax(0, 1.4fr)", show: ({ from, to }) => <Account name={from === account ? to : from} /> },
    { name: t("amount"), width: "11rem", number: true, show: ({ units, decimals, currency }) => money(decimal(units, decimals), currency) },
    ...(beside === undefined ? [] : [{ name: t("follow.share"), width: "6rem", number: true, show: (own: Payment) => (own.currency === beside.currency ? percent(Number(own.units) / Number(beside.units)) : "") }]),
    { name: t("place"), width: "minmax(8rem, 1fr)", show: ({ file, line }) => <Place file={file} line={line} /> },
  ];
  return list.length === 0 ? <p class="faint">{t("follow.none")}</p> : <Table label={t("account.payments")} columns={columns} count={list.length} row={(at) => list[at]} rowHeight={34} onOpen={onTake} />;
}

function Path({ steps }: { steps: Step[] }) {
  const { t, money, instant, span } = said.value;
  const [target, setTarget] = useState("");
  const [first, last] = [steps[0], steps.at(-1)];
  const before = usePayments(first?.from ?? "");
  const after = usePayments(last?.to ?? "");
  const { window, alike } = asked.value;
  const near = (own: Payment, to: Step) => !alike || (own.currency === to.currency && Number(own.units) >= Number(to.units) * 0.8 && Number(own.units) <= Number(to.units) * 1.05);
  const rows = new Set(steps.map(({ row }) => row));
  const out = useMemo(
    () => (last === undefined ? [] : (after ?? []).filter((own) => own.from === last.to && own.to !== last.to && own.time >= last.time && own.time - last.time <= WINDOWS[window] && !rows.has(own.row) && near(own, last))),
    [after, last, window, alike],
  );
  const back = useMemo(
    () => (first === undefined ? [] : (before ?? []).filter((own) => own.to === first.from && own.from !== first.from && own.time <= first.time && first.time - own.time <= WINDOWS[window] && !rows.has(own.row) && near(own, first)).reverse()),
    [before, first, window, alike],
  );
  if (first === undefined || last === undefined) {
    return null;
  }
  const accounts = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const chosen = target || cases.value[0]?.id || "";
  const pin = () => act("path-pinned", { case: chosen, steps: steps.map(({ file, line }) => ({ file, line })) }, (own) => withCase(own, chosen, { paths: [...caseWork(own, chosen).paths, steps] }));
  const take = (own: Payment, forward: boolean) => {
    path.value = forward ? [...steps, stepOf(own)] : [stepOf(own), ...steps];
    note("follow", { file: own.file, line: own.line, direction: forward ? "forward" : "back" });
  };
  return (
    <>
      <section class="card">
        <ol class="path" aria-label={t("follow.path")}>
          <li class="stop"><Account name={first.from} /></li>
          {steps.map((step, at) => {
            const earlier = steps[at - 1];
            return (
              <li key={step.row} class="leg">
                <span class="arrow" aria-hidden="true">→</span>
                <span class="sum">{money(decimal(BigInt(step.units), step.decimals), step.currency)}</span>
                <small class="faint">{instant(step.time)}{earlier && ` (+${span(step.time - earlier.time)})`} · <bdi>{plain(step.file, 24)}</bdi>:{step.line}</small>
                <span class="stop"><Account name={step.to} /></span>
              </li>
            );
          })}
        </ol>
        <p class="fields">
          <button type="button" onClick={() => (path.value = steps.slice(0, -1))} disabled={steps.length < 2}>{t("follow.drop-last")}</button>
          <button type="button" onClick={() => (path.value = steps.slice(1))} disabled={steps.length < 2}>{t("follow.drop-first")}</button>
          <button type="button" onClick={() => ((path.value = []), go("follow"))}>{t("follow.anew")}</button>
          <span class="space" />
          <label class="field row">{t("follow.to-case")}
            <select value={chosen} onChange={(event) => setTarget(event.currentTarget.value)}>
              {cases.value.slice(0, 300).map(({ id, rank }) => <option key={id} value={id}>{t("account.case", { rank })}</option>)}
            </select>
          </label>
          <button type="button" class="main" disabled={chosen === ""} onClick={pin} data-pin>{t("follow.pin")}</button>
        </p>
        {accounts.size <= steps.length && <p class="assumed">{t("follow.circle")}</p>}
      </section>
      <section class="filters" aria-label={t("filters")}>
        <label class="field row">{t("follow.within")}
          <select value={window} onChange={(event) => (asked.value = { ...asked.value, window: event.currentTarget.value as keyof typeof WINDOWS })}>{Object.entries(WINDOWS).map(([name, length]) => <option key={name} value={name}>{length === Infinity ? t("all") : span(length)}</option>)}</select>
        </label>
        <label class="check"><input type="checkbox" checked={alike} onChange={(event) => (asked.value = { ...asked.value, alike: event.currentTarget.checked })} />{t("follow.alike")}</label>
      </section>
      <div class="two late">
        <section class="card">
          <header><h2>{t("follow.before")}</h2><Account name={first.from} /></header>
          {before === undefined ? <p class="faint">{t("counting")}</p> : <Choices list={back} account={first.from} beside={first} onTake={(own) => take(own, false)} />}
        </section>
        <section class="card">
          <header><h2>{t("follow.then")}</h2><Account name={last.to} /></header>
          {after === undefined ? <p class="faint">{t("counting")}</p> : <Choices list={out} account={last.to} beside={last} onTake={(own) => take(own, true)} />}
        </section>
      </div>
    </>
  );
}
