// The drawing of a network as SVG: a box an account, an arrow for what one paid another.

import type { NetworkAccount, NetworkLink } from "../generated/views.ts";
import { svg } from "./element.ts";
import { BOX, type Placed, way } from "./layout.ts";
import { cut, many, money, period, plain, sums } from "./text.ts";

// Roles that a finding is about, rather than those around them.
const CENTRES = new Set(["collector", "distributor", "hub", "source", "sink", "originator", "conduit", "structurer", "account"]);

export interface Drawing {
  content: SVGGElement;
  boxes: SVGGElement[];
  arrows: SVGGElement[];
}

export function draw(placed: Placed): Drawing {
  const arrows = placed.arrows.map(({ link, points, label }) => arrow(link, points, label, placed));
  const boxes = placed.boxes.map(({ account, x, y }) => box(account, x, y));
  const content = svg("g", { class: "content" }, svg("g", {}, ...arrows), svg("g", { role: "list" }, ...boxes));
  return { content, boxes, arrows };
}

/** What an account does in the network, in a sentence. */
export function told(account: NetworkAccount): string {
  const roles = account.roles.length > 0 ? `, ${account.roles.join(", ")}` : "";
  const hub = account.hub ? ", a hub" : "";
  const { paid, received } = account;
  return `${plain(account.account)}${roles}${hub}: ${many(paid, "payment", "payments")} made, ${many(received, "payment", "payments")} received`;
}

/** What went from one account to another, in a sentence. */
export function paidBetween(link: NetworkLink, accounts: NetworkAccount[]): string {
  const name = (place: number) => plain(accounts[place]?.account ?? "");
  const paid = link.amounts.map(money).join(", ");
  return `${name(link.from)} → ${name(link.to)}: ${many(link.transactions, "payment", "payments")}, ${paid}, ${period(link.window)}`;
}

function box(account: NetworkAccount, x: number, y: number): SVGGElement {
  const { width, height } = BOX;
  const centre = account.roles.some((role) => CENTRES.has(role)) || account.hops === 0;
  const line = (kind: string, at: number, text: string) =>
    svg("text", { class: kind, x: -width / 2 + 10, y: at }, cut(text, kind === "number" ? 22 : 26));
  const group = svg(
    "g",
    {
      class: `box${centre ? " centre" : ""}${account.hub ? " hub" : ""}`,
      transform: `translate(${x} ${y})`,
      role: "listitem",
      tabindex: -1,
      "aria-label": told(account),
    },
    svg("title", {}, told(account)),
    svg("rect", { x: -width / 2, y: -height / 2, width, height, rx: 6 }),
    line("number", -10, account.number),
    line("where", 6, account.institution),
    line("role", 21, [...account.roles, ...(account.hub ? ["hub"] : [])].join(", ")),
  );
  return group;
}

function arrow(link: NetworkLink, points: { x: number; y: number }[], label: { x: number; y: number }, placed: Placed): SVGGElement {
  const width = Math.min(1 + Math.log2(link.transactions), 6);
  const [end, before] = [points.at(-1) ?? { x: 0, y: 0 }, points.at(-2) ?? { x: 0, y: 0 }];
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  const number = link.transactions > 1 ? `${link.transactions} × ` : "";
  const texts = [number + sums(link.amounts), period(link.window)];
  const size = Math.max(...texts.map((text) => text.length)) * 5.6 + 6;
  return svg(
    "g",
    { class: "arrow" },
    svg("title", {}, paidBetween(link, placed.boxes.map((box) => box.account))),
    svg("path", { d: way(points), "stroke-width": width.toFixed(2) }),
    svg("path", { class: "head", d: "M0 0L-9 -4.5L-9 4.5Z", transform: `translate(${end.x} ${end.y}) rotate(${angle.toFixed(1)})` }),
    svg("rect", { class: "plate", x: label.x - size / 2, y: label.y - 15, width: size, height: 29, rx: 3 }),
    ...texts.map((text, at) => svg("text", { x: label.x, y: label.y - 3 + at * 13, "text-anchor": "middle" }, text)),
  );
}
