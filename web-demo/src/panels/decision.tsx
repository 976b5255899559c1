// What the analyst makes of a case: its status with a reason, notes, and paths that she pinned to it.

import { useEffect, useState } from "preact/hooks";
import { decimal } from "../data/payments.ts";
import { plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { act, path, work } from "../state/store.ts";
import { address } from "../state/route.ts";
import { caseWork, type Status, STATUSES, withCase } from "../state/work.ts";

export function Decision({ id }: { id: string }) {
  const { t, instant, money, number } = said.value;
  const own = caseWork(work.value, id);
  const [status, setStatus] = useState<Status>(own.status);
  const [reason, setReason] = useState(own.reason);
  const [text, setText] = useState("");
  // What was undone is undone in the form too.
  useEffect(() => {
    setStatus(own.status);
    setReason(own.reason);
  }, [own.status, own.reason]);
  const changed = status !== own.status || reason !== own.reason;
  // A decision without a reason is none.
  const complete = (status !== "suspicious" && status !== "cleared") || reason.trim() !== "";
  const decide = (event: Event) => {
    event.preventDefault();
    act("decision", { case: id, status, reason }, (before) => withCase(before, id, { status, reason }));
  };
  const write = (event: Event) => {
    event.preventDefault();
    const note = { at: new Date().toISOString(), text: text.trim() };
    act("note", { case: id, text: note.text }, (before) => withCase(before, id, { notes: [...caseWork(before, id).notes, note] }));
    setText("");
  };
  return (
    <section class="card decision">
      <h2>{t("decision")}</h2>
      <form onSubmit={decide}>
        <div class="choice statuses" role="radiogroup" aria-label={t("status")}>
          {STATUSES.map((one) => (
            <label key={one} class={`status ${one}`}><input type="radio" name="status" value={one} checked={status === one} onChange={() => setStatus(one)} />{t(`status.${one}`)}</label>
          ))}
        </div>
        <label class="field">{t("decision.reason")}<textarea rows={2} value={reason} maxLength={4000} onInput={(event) => setReason(event.currentTarget.value)} data-reason /></label>
        <button type="submit" class={changed ? "main" : ""} disabled={!changed || !complete} data-decide>{t("decision.save")}</button>
        {!complete && <small class="bad"> {t("decision.needs-reason")}</small>}
      </form>
      <h3>{t("notes")}</h3>
      <ul class="notes">
        {own.notes.map((note, at) => (
          <li key={note.at + at}>
            <small class="faint">{instant(note.at)}</small>
            <button type="button" class="plain" aria-label={t("notes.remove")} title={t("notes.remove")} onClick={() => act("note-removed", { case: id, text: note.text }, (before) => withCase(before, id, { notes: caseWork(before, id).notes.filter((_, place) => place !== at) }))}>✕</button>
            <p><bdi>{plain(note.text, 4000)}</bdi></p>
          </li>
        ))}
      </ul>
      <form onSubmit={write}>
        <label class="field">{t("notes.new")}<textarea rows={2} value={text} maxLength={4000} onInput={(event) => setText(event.currentTarget.value)} data-note /></label>
        <button type="submit" disabled={text.trim() === ""} data-write>{t("notes.add")}</button>
      </form>
      {own.paths.length > 0 && <h3>{t("paths")}</h3>}
      <ul class="notes">
        {own.paths.map((steps, at) => (
          <li key={at}>
            <a href={address("follow")} onClick={() => (path.value = steps)}>{t("paths.steps", { n: steps.length })}</a>
            <button type="button" class="plain" aria-label={t("paths.unpin")} title={t("paths.unpin")} onClick={() => act("path-unpinned", { case: id }, (before) => withCase(before, id, { paths: caseWork(before, id).paths.filter((_, place) => place !== at) }))}>✕</button>
            <p>{steps.slice(0, 6).map((step) => plain(step.from, 30)).join(" → ")} → {plain(steps.at(-1)?.to ?? "", 30)}</p>
            <small class="faint">{steps[0] && money(decimal(BigInt(steps[0].units), steps[0].decimals), steps[0].currency)}{steps.length > 6 && ` · ${number(steps.length)}`}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
