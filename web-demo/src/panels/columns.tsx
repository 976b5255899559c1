// How each column of a file was read, with its first values, and what the analyst says instead.

import { useEffect, useState } from "preact/hooks";
import type { Inspection, Mapping, TransactionRole } from "../engine.ts";
import { correct } from "../data/opening.ts";
import { sample, type Sample } from "../data/sample.ts";
import { said } from "../i18n/index.ts";
import { Text } from "../parts/name.tsx";
import type { Given } from "../state/store.ts";

const ROLES: readonly TransactionRole[] = [
  "time", "time_of_day", "from", "from_institution", "to", "to_institution", "amount", "currency", "received_amount", "received_currency",
  "id", "channel", "purpose", "from_branch", "to_branch", "from_place", "to_place", "from_country", "to_country", "label", "label_group", "label_kind",
];
const NECESSARY: readonly TransactionRole[] = ["time", "from", "to", "amount"];

type Input = Inspection["inputs"][number];
type Settings = Pick<Mapping, "date_order" | "decimal_mark" | "currency" | "utc_offset" | "encoding" | "time_unit">;

const CHOICES = {
  date_order: ["dmy", "mdy", "ymd"],
  decimal_mark: ["point", "comma"],
  encoding: ["utf-8", "windows-1252", "utf-16le", "utf-16be"],
  time_unit: ["unix-seconds", "unix-milliseconds", "hours", "days"],
} as const;

/** What was understood, or said before. */
function understood(own: Given, input: Input | undefined, names: readonly string[]): (TransactionRole | "")[] {
  const said = Object.entries(own.mapping?.columns ?? {});
  const roles: (TransactionRole | "")[] = names.map((_, at) => (input?.columns[at]?.role ?? "") as TransactionRole | "");
  for (const [role, column] of input === undefined ? said : []) {
    const at = typeof column === "number" ? column - 1 : names.indexOf(column);
    if (at >= 0) {
      roles[at] = role as TransactionRole;
    }
  }
  return roles;
}

export function Columns({ own, input }: { own: Given; input: Input | undefined }) {
  const { t } = said.value;
  const [look, setLook] = useState<Sample>();
  const [roles, setRoles] = useState<(TransactionRole | "")[]>([]);
  const [settings, setSettings] = useState<Settings>({});
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    let current = true;
    void sample(own.file, input).then((taken) => {
      if (current) {
        setLook(taken);
        setRoles(understood(own, input, taken?.names ?? input?.columns.map(({ name }) => name) ?? []));
        setSettings({ ...own.mapping });
        setChanged(false);
      }
    });
    return () => {
      current = false;
    };
  }, [own.file, input]);
  const names = look?.names ?? input?.columns.map(({ name }) => name) ?? [];
  if (names.length === 0) {
    return null;
  }
  const give = (at: number, role: TransactionRole | "") => {
    // A role has one column: it is taken from the one that had it.
    setRoles(roles.map((before, place) => (place === at ? role : before === role ? "" : before)));
    setChanged(true);
  };
  const set = (name: keyof Settings, value: string) => {
    const next = { ...settings, [name]: value };
    if (value === "") {
      delete next[name];
    }
    setSettings(next as Settings);
    setChanged(true);
  };
  const lacking = NECESSARY.filter((role) => !roles.includes(role));
  const apply = () => {
    const columns: Partial<Record<TransactionRole, number>> = {};
    const ignore: number[] = [];
    roles.forEach((role, at) => (role === "" ? ignore.push(at + 1) : (columns[role] = at + 1)));
    const kept = Object.fromEntries(Object.keys(CHOICES).concat("currency", "utc_offset").flatMap((name) => {
      const value = settings[name as keyof Settings];
      return value === undefined ? [] : [[name, value]];
    }));
    const ndjson = look?.delimiter === "";
    // Columns by number say nothing in JSON, where members have names.
    const named = ndjson ? Object.fromEntries(Object.entries(columns).map(([role, number]) => [role, names[number - 1] ?? ""])) : columns;
    const mapping: Mapping = {
      ...kept,
      ...(input === undefined && !ndjson && look && { format: "table" as const, delimiter: look.delimiter as "," }),
      columns: named,
      ...(ignore.length > 0 && { ignore: ndjson ? ignore.map((number) => names[number - 1] ?? "") : ignore }),
    };
    void correct(own.file.name, "transactions", mapping);
  };
  const value = (name: keyof Settings): string => (settings[name] as string | undefined) ?? "";
  const found: Partial<Record<keyof Settings, string>> = input === undefined ? {} : {
    decimal_mark: t(`columns.decimal_mark.${input.decimal_mark}`),
    ...(typeof input.time === "object" && "calendar" in input.time && { date_order: t(`columns.date_order.${input.time.calendar}`) }),
    encoding: input.encoding,
    ...(typeof input.time === "object" && "number" in input.time && { time_unit: input.time.number }),
  };
  const choice = (name: keyof typeof CHOICES, show: (own: string) => string) => (
    <label class="field">
      {t(`columns.${name}`)}
      <select value={value(name)} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">{found[name] ? t("columns.found", { what: found[name] ?? "" }) : t("columns.automatic")}</option>
        {CHOICES[name].map((own) => <option key={own} value={own}>{show(own)}</option>)}
      </select>
    </label>
  );
  return (
    <details class="columns" open={own.failure !== undefined || undefined}>
      <summary>{t("columns.title", { n: names.length })}{own.mapping && <span class="chip">{t("columns.corrected")}</span>}</summary>
      <div class="wide" tabIndex={0} role="group" aria-label={t("columns.title", { n: names.length })}>
        <table class="preview">
          <thead>
            <tr>{names.map((name, at) => <th scope="col" key={at}><Text value={name} most={30} /></th>)}</tr>
            <tr>
              {names.map((name, at) => (
                <td key={at}>
                  <select
                    value={roles[at] ?? ""} aria-label={t("columns.role-of", { name })} class={(roles[at] ?? "") === "" ? "none" : ""}
                    onChange={(event) => give(at, event.currentTarget.value as TransactionRole | "")} data-column={name}
                  >
                    <option value="">{t("columns.none")}</option>
                    {ROLES.map((role) => <option key={role} value={role}>{t(`column.${role}`)}</option>)}
                  </select>
                  <small class="faint">{input?.columns[at]?.why && t("columns.why", { why: input.columns[at]?.why ?? "" })}&nbsp;</small>
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {look?.rows.map((row, place) => <tr key={place}>{names.map((_, at) => <td key={at}><Text value={row[at] ?? ""} most={40} /></td>)}</tr>)}
          </tbody>
        </table>
      </div>
      {look === undefined && <p class="faint">{t("columns.no-sample")}</p>}
      <div class="fields">
        {choice("date_order", (own) => t(`columns.date_order.${own as "dmy"}`))}
        {choice("decimal_mark", (own) => t(`columns.decimal_mark.${own as "point"}`))}
        {choice("time_unit", (own) => own)}
        {choice("encoding", (own) => own)}
        <label class="field">{t("columns.currency")}<input size={6} maxLength={10} value={value("currency")} placeholder="USD" onInput={(event) => set("currency", event.currentTarget.value.trim().toUpperCase())} /></label>
        <label class="field">{t("columns.utc_offset")}<input size={7} maxLength={6} pattern="[+\-]\d\d:\d\d" value={value("utc_offset")} placeholder="-05:00" onInput={(event) => set("utc_offset", event.currentTarget.value.trim())} /></label>
      </div>
      <p class="apply">
        <button type="button" class={changed ? "main" : ""} disabled={!changed || lacking.length > 0} onClick={apply} data-apply>{t("columns.apply")}</button>
        {lacking.length > 0 && <span class="bad">{t("columns.lacking", { roles: lacking.map((role) => t(`column.${role}`)).join(", ") })}</span>}
        {own.mapping && <button type="button" onClick={() => void correct(own.file.name, undefined, undefined)}>{t("columns.reset")}</button>}
      </p>
    </details>
  );
}
