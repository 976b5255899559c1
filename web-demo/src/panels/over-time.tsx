// Payments over time as bars: by day, or by hour where they are close together.

import { useMemo } from "preact/hooks";
import { type Bar, Bars, merged } from "../charts/bars.tsx";
import { type Payment, worth } from "../data/payments.ts";
import { said } from "../i18n/index.ts";
import { summary } from "../state/store.ts";

/** `account`, where given, has what it paid drawn downwards. */
export function PaymentsOverTime({ payments, label, account, height = 120 }: { payments: readonly Payment[]; label: string; account?: string; height?: number }) {
  const { about, instant, t } = said.value;
  const bars = useMemo(() => {
    const by = worth(summary.value);
    const [first, last] = [payments[0]?.time ?? 0, payments.at(-1)?.time ?? 0];
    const each = last - first > 12 * 86_400_000 ? 86_400_000 : last - first > 86_400_000 ? 3_600_000 : 900_000;
    const begin = Math.floor(first / each) * each;
    const count = Math.min(Math.floor((last - begin) / each) + 1, 20_000);
    const list = Array.from({ length: count }, (_, at): Bar => ({ from: begin + at * each, to: begin + (at + 1) * each, value: 0, below: 0, tip: "" }));
    for (const own of payments) {
      const bar = list[Math.floor((own.time - begin) / each)];
      const value = (Number(own.units) / 10 ** own.decimals) * (by.of(own.currency) ?? 0);
      if (bar !== undefined && (account === undefined || own.from !== own.to)) {
        if (account !== undefined && own.from === account) {
          bar.below = (bar.below ?? 0) + value;
        } else {
          bar.value += value;
        }
      }
    }
    const tip = ({ from, value, below = 0 }: Bar) => `${instant(from)}: ${about(value, by.reference)}${account === undefined ? "" : ` ${t("received")}, ${about(below, by.reference)} ${t("paid")}`}`;
    return merged(list.map((own) => ({ ...own, tip: tip(own) })), 160, tip);
  }, [payments, account, said.value, summary.value]);
  return payments.length === 0 ? null : <Bars label={label} bars={bars} height={height} scale={(value) => about(value, "")} />;
}
