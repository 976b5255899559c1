// `<quipu-network>`: who paid whom, to look at, walk through and keep.

import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from "d3-zoom";
import type { Network, NetworkAccount, NetworkQuery } from "../generated/views.ts";
import type { Session } from "../session.ts";
import { draw, type Drawing, paidBetween } from "./drawing.ts";
import { html, QuipuElement, svg } from "./element.ts";
import { type Placed, place } from "./layout.ts";
import { pixels, save, standalone } from "./picture.ts";
import { DRAWING } from "./style.ts";
import { many } from "./text.ts";

const STYLE = `
:host { position: relative; height: var(--quipu-height, 480px); border: 1px solid var(--line); border-radius: 6px; overflow: hidden }
svg.view { display: block; width: 100%; height: 100%; touch-action: none; cursor: grab }
.box { cursor: pointer }
.box:focus { outline: none }
.box:focus-visible rect { stroke: var(--accent); stroke-width: 3 }
.tools { position: absolute; top: 8px; right: 8px; display: flex; gap: 4px }
.caption { position: absolute; left: 10px; bottom: 6px; margin: 0; font-size: 12px; color: var(--faint) }
${DRAWING}`;

/** An account was chosen, or none is any more. */
export type AccountSelectEvent = CustomEvent<NetworkAccount | null>;

/**
 * Draws a network. Set `network`, call `show`, or put the JSON of a network into a `<script type="application/json">`
 * inside. Fires `account-select`.
 *
 * Keys: arrows go to the account that lies there, Enter chooses it, Escape lets go, `+`, `-` and `0` zoom.
 */
export class QuipuNetwork extends QuipuElement {
  #network: Network | undefined;
  #placed: Placed | undefined;
  #drawing: Drawing | undefined;
  #selected: number | undefined;
  readonly #view: SVGSVGElement;
  readonly #caption: HTMLParagraphElement;
  readonly #table: HTMLDivElement;
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>;

  constructor() {
    super(STYLE);
    this.#view = svg("svg", { class: "view", role: "group", "aria-label": "Network of payments" });
    this.#caption = html("p", { class: "caption", "aria-live": "polite" });
    this.#table = html("div", { class: "unseen" });
    const tool = (text: string, label: string, act: () => unknown) => {
      const button = html("button", { type: "button", "aria-label": label, title: label }, text);
      button.addEventListener("click", () => void act());
      return button;
    };
    const tools = html(
      "div",
      { class: "tools", role: "toolbar", "aria-label": "Picture" },
      tool("+", "Larger", () => this.zoom(1.3)),
      tool("−", "Smaller", () => this.zoom(1 / 1.3)),
      tool("Fit", "Show everything", () => this.fit()),
      tool("SVG", "Save as SVG", () => this.#save("svg")),
      tool("PNG", "Save as PNG", () => this.#save("png")),
    );
    this.root.append(this.#view, tools, this.#caption, this.#table);
    this.#zoom = zoom<SVGSVGElement, unknown>().scaleExtent([0.05, 6]);
    this.#zoom.on("zoom", ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      this.#drawing?.content.setAttribute("transform", transform.toString());
    });
    select(this.#view).call(this.#zoom).on("dblclick.zoom", null);
    this.#view.addEventListener("keydown", (event) => this.#key(event));
    this.#view.addEventListener("click", (event) => {
      const box = (event.target as Element).closest(".box");
      const at = this.#drawing?.boxes.findIndex((own) => own === box) ?? -1;
      this.select(at < 0 ? undefined : at);
    });
  }

  connectedCallback(): void {
    const given = this.#network === undefined ? this.given() : undefined;
    if (given !== undefined) {
      this.network = given as Network;
    } else if (this.#drawing !== undefined) {
      this.fit();
    }
  }

  /** What is drawn. */
  get network(): Network | undefined {
    return this.#network;
  }

  set network(network: Network | undefined) {
    this.#network = network;
    this.#selected = undefined;
    this.#drawing?.content.remove();
    this.#drawing = undefined;
    this.#placed = undefined;
    this.#table.replaceChildren();
    if (network === undefined) {
      this.#caption.textContent = "";
      return;
    }
    this.#placed = place(network);
    this.#drawing = draw(this.#placed);
    this.#drawing.boxes[0]?.setAttribute("tabindex", "0");
    this.#view.append(this.#drawing.content);
    this.#describe(network);
    this.fit();
  }

  /** Asks a session for a network and draws it. */
  async show(session: Pick<Session, "network">, query: NetworkQuery): Promise<void> {
    this.network = await session.network(query);
  }

  /** The chosen account. */
  get selected(): NetworkAccount | undefined {
    return this.#selected === undefined ? undefined : this.#network?.accounts[this.#selected];
  }

  /** Chooses an account by its place in the network, or none. */
  select(place: number | undefined): void {
    const drawing = this.#drawing;
    if (drawing === undefined || place === this.#selected) {
      return;
    }
    this.#selected = place;
    drawing.boxes.forEach((box, at) => box.classList.toggle("selected", at === place));
    drawing.arrows.forEach((arrow, at) => {
      const link = this.#network?.links[at];
      arrow.classList.toggle("near", place !== undefined && (link?.from === place || link?.to === place));
    });
    const detail = this.selected ?? null;
    this.dispatchEvent(new CustomEvent("account-select", { detail, bubbles: true, composed: true }) satisfies AccountSelectEvent);
  }

  /** Makes the picture so many times as large. */
  zoom(times: number): void {
    select(this.#view).call(this.#zoom.scaleBy, times);
  }

  /** Shows the whole network. */
  fit(): void {
    const { width = 1, height = 1 } = this.#placed ?? {};
    const room = this.#view.getBoundingClientRect();
    if (room.width === 0 || room.height === 0) {
      return;
    }
    const scale = Math.min(room.width / width, (room.height - 28) / height, 1.4);
    const [x, y] = [(room.width - width * scale) / 2, (room.height - 28 - height * scale) / 2];
    select(this.#view).call(this.#zoom.transform, zoomIdentity.translate(x, y).scale(scale));
  }

  /** The picture as SVG that stands alone. */
  toSVG(): string {
    const { width = 1, height = 1 } = this.#placed ?? {};
    const content = this.#drawing?.content ?? svg("g", {});
    return standalone(content, width, height, this, this.#caption.textContent ?? "");
  }

  /** The picture as PNG, so many pixels for each of its own. */
  toPNG(scale = 2): Promise<Blob> {
    const { width = 1, height = 1 } = this.#placed ?? {};
    return pixels(this.toSVG(), width, height, scale);
  }

  async #save(kind: "svg" | "png"): Promise<void> {
    const blob = kind === "png" ? await this.toPNG() : new Blob([this.toSVG()], { type: "image/svg+xml" });
    save(blob, `network.${kind}`);
  }

  #describe(network: Network): void {
    const { accounts, links } = network;
    const left = network.accounts_left_out > 0 ? `; ${many(network.accounts_left_out, "account", "accounts")} not shown` : "";
    const payments = links.reduce((sum, link) => sum + link.transactions, 0);
    const text = `${many(accounts.length, "account", "accounts")}, ${many(payments, "payment", "payments")}${left}`;
    this.#caption.textContent = text;
    this.#view.setAttribute("aria-label", `Network of payments: ${text}`);
    const items = links.map((link) => html("li", {}, paidBetween(link, accounts)));
    this.#table.append(html("p", {}, "Payments"), html("ul", {}, ...items));
  }

  #key(event: KeyboardEvent): void {
    const focused = this.#drawing?.boxes.findIndex((box) => box === this.root.activeElement) ?? -1;
    const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (way !== undefined) {
      this.#go(focused, way);
    } else if (event.key === "Enter" || event.key === " ") {
      this.select(focused < 0 ? undefined : focused);
    } else if (event.key === "Escape") {
      this.select(undefined);
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(1.3);
    } else if (event.key === "-") {
      this.zoom(1 / 1.3);
    } else if (event.key === "0") {
      this.fit();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** To the account that lies nearest in a direction. */
  #go(from: number, [right, down]: [number, number]): void {
    const boxes = this.#placed?.boxes ?? [];
    const here = boxes[Math.max(from, 0)];
    let best: { at: number; far: number } | undefined;
    boxes.forEach((box, at) => {
      if (here === undefined || at === from) {
        return;
      }
      const [x, y] = [box.x - here.x, box.y - here.y];
      const along = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      const far = along + 2.5 * aside;
      if (along > 4 && (best === undefined || far < best.far)) {
        best = { at, far };
      }
    });
    const next = from < 0 ? 0 : best?.at;
    if (next !== undefined) {
      this.#drawing?.boxes.forEach((box, at) => box.setAttribute("tabindex", at === next ? "0" : "-1"));
      this.#drawing?.boxes[next]?.focus();
    }
  }
}
