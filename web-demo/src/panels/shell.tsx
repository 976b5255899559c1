// What stands around all panels: the way to each, the work that goes on, language, looks, undo, and the keys.

import { useEffect, useState } from "preact/hooks";
import { said } from "../i18n/index.ts";
import { plain } from "../data/text.ts";
import { address, go, route, type View } from "../state/route.ts";
import { canRedo, canUndo, doing, phase, problem, redo, summary, typologies, undo } from "../state/store.ts";
import { AlertPanel } from "./alert.tsx";
import { AlertsPanel } from "./alerts.tsx";
import { AccountPanel } from "./account.tsx";
import { CasePanel } from "./case.tsx";
import { CasesPanel } from "./cases.tsx";
import { FindingsPanel } from "./findings.tsx";
import { FollowPanel } from "./follow.tsx";
import { Keys } from "./keys.tsx";
import { LogPanel } from "./log.tsx";
import { OpenPanel } from "./open.tsx";
import { OverviewPanel } from "./overview.tsx";
import { ReportPanel } from "./report.tsx";
import { Settings } from "./settings.tsx";

const WAYS: { view: View; needs: boolean }[] = [
  { view: "open", needs: false },
  { view: "overview", needs: true },
  { view: "cases", needs: true },
  { view: "alerts", needs: true },
  { view: "findings", needs: true },
  { view: "follow", needs: true },
  { view: "report", needs: true },
  { view: "log", needs: false },
];

export function Shell() {
  const { t, language, named } = said.value;
  const [keys, setKeys] = useState(false);
  const { view, id } = route.value;
  const ready = phase.value === "ready";
  const shown: View = ready || view === "log" ? view : "open";
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${t(`nav.${shown === "case" ? "cases" : shown === "alert" ? "alerts" : shown === "account" ? "follow" : shown}`)} · Quipu`;
  });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const target = event.target as Element;
      const writing = target.closest("input, textarea, select, dialog") !== null;
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === "z" && !writing) {
        event.preventDefault();
        (event.shiftKey ? redo : undo)();
      } else if (command && event.key.toLowerCase() === "y" && !writing) {
        event.preventDefault();
        redo();
      } else if (!command && !event.altKey && !writing && event.key === "?") {
        event.preventDefault();
        setKeys(true);
      } else if (!command && !event.altKey && !writing && event.key === "/") {
        event.preventDefault();
        const search = document.querySelector<HTMLElement>("[data-search]");
        search === null ? go("cases") : search.focus();
      } else if (!command && !event.altKey && !writing && ["j", "k"].includes(event.key) && target.closest("[data-table]") === null) {
        document.querySelector<HTMLElement>("main [data-table]")?.focus();
      } else if (event.key === "Escape" && target.matches("input[data-search]")) {
        document.querySelector<HTMLElement>("main [data-table]")?.focus();
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  useEffect(() => {
    scrollTo(0, 0);
    // What had the focus went away with its view.
    if (document.activeElement === document.body) {
      document.getElementById("main")?.focus({ preventScroll: true });
    }
  }, [shown, id]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>{t("skip")}</a>
      <header class="bar">
        <a class="brand" href={address("open")}><Mark />Quipu</a>
        <nav aria-label={t("nav")}>
          {WAYS.filter(({ view }) => view !== "alerts" || typologies.value !== undefined).map(({ view, needs }) => (
            needs && !ready
              ? <span key={view} class="off" aria-disabled="true">{t(`nav.${view as "open"}`)}</span>
              : <a key={view} href={address(view)} aria-current={shown === view || (view === "cases" && shown === "case") || (view === "alerts" && shown === "alert") ? "page" : undefined}>{t(`nav.${view as "open"}`)}</a>
          ))}
        </nav>
        <div class="acts">
          <button type="button" class="plain" disabled={canUndo.value === undefined} onClick={undo} aria-label={t("undo")} title={`${t("undo")}${canUndo.value ? `: ${named("act", canUndo.value)}` : ""} (Ctrl+Z)`}>↶</button>
          <button type="button" class="plain" disabled={canRedo.value === undefined} onClick={redo} aria-label={t("redo")} title={`${t("redo")}${canRedo.value ? `: ${named("act", canRedo.value)}` : ""} (Ctrl+Y)`}>↷</button>
          <Settings />
          <button type="button" class="plain" onClick={() => setKeys(true)} aria-label={t("keys")} title={`${t("keys")} (?)`}>?</button>
        </div>
      </header>
      <Progress />
      {problem.value !== "" && (
        <div class="problem" role="alert">
          <span>{plain(problem.value, 2000)}</span>
          <button type="button" class="plain" aria-label={t("close")} onClick={() => (problem.value = "")}>✕</button>
        </div>
      )}
      <main id="main" tabIndex={-1} class={`view-${shown}`}>
        {shown === "open" && <OpenPanel />}
        {shown === "overview" && <OverviewPanel />}
        {shown === "cases" && <CasesPanel />}
        {shown === "alerts" && <AlertsPanel />}
        {shown === "alert" && <AlertPanel id={id} key={id} />}
        {shown === "findings" && <FindingsPanel />}
        {shown === "case" && <CasePanel id={id} key={id} />}
        {shown === "account" && <AccountPanel account={id} key={id} />}
        {shown === "follow" && <FollowPanel account={id} />}
        {shown === "report" && <ReportPanel />}
        {shown === "log" && <LogPanel />}
      </main>
      <footer class="foot">
        <span>{t("private")}</span>
        {summary.value && <span>Quipu {summary.value.quipu}</span>}
      </footer>
      {keys && <Keys onClose={() => setKeys(false)} />}
    </>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <path d="M4 7h24" class="cord" />
      <path d="M9 7v17M16 7v20M23 7v13" class="strings" />
      <circle cx="9" cy="14" r="2.3" /><circle cx="9" cy="20" r="2.3" /><circle cx="16" cy="17" r="2.6" /><circle cx="16" cy="23" r="2.6" /><circle cx="23" cy="15" r="2.3" />
    </svg>
  );
}

/** How far it is, how fast, how long still, and how to stop it. */
function Progress() {
  const { t, named, bytes, span, percent } = said.value;
  const [, tick] = useState(0);
  const now = doing.value;
  useEffect(() => {
    if (now !== undefined) {
      const timer = setInterval(() => tick((turn) => turn + 1), 500);
      return () => clearInterval(timer);
    }
    return undefined;
  }, [now === undefined]);
  if (now === undefined) {
    return <div class="progress-place" role="status" />;
  }
  const { stage, done, total, began, stop } = now;
  const passed = performance.now() - began;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const reading = stage === "reading";
  const rate = done > 0 && passed > 300 && reading ? ` · ${t("progress.rate", { rate: bytes((done / passed) * 1000) })}` : "";
  const left = share > 0.02 && share < 1 && passed > 500 ? ` · ${t("progress.left", { time: span((passed * (1 - share)) / share) })}` : "";
  return (
    <div class="progress" role="status">
      <progress max={1} value={total > 0 ? share : undefined} aria-label={t("progress")} />
      <span>
        {reading ? t("progress.reading", { done: bytes(done), total: bytes(total) }) : t("progress.searching", { what: named("stage", stage) === stage ? named("pattern", stage) : named("stage", stage) })}
        {total > 0 && ` · ${percent(share)}`}{rate}{left} · {span(passed)}
      </span>
      <button type="button" onClick={stop}>{t("cancel")}</button>
    </div>
  );
}
