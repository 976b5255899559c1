// Where a bank's export is dropped: what was understood of each file, with correction by hand, and what was rejected.

import { useRef, useState } from "preact/hooks";
import { type PartyInput, QuipuError } from "../engine.ts";
import { add, analyze, correct, remove } from "../data/opening.ts";
import { plain, save } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { Text } from "../parts/name.tsx";
import { go } from "../state/route.ts";
import { isSession } from "../state/sealed.ts";
import { begin, engine, type Given, given, inspection, phase } from "../state/store.ts";
import { Columns } from "./columns.tsx";
import { EarlierWork, MissingFiles, SessionOpening } from "./resume.tsx";
import { Training } from "./training.tsx";

export function OpenPanel() {
  const { t } = said.value;
  const [over, setOver] = useState(false);
  const [session, setSession] = useState<File>();
  const input = useRef<HTMLInputElement>(null);
  const busy = phase.value === "reading" || phase.value === "analysing";
  const take = async (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    for (const file of files) {
      if (await isSession(file)) {
        setSession(file);
        return;
      }
    }
    if (files.length > 0 && !busy) {
      await add(files);
    }
  };
  const start = async () => {
    if (await analyze()) {
      go("overview");
    }
  };
  const transactions = given.value.some((own) => own.read !== undefined && "transactions" in own.read);
  return (
    <>
      <EarlierWork />
      {given.value.length > 0 && <h1 class="unseen">{t("nav.open")}</h1>}
      {given.value.length === 0 && (
        <section class="welcome">
          <h1>{t("open.title")}</h1>
          <p>{t("open.promise")}</p>
        </section>
      )}
      <label
        class={`drop ${over ? "over" : ""} ${given.value.length > 0 ? "small" : ""}`}
        onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files);
        }}
      >
        <input
          ref={input} type="file" multiple disabled={busy} id="files"
          onChange={(event) => {
            void take(event.currentTarget.files);
            // So that the same file can be chosen again.
            event.currentTarget.value = "";
          }}
        />
        <strong>{t("open.choose")}</strong>
        <small>{t("open.formats")}</small>
      </label>
      <MissingFiles />
      {given.value.length === 0 && !busy && <Training />}
      {given.value.map((own) => <GivenFile key={own.file.name} own={own} />)}
      {given.value.length > 0 && !busy && (
        <div class="next">
          <button type="button" class="main" disabled={!transactions} onClick={() => void start()} data-analyse>{t("open.analyse")}</button>
          {inspection.value && <Ledger />}
          <span class="space" />
          <button type="button" onClick={() => begin()}>{t("open.anew")}</button>
        </div>
      )}
      {session && <SessionOpening file={session} onClose={() => setSession(undefined)} />}
    </>
  );
}

/** What all files make together. */
function Ledger() {
  const { t, number, range } = said.value;
  const ledger = inspection.value?.ledger;
  if (ledger === undefined) {
    return null;
  }
  const span = ledger.first && ledger.last ? ` · ${range(ledger.first, ledger.last)}` : "";
  return <span>{t("open.ledger", { transactions: ledger.transactions, accounts: ledger.accounts, currencies: number(ledger.currencies.length) })}{span}</span>;
}

function GivenFile({ own }: { own: Given }) {
  const { t, bytes } = said.value;
  const { file, read, failure } = own;
  const transactions = read !== undefined && "transactions" in read ? read.transactions : undefined;
  const parties = read !== undefined && "parties" in read ? read.parties : undefined;
  const rows = transactions?.rows ?? parties?.records ?? (read !== undefined && "accounts" in read ? (read.accounts as { rows: { read: number; accepted: number; rejected: number } }).rows : undefined);
  const input = inspection.value?.inputs.find(({ name }) => name === file.name);
  const format = transactions?.format ?? parties?.format ?? (read !== undefined ? t("open.accounts") : "");
  return (
    <section class="card given" data-file={file.name}>
      <header>
        <h2><Text value={file.name} /></h2>
        <span class="faint">{bytes(file.size)}{format && ` · ${format}`}{parties && ` · ${t("open.parties")}`}{transactions && transactions.compression !== "none" && ` · ${transactions.compression}`}</span>
        <span class="space" />
        {rows && (
          <span class="tally">
            {t("open.rows", { read: rows.read, accepted: rows.accepted })}
            {rows.rejected > 0 && <strong class="bad"> {t("open.rejected", { n: rows.rejected })}</strong>}
          </span>
        )}
        <button type="button" class="plain" onClick={() => void remove(file.name)} aria-label={t("open.remove", { name: plain(file.name) })} disabled={phase.value === "reading"}>✕</button>
      </header>
      {failure && (
        <div class="failure" role="alert">
          <p>{plain(failure.message, 2000)}{failure instanceof QuipuError && failure.line > 0 && ` (${t("line", { n: failure.line })})`}</p>
          {failure instanceof QuipuError && failure.hint !== "" && !["no-header", "missing-role"].includes(failure.kind) && <pre lang="en">{plain(failure.hint, 2000)}</pre>}
          {failure instanceof QuipuError && ["no-header", "missing-role"].includes(failure.kind) && <p>{t("open.say-columns")}</p>}
        </div>
      )}
      {input?.notes.map(({ topic, text }) => <p key={topic} class="assumed"><strong>{t("open.assumed")}</strong> <span lang="en">{text}</span></p>)}
      {(transactions || failure) && phase.value !== "reading" && <Columns own={own} input={input} />}
      {parties && <Parties own={parties} given={own} />}
      {input && input.rows.rejected > 0 && <Rejected input={input} />}
    </section>
  );
}

function Parties({ own, given }: { own: PartyInput; given: Given }) {
  const { t, number } = said.value;
  const { parties, relations, holdings } = own.tells;
  return (
    <>
      <p>{t("open.tells", { parties, relations, holdings })}</p>
      {Object.entries(own.rejections).map(([reason, count]) => <span class="chip" key={reason}>{reason} {number(count)}</span>)}
      {own.table !== null && (
        <label class="check"><input type="checkbox" checked={given.kind === "lists"} disabled={phase.value === "reading"} onChange={(event) => void correct(given.file.name, event.currentTarget.checked ? "lists" : "parties", undefined)} />{t("open.is-list")}</label>
      )}
    </>
  );
}

type Input = import("../engine.ts").Inspection["inputs"][number];

/** What was not accepted, and why; all of it can be taken away as a file. */
function Rejected({ input }: { input: Input }) {
  const { t, number } = said.value;
  const download = async () => {
    const bytes = await engine.value?.output("rejects.csv");
    if (bytes !== undefined) {
      save("rejects.csv", "text/csv", bytes as BlobPart);
    }
  };
  return (
    <details class="rejected" open>
      <summary>{t("rejected.title", { n: input.rows.rejected })}</summary>
      <p>
        {Object.entries(input.rejections).map(([reason, count]) => <span class="chip" key={reason}>{reason} {number(count)}</span>)}
        <button type="button" onClick={() => void download()} data-rejects>{t("rejected.download")}</button>
      </p>
      <div class="wide">
        <table>
          <thead><tr><th scope="col" class="number">{t("rejected.line")}</th><th scope="col">{t("rejected.column")}</th><th scope="col">{t("rejected.found")}</th><th scope="col">{t("rejected.expected")}</th></tr></thead>
          <tbody>
            {input.examples.map((one) => (
              <tr key={`${one.line}-${one.column ?? 0}`}>
                <td class="number">{one.line}</td>
                <td>{one.column_name ? <Text value={one.column_name} most={40} /> : (one.column ?? "")}</td>
                <td><code><Text value={one.found} most={60} /></code></td>
                <td lang="en">{one.expected}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
