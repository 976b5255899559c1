// Going on with work that was kept, in the browser or in a session file.

import { useState } from "preact/hooks";
import { analyze, reopen } from "../data/opening.ts";
import { said } from "../i18n/index.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Text } from "../parts/name.tsx";
import { earlier, forget, fromSessionFile, missing, takeUp } from "../state/keep.ts";
import { go } from "../state/route.ts";
import { SealError } from "../state/sealed.ts";
import { given, phase } from "../state/store.ts";

type Kept = NonNullable<typeof earlier.value>;

async function goOn(kept: Kept): Promise<void> {
  const files = takeUp(kept);
  if (files.length > 0) {
    await reopen(files);
    if (kept.analysed && missing.value.length === 0 && (await analyze())) {
      go("cases");
    }
  }
}

/** What another visit left in this browser. */
export function EarlierWork() {
  const { t, instant } = said.value;
  const kept = earlier.value;
  if (kept === undefined || phase.value !== "empty") {
    return null;
  }
  return (
    <section class="card earlier">
      <p>
        {t("earlier", { at: instant(kept.at), entries: kept.log.length })} {kept.files.map(({ name }) => <span class="chip" key={name}><Text value={name} most={50} /></span>)}
      </p>
      <button type="button" class="main" onClick={() => void goOn(kept)} data-go-on>{t("earlier.go-on")}</button>
      <button type="button" onClick={() => void forget()} data-forget>{t("earlier.delete")}</button>
    </section>
  );
}

/** Files that kept work needs, to be dropped again. */
export function MissingFiles() {
  const { t, bytes } = said.value;
  const lacking = missing.value.filter(({ name, blake3 }) => !given.value.some((own) => own.file.name === name && own.read !== undefined && "transactions" in own.read && own.read.transactions.blake3 === blake3));
  if (lacking.length === 0) {
    return null;
  }
  return (
    <section class="card" role="status">
      <p>{t("missing")}</p>
      <ul>{lacking.map((file) => <li key={file.name}><Text value={file.name} /> · {bytes(file.bytes)}{file.blake3 !== "" && <> · BLAKE3 <code>{file.blake3.slice(0, 16)}…</code></>}</li>)}</ul>
    </section>
  );
}

/** Asks for the passphrase of a session file. */
export function SessionOpening({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = said.value;
  const [passphrase, setPassphrase] = useState("");
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const open = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const kept = await fromSessionFile(file, passphrase);
      onClose();
      await goOn(kept);
    } catch (error) {
      setFailure(error instanceof SealError ? t(`sealed.${error.kind}`) : String(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("session.open")} onClose={onClose}>
      <form onSubmit={(event) => void open(event)}>
        <p><Text value={file.name} /></p>
        <label class="field">{t("session.passphrase")}<input type="password" autofocus autocomplete="off" value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} data-passphrase /></label>
        {failure !== "" && <p class="bad" role="alert">{failure}</p>}
        <p><button type="submit" class="main" disabled={busy || passphrase === ""}>{t("session.open")}</button></p>
      </form>
    </Dialog>
  );
}
