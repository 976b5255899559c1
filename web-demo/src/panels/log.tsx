// What the analyst did, and what is kept of it: the log, the session file, the browser's storage.

import { useState } from "preact/hooks";
import { plain, save } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { type Column, Table } from "../parts/table.tsx";
import { forget, keeping, keptAt, KEEPS, sessionFile } from "../state/keep.ts";
import { broken, type Entry } from "../state/log.ts";
import { SealError } from "../state/sealed.ts";
import { given, log, note, phase } from "../state/store.ts";

export function LogPanel() {
  const { t, instant, named } = said.value;
  const entries = log.value;
  const bad = broken(entries);
  const columns: Column<Entry>[] = [
    { name: "#", width: "4rem", number: true, show: ({ n }) => n },
    { name: t("when"), width: "13rem", show: ({ at }) => instant(at) },
    { name: t("analyst"), width: "9rem", show: ({ by }) => <bdi>{plain(by, 40)}</bdi> },
    { name: t("log.act"), width: "14rem", show: ({ act }) => named("act", act) },
    { name: t("log.detail"), width: "minmax(0, 1fr)", show: ({ detail }) => <code title={plain(JSON.stringify(detail), 2000)}>{plain(JSON.stringify(detail), 200)}</code> },
    { name: "SHA-256", width: "8rem", show: ({ hash }) => <code title={hash}>{hash.slice(0, 10)}…</code> },
  ];
  return (
    <>
      <h1>{t("nav.log")}</h1>
      <div class="two">
        <Session />
        <Storage />
      </div>
      <section class="card">
        <header>
          <h2>{t("log.title", { n: entries.length })}</h2>
          <span class={bad === undefined ? "good" : "bad"}>{bad === undefined ? t("log.whole") : t("log.broken", { n: bad })}</span>
          <span class="space" />
          <button type="button" disabled={entries.length === 0} onClick={() => save("quipu-log.json", "application/json", JSON.stringify(entries, null, 1))}>{t("log.save")}</button>
        </header>
        <p class="faint">{t("log.what")}</p>
        <Table label={t("nav.log")} columns={columns} count={entries.length} row={(at) => entries[entries.length - 1 - at]} rowHeight={28} />
      </section>
    </>
  );
}

function Session() {
  const { t, bytes } = said.value;
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [withFiles, setWithFiles] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const size = given.value.reduce((sum, { file }) => sum + file.size, 0);
  const fits = size <= KEEPS;
  const able = phase.value === "read" || phase.value === "ready";
  const write = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure("");
    try {
      note("session-saved", { with_files: withFiles && fits });
      const sealed = await sessionFile(passphrase, withFiles && fits);
      save(`quipu-${new Date().toISOString().slice(0, 10)}.quipu`, "application/octet-stream", sealed);
    } catch (error) {
      setFailure(error instanceof SealError ? t(`sealed.${error.kind}`) : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card">
      <h2>{t("session.title")}</h2>
      <p>{t("session.what")}</p>
      <form onSubmit={(event) => void write(event)} class="stack">
        <label class="field">{t("session.passphrase")}<input type="password" autocomplete="new-password" minLength={10} value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} data-passphrase /></label>
        <label class="field">{t("session.again")}<input type="password" autocomplete="new-password" value={again} onInput={(event) => setAgain(event.currentTarget.value)} data-again /></label>
        <label class="check"><input type="checkbox" checked={withFiles && fits} disabled={!fits} onChange={(event) => setWithFiles(event.currentTarget.checked)} />{t("session.with-files", { size: bytes(size) })}</label>
        <p>
          <button type="submit" class="main" disabled={busy || !able || passphrase.length < 10 || passphrase !== again} data-save>{t("session.save")}</button>
          {passphrase !== "" && passphrase.length < 10 && <small class="bad"> {t("session.short")}</small>}
          {again !== "" && passphrase !== again && <small class="bad"> {t("session.differs")}</small>}
        </p>
        {failure !== "" && <p class="bad" role="alert">{failure}</p>}
      </form>
    </section>
  );
}

function Storage() {
  const { t, instant, bytes } = said.value;
  return (
    <section class="card">
      <h2>{t("storage.title")}</h2>
      <p>{t("storage.what", { size: bytes(KEEPS) })}</p>
      <p role="status">{keeping.value === "failed" ? <span class="bad">{t("storage.failed")}</span> : keptAt.value ? t("storage.at", { at: instant(keptAt.value.getTime()) }) : t("storage.nothing")}</p>
      <p>
        <label class="check"><input type="checkbox" checked={keeping.value === "on"} disabled={keeping.value === "failed"} onChange={(event) => (keeping.value = event.currentTarget.checked ? "on" : "off")} />{t("storage.keep")}</label>
      </p>
      <button type="button" onClick={() => ((keeping.value = "off"), void forget())} data-forget>{t("storage.delete")}</button>
    </section>
  );
}
