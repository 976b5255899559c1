// The report: what goes in, in which language, with names or without; looked at here, then saved or printed.

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { body, csv, gatherCases, html, json, REPORT_STYLE, type Section, SECTIONS, type Wanted } from "../data/report.ts";
import { save } from "../data/text.ts";
import { type Language, language, LANGUAGES, said } from "../i18n/index.ts";
import { alerts, analyst, cases, engine, given, log, note, problem, summary, typologies, work } from "../state/store.ts";
import { caseWork } from "../state/work.ts";
import { caseTitle, StatusChip } from "./cases.tsx";

const asked = signal<{ cases: ReadonlySet<string> | undefined; sections: ReadonlySet<Section>; language: Language | undefined; veiled: boolean; key: string }>({
  cases: undefined, sections: new Set(SECTIONS.filter((own) => own !== "log")), language: undefined, veiled: false, key: "",
});

const OUTPUTS = ["report.html", "findings.ndjson", "alerts.ndjson", "cases.json", "matches.ndjson", "rejects.csv", "manifest.json"] as const;

export function ReportPanel() {
  const { t, number } = said.value;
  const own = asked.value;
  const [busy, setBusy] = useState(false);
  const preview = useRef<HTMLDivElement>(null);
  const decided = cases.value.filter(({ id }) => Object.hasOwn(work.value.cases, id));
  // Those the analyst has worked on, and the first of the others to choose from.
  const offered = [...decided, ...cases.value.filter(({ id }) => !Object.hasOwn(work.value.cases, id)).slice(0, 30)];
  const suspicious = decided.filter(({ id }) => caseWork(work.value, id).status === "suspicious");
  const chosen = own.cases ?? new Set((suspicious.length > 0 ? suspicious : decided.length > 0 ? decided : cases.value.slice(0, 1)).map(({ id }) => id));
  const toggle = <Item,>(set: ReadonlySet<Item>, item: Item): ReadonlySet<Item> => {
    const next = new Set(set);
    next.delete(item) || next.add(item);
    return next;
  };
  const wanted: Wanted = {
    cases: offered.filter(({ id }) => chosen.has(id)).map(({ id }) => id), sections: own.sections, language: own.language ?? language.value,
    key: own.veiled ? own.key : undefined,
  };
  const able = wanted.cases.length > 0 && (!own.veiled || own.key.length >= 10);
  const told = summary.value;
  const parties = given.value.some(({ read }) => read !== undefined && "parties" in read);
  const gathered = async () => {
    const ranks = new Map(cases.value.map(({ id, rank }) => [id, rank]));
    if (engine.value === undefined) {
      throw new Error("no files are open");
    }
    return gatherCases(engine.value, wanted, ranks, work.value, alerts.value);
  };
  const key = JSON.stringify([wanted.cases, [...wanted.sections], wanted.language, wanted.key]);
  useEffect(() => {
    let current = true;
    const place = preview.current;
    const timer = setTimeout(async () => {
      if (place === null || told === undefined || !able) {
        return;
      }
      const made = body(await gathered(), wanted, told, log.value, analyst.value, new Date());
      if (current) {
        const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(REPORT_STYLE);
        root.adoptedStyleSheets = [sheet];
        const page = new DOMParser().parseFromString(`<div class="report" lang="${wanted.language}">${made}</div>`, "text/html");
        root.replaceChildren(...page.body.childNodes);
      }
    }, 200);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key, able, work.value]);
  const write = async (format: "html" | "csv" | "json") => {
    if (told === undefined) {
      return;
    }
    setBusy(true);
    try {
      const made = await gathered();
      note("exported", { format, cases: wanted.cases, sections: [...wanted.sections], language: wanted.language, names: wanted.key === undefined });
      const at = new Date();
      const name = `quipu-report-${at.toISOString().slice(0, 10)}`;
      if (format === "html") {
        save(`${name}.html`, "text/html", html(made, wanted, told, log.value, analyst.value, at));
      } else if (format === "csv") {
        save(`${name}.csv`, "text/csv", csv(made));
      } else {
        save(`${name}.json`, "application/json", json(made, wanted, told, log.value, analyst.value, at));
      }
    } catch (error) {
      problem.value = String(error);
    } finally {
      setBusy(false);
    }
  };
  const output = async (name: (typeof OUTPUTS)[number]) => {
    const bytes = await engine.value?.output(name);
    if (bytes !== undefined) {
      note("exported", { output: name });
      save(name, "application/octet-stream", bytes as BlobPart);
    }
  };
  return (
    <>
      <h1>{t("nav.report")}</h1>
      <div class="report-page">
        <div class="options">
          <section class="card">
            <h2>{t("report.cases", { n: wanted.cases.length })}</h2>
            <ul class="checks">
              {offered.map(({ id, rank }, at) => (
                <li key={id}><label class="check"><input type="checkbox" checked={chosen.has(id)} onChange={() => (asked.value = { ...own, cases: toggle(chosen, id) })} />#{number(rank)} {offered[at] && caseTitle(offered[at])} <StatusChip status={caseWork(work.value, id).status} /></label></li>
              ))}
            </ul>
          </section>
          <section class="card">
            <h2>{t("report.contents")}</h2>
            <ul class="checks">
              {SECTIONS.filter((section) => typologies.value !== undefined || (section !== "story" && section !== "alerts")).map((section) => (
                <li key={section}><label class="check"><input type="checkbox" checked={own.sections.has(section) && !(section === "log" && own.veiled)} disabled={section === "log" && own.veiled} onChange={() => (asked.value = { ...own, sections: toggle(own.sections, section) })} />{t(`report.section.${section}`)}</label></li>
              ))}
            </ul>
            <label class="field">{t("language")}<select value={wanted.language} onChange={(event) => (asked.value = { ...own, language: event.currentTarget.value as Language })}>{Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}</select></label>
            <label class="check"><input type="checkbox" checked={own.veiled} onChange={(event) => (asked.value = { ...own, veiled: event.currentTarget.checked })} data-veiled />{t("report.pseudonyms")}</label>
            {own.veiled && <label class="field">{t("report.key")}<input type="password" autocomplete="off" value={own.key} minLength={10} onInput={(event) => (asked.value = { ...own, key: event.currentTarget.value })} data-key /></label>}
            {own.veiled && <p class="faint">{t("report.key-note")}</p>}
          </section>
          <section class="card">
            <h2>{t("report.save")}</h2>
            <p class="fields">
              <button type="button" class="main" disabled={busy || !able} onClick={() => void write("html")} data-html>HTML</button>
              <button type="button" disabled={busy || !able} onClick={() => void write("csv")} data-csv>CSV</button>
              <button type="button" disabled={busy || !able} onClick={() => void write("json")} data-json>JSON</button>
              <button type="button" disabled={busy || !able} onClick={() => print()} data-print>{t("report.print")}</button>
            </p>
            <h3>{t("report.outputs")}</h3>
            <p class="faint">{t("report.outputs-what")}</p>
            <p class="fields">{OUTPUTS.filter((name) => (name !== "alerts.ndjson" || typologies.value !== undefined) && (name !== "matches.ndjson" || parties)).map((name) => <button type="button" key={name} onClick={() => void output(name)}>{name}</button>)}</p>
          </section>
        </div>
        <section class="paper" tabIndex={0} aria-label={t("report.preview")}>
          {!able && <p class="faint">{t(wanted.cases.length === 0 ? "report.no-case" : "report.key-short")}</p>}
          <div ref={preview} class="preview-place" hidden={!able} />
        </section>
      </div>
    </>
  );
}
