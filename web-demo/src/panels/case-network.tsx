// The network of a case with its replay in time, the neighbours of an account, and ways between two.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Graph, shortest, widened, withWay } from "../charts/graph.ts";
import { NetworkView } from "../charts/network.tsx";
import type { Payment } from "../data/payments.ts";
import { plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { Account } from "../parts/name.tsx";
import { address, go } from "../state/route.ts";
import { engine } from "../state/store.ts";
import { PaymentsOverTime } from "./over-time.tsx";

export function CaseNetwork({ id, evidence, payments: list }: { id: string; evidence: Graph; payments: Payment[] }) {
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
      const next = withWay(graph, wide, from, selected);
      if (next === undefined) {
        setTold(t("network.no-way", { n: wide.accounts.length }));
      } else {
        setGraph(next.graph);
        setWay(next.way);
        setTold(t("network.way", { n: next.way.length }));
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
