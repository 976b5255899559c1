// `<quipu-findings>`: findings as a table, a page at a time.

import type { FindingOrder, FindingQuery, FindingRow, FindingsPage, Pattern } from "../generated/views.ts";
import type { Session } from "../session.ts";
import { html, QuipuElement } from "./element.ts";
import { cut, instant, many, money, plain, sums } from "./text.ts";

const STYLE = `
:host { overflow: auto }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px }
.bar .said { margin-inline-start: auto; color: var(--faint) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: start; vertical-align: top; padding: 5px 10px; border-bottom: 1px solid color-mix(in srgb, var(--line) 35%, transparent) }
th { position: sticky; top: 0; background: var(--box); font-weight: 600; white-space: nowrap }
th button { all: unset; cursor: pointer }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.number { text-align: end; white-space: nowrap }
.when, .what { white-space: nowrap }
tbody tr { cursor: pointer }
tbody tr:hover, tbody tr[aria-selected="true"] { background: color-mix(in srgb, var(--accent) 12%, transparent) }
tbody tr:focus-visible { outline-offset: -2px }
.why { color: var(--faint); min-width: 24ch }
`;

const COLUMNS: { title: string; order?: FindingOrder; kind: string }[] = [
  { title: "Score", order: "score", kind: "number" },
  { title: "Pattern", kind: "what" },
  { title: "Accounts", order: "accounts", kind: "number" },
  { title: "Payments", order: "transactions", kind: "number" },
  { title: "Paid in all", order: "amount", kind: "number" },
  { title: "When (UTC)", order: "time", kind: "when" },
  { title: "Why", kind: "why" },
];

/** A finding was chosen. */
export type FindingSelectEvent = CustomEvent<FindingRow>;

/**
 * Shows findings. Set `session` to page, sort and filter through it; or set `page`, or put the JSON of a page into a
 * `<script type="application/json">` inside, to show that alone. Fires `finding-select`.
 */
export class QuipuFindings extends QuipuElement {
  #session: Pick<Session, "findings"> | undefined;
  #query: FindingQuery = { limit: 50 };
  #page: FindingsPage = { total: 0, items: [] };
  #asked = 0;
  readonly #table: HTMLTableElement;
  readonly #said: HTMLSpanElement;
  readonly #bar: HTMLDivElement;
  readonly #before: HTMLButtonElement;
  readonly #after: HTMLButtonElement;
  readonly #patterns: HTMLSelectElement;

  constructor() {
    super(STYLE);
    const text = html("input", { type: "search", placeholder: "Account", "aria-label": "Account contains" });
    text.addEventListener("change", () => void this.#ask({ text: text.value, offset: 0 }));
    this.#patterns = html("select", { "aria-label": "Pattern" }, html("option", { value: "" }, "All patterns"));
    this.#patterns.addEventListener("change", () => {
      const { value } = this.#patterns;
      void this.#ask({ patterns: value === "" ? undefined : [value as Pattern], offset: 0 });
    });
    const step = (label: string, way: number) => {
      const button = html("button", { type: "button", "aria-label": label }, way < 0 ? "‹" : "›");
      button.addEventListener("click", () => void this.#ask({ offset: this.#offset + way * this.#limit }));
      return button;
    };
    this.#before = step("Page before", -1);
    this.#after = step("Next page", 1);
    this.#said = html("span", { class: "said", role: "status" });
    this.#bar = html("div", { class: "bar" }, this.#patterns, text, this.#said, this.#before, this.#after);
    this.#table = html("table", {}, html("caption", { class: "unseen" }, "Findings"), html("thead", {}), html("tbody", {}));
    this.root.append(this.#bar, this.#table);
    this.#table.addEventListener("click", (event) => this.#choose(event));
    this.#table.addEventListener("keydown", (event) => this.#key(event));
  }

  connectedCallback(): void {
    const given = this.#session === undefined && this.#page.total === 0 ? this.given() : undefined;
    if (given !== undefined) {
      this.page = given as FindingsPage;
    }
  }

  /** What is shown. */
  get page(): FindingsPage {
    return this.#page;
  }

  set page(page: FindingsPage) {
    this.#page = page;
    this.#draw();
  }

  /** Where findings come from. */
  get session(): Pick<Session, "findings"> | undefined {
    return this.#session;
  }

  set session(session: Pick<Session, "findings"> | undefined) {
    this.#session = session;
    void this.#ask({ offset: 0 });
  }

  /** What is asked of the session: filters, order, how many a page. */
  get query(): FindingQuery {
    return this.#query;
  }

  set query(query: FindingQuery) {
    this.#query = { limit: 50, ...query };
    void this.#ask({});
  }

  /** The patterns to choose from. */
  set patterns(patterns: Pattern[]) {
    const all = this.#patterns.options[0];
    this.#patterns.replaceChildren(...(all ? [all] : []), ...patterns.map((pattern) => html("option", {}, pattern)));
  }

  get #offset(): number {
    return this.#query.offset ?? 0;
  }

  get #limit(): number {
    return this.#query.limit ?? 50;
  }

  async #ask(change: { [K in keyof FindingQuery]: FindingQuery[K] | undefined }): Promise<void> {
    const query = { ...this.#query, ...change };
    this.#query = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as FindingQuery;
    if (this.#session === undefined) {
      this.#draw();
      return;
    }
    const asked = ++this.#asked;
    this.#table.setAttribute("aria-busy", "true");
    try {
      const page = await this.#session.findings(this.#query);
      if (asked === this.#asked) {
        this.page = page;
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#said.textContent = error instanceof Error ? error.message : String(error);
      }
    } finally {
      this.#table.removeAttribute("aria-busy");
    }
  }

  #draw(): void {
    const { total, items } = this.#page;
    const last = this.#offset + items.length;
    const shown = items.length < total ? `${this.#offset + 1}–${last} of ` : "";
    this.#said.textContent = shown + many(total, "finding", "findings");
    this.#before.disabled = this.#offset === 0;
    this.#after.disabled = last >= total;
    this.#bar.querySelectorAll("select, input, button").forEach((control) => {
      control.toggleAttribute("hidden", this.#session === undefined);
    });
    this.#table.tHead?.replaceChildren(this.#head());
    this.#table.tBodies[0]?.replaceChildren(...items.map((item, at) => this.#row(item, at)));
  }

  #head(): HTMLTableRowElement {
    const current = this.#query.order ?? "score";
    const cells = COLUMNS.map(({ title, order, kind }) => {
      if (order === undefined || this.#session === undefined) {
        return html("th", { scope: "col", class: kind }, title);
      }
      const rising = (order === "time") !== (this.#query.reversed ?? false);
      const mark = order === current ? (rising ? " ▴" : " ▾") : "";
      const button = html("button", { type: "button" }, title + mark);
      button.addEventListener("click", () => {
        const reversed = order === current && this.#query.reversed !== true;
        void this.#ask({ order, reversed, offset: 0 });
      });
      const cell = html("th", { scope: "col", class: kind }, button);
      if (order === current) {
        cell.setAttribute("aria-sort", rising ? "ascending" : "descending");
      }
      return cell;
    });
    return html("tr", {}, ...cells);
  }

  #row(finding: FindingRow, at: number): HTMLTableRowElement {
    const roles = finding.roles.map(({ role, accounts, first }) => `${role}: ${plain(first)}${accounts > 1 ? ` + ${accounts - 1}` : ""}`);
    const cells = [
      (Math.round(finding.score * 10) / 10).toFixed(1),
      finding.pattern,
      String(finding.accounts),
      String(finding.transactions),
      sums(finding.amounts),
      instant(finding.window.from),
      cut(finding.reasons.map((reason) => reason.text).join("; "), 400),
    ];
    const titles = [finding.id, "", roles.join("\n"), "", finding.amounts.map(money).join("\n"), `until ${instant(finding.window.to)}`, ""];
    const row = html("tr", { tabindex: at === 0 ? "0" : "-1", "aria-selected": "false" });
    cells.forEach((text, column) => {
      const title = titles[column] ?? "";
      row.append(html("td", { class: COLUMNS[column]?.kind ?? "", ...(title === "" ? {} : { title }) }, text));
    });
    return row;
  }

  #choose(event: Event): void {
    const row = (event.target as Element).closest("tbody tr");
    const rows = [...(this.#table.tBodies[0]?.rows ?? [])];
    const at = rows.findIndex((own) => own === row);
    const finding = this.#page.items[at];
    if (finding === undefined) {
      return;
    }
    rows.forEach((own, place) => {
      own.setAttribute("aria-selected", String(place === at));
      own.setAttribute("tabindex", place === at ? "0" : "-1");
    });
    this.dispatchEvent(new CustomEvent("finding-select", { detail: finding, bubbles: true, composed: true }) satisfies FindingSelectEvent);
  }

  #key(event: KeyboardEvent): void {
    const row = (event.target as Element).closest("tbody tr");
    if (row === null) {
      return;
    }
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
    if (next instanceof HTMLElement) {
      row.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === " ") {
      this.#choose(event);
      event.preventDefault();
    }
  }
}
