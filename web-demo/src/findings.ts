// The table of findings. Text from the file is only ever set as text, never as markup.

import type { FindingRow } from "./engine.ts";

const NUMBER = new Intl.NumberFormat("en");

/** Fills the table, the most unusual first, and says in its caption how many there are. */
export function showFindings(table: HTMLTableElement, findings: FindingRow[], total: number): void {
  const rest = findings.length < total ? `, the ${findings.length} most unusual shown` : "";
  table.caption?.replaceChildren(`${NUMBER.format(total)} findings${rest}`);
  table.tBodies[0]?.replaceChildren(...findings.map(row));
}

function row(finding: FindingRow): HTMLTableRowElement {
  const row = document.createElement("tr");
  const roles = finding.roles.map(({ role, first, accounts }) => `${role}: ${first}${accounts > 1 ? ` + ${accounts - 1}` : ""}`);
  const paid = finding.amounts.map(({ amount, currency }) => `${grouped(amount)} ${currency}`);
  const when = [finding.window.from, finding.window.to].map(instant);
  const why = finding.reasons.map((reason) => reason.text).join("; ");
  cell(row, (Math.round(finding.score * 10) / 10).toFixed(1), "number");
  cell(row, finding.pattern);
  cell(row, NUMBER.format(finding.accounts), "number").title = roles.join(", ");
  cell(row, NUMBER.format(finding.transactions), "number");
  cell(row, paid.length > 2 ? `${paid[0]}\n+ ${paid.length - 1} more` : paid.join("\n"), "number").title = paid.join(", ");
  cell(row, [...new Set(when)].join("\n"));
  cell(row, why, "why");
  return row;
}

function cell(row: HTMLTableRowElement, text: string, kind?: string): HTMLTableCellElement {
  const cell = row.insertCell();
  cell.textContent = text;
  if (kind !== undefined) {
    cell.className = kind;
  }
  return cell;
}

/** 1234567.50 as 1,234,567.50: amounts are decimal texts, exact beyond what a floating-point number holds. */
function grouped(amount: string): string {
  const [whole = "", fraction] = amount.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

function instant(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}
