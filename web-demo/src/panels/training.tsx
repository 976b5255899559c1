// Training cases: invented worlds whose answer is known, to learn on.

import { useState } from "preact/hooks";
import { example, simulate } from "../engine.ts";
import { train } from "../data/opening.ts";
import { truthOf } from "../data/training.ts";
import { said } from "../i18n/index.ts";
import { problem } from "../state/store.ts";

const SIZES = {
  small: { accounts: 600, transactions: 6_000, planted: 1 },
  middle: { accounts: 2_500, transactions: 50_000, planted: 2 },
  large: { accounts: 20_000, transactions: 400_000, planted: 3 },
} as const;

export function Training() {
  const { t, number } = said.value;
  const [size, setSize] = useState<keyof typeof SIZES>("small");
  const [seed, setSeed] = useState(1);
  const [busy, setBusy] = useState(false);
  const start = async (make: () => Promise<{ file: File; truth: string }>, detail: Record<string, unknown>) => {
    setBusy(true);
    try {
      const { file, truth } = await make();
      await train(file, truthOf(truth), detail);
    } catch (error) {
      problem.value = String(error);
    } finally {
      setBusy(false);
    }
  };
  const { accounts, transactions, planted } = SIZES[size];
  return (
    <section class="card training">
      <h2>{t("training.title")}</h2>
      <p>{t("training.what")}</p>
      <div class="fields">
        <button type="button" disabled={busy} onClick={() => void start(example, { world: "example" })} data-example>{t("training.example")}</button>
        <span class="or">{t("training.or")}</span>
        <label class="field">
          {t("training.size")}
          <select value={size} onChange={(event) => setSize(event.currentTarget.value as keyof typeof SIZES)}>
            {Object.entries(SIZES).map(([name, own]) => <option key={name} value={name}>{t("training.payments", { n: own.transactions })}</option>)}
          </select>
        </label>
        <label class="field">{t("training.seed")}<input type="number" min={0} max={999999} step={1} value={seed} onInput={(event) => setSeed(Math.max(0, Math.trunc(Number(event.currentTarget.value))))} /></label>
        <button type="button" disabled={busy} onClick={() => void start(() => simulate({ seed, accounts, transactions, planted, look_alikes: planted }), { seed, size })} data-world>
          {busy ? t("training.making") : t("training.make", { seed: number(seed) })}
        </button>
      </div>
    </section>
  );
}
