// The drawing of a network as simple shapes, which a canvas shows and an SVG keeps: both look the same.

import { plain } from "../data/text.ts";
import type { Graph } from "./graph.ts";
import { BOX, type Place } from "./layout.ts";

export interface Look {
  /** Payments up to this instant; all when not given. */
  until?: number | undefined;
  selected?: number | undefined;
  focused?: number | undefined;
  pinned: ReadonlySet<string>;
  /** Links of a path that is shown. */
  path: ReadonlySet<number>;
  letters: Letters;
}

/** What is written in a drawing. It stays while accounts move, and is slow to make. */
export interface Letters {
  /** Of each link. */
  sums: string[];
  /** Of each account. */
  names: { title: string; where: string; role: string }[];
}

export function letters(graph: Graph, role: (role: string) => string, amount: (sum: { currency: string; amount: string }, more: number) => string): Letters {
  return {
    sums: graph.links.map(({ amounts }) => (amounts[0] === undefined ? "" : amount(amounts[0], amounts.length - 1))),
    names: graph.nodes.map(({ number, institution, roles }) => ({ title: plain(number, 18), where: plain(institution, 24), role: plain(roles.map(role).join(", "), 26) })),
  };
}

export type LinkKind = "link" | "near" | "path" | "around" | "later" | "fresh";
export type BoxKind = "plain" | "centre" | "around" | "later";

export interface LinkShape {
  kind: LinkKind;
  /** Begin, two controls, end. */
  curve: [number, number, number, number, number, number, number, number];
  width: number;
  label: string;
}

export interface BoxShape {
  kind: BoxKind;
  hub: boolean;
  selected: boolean;
  focused: boolean;
  pinned: boolean;
  x: number;
  y: number;
  title: string;
  where: string;
  role: string;
}

// Roles that a finding is about, rather than those around them.
const CENTRES = new Set(["collector", "distributor", "hub", "source", "sink", "originator", "conduit", "structurer", "account", "funnel"]);
// Within this part of the whole time before the instant of the replay a payment is fresh.
const FRESH = 0.04;

export function shapes(graph: Graph, places: readonly Place[], look: Look): { links: LinkShape[]; boxes: BoxShape[] } {
  const { until, selected, path } = look;
  let [first, last] = [Infinity, -Infinity];
  for (const { times } of graph.links) {
    first = Math.min(first, times[0] ?? first);
    last = Math.max(last, times.at(-1) ?? last);
  }
  const fresh = (last - first) * FRESH;
  const met = graph.nodes.map(() => until === undefined);
  const links = graph.links.map((link, at): LinkShape => {
    const [start, end] = [places[link.from] ?? { x: 0, y: 0 }, places[link.to] ?? { x: 0, y: 0 }];
    const past = until === undefined ? link.times.length : link.times.filter((time) => time <= until).length;
    const latest = link.times[past - 1];
    if (past > 0) {
      met[link.from] = true;
      met[link.to] = true;
    }
    const near = selected !== undefined && (link.from === selected || link.to === selected);
    const kind = past === 0 ? "later"
      : path.has(at) ? "path"
      : until !== undefined && latest !== undefined && until - latest <= fresh ? "fresh"
      : near ? "near" : link.around ? "around" : "link";
    const money = look.letters.sums[at] ?? "";
    const count = until === undefined || link.around ? link.payments : past;
    return {
      kind,
      curve: curve(start, end, link.from === link.to),
      width: Math.min(1 + Math.log2(Math.max(count, 1)) * 0.7, 6),
      label: past === 0 ? "" : `${until === undefined || past === link.times.length ? money : ""}${count > 1 ? ` ×${count}` : ""}`.trim(),
    };
  });
  const boxes = graph.nodes.map((node, at): BoxShape => ({
    kind: !met[at] ? "later" : node.around ? "around" : !node.roles.includes("likely-victim") && node.roles.some((role) => CENTRES.has(role)) ? "centre" : "plain",
    hub: node.hub,
    selected: at === selected,
    focused: at === look.focused,
    pinned: look.pinned.has(node.account),
    x: places[at]?.x ?? 0,
    y: places[at]?.y ?? 0,
    ...(look.letters.names[at] ?? { title: "", where: "", role: "" }),
  }));
  return { links, boxes };
}

/** From the right of one box to the left of another; around them where money goes back. */
function curve(start: Place, end: Place, own: boolean): LinkShape["curve"] {
  const half = BOX.width / 2;
  if (own) {
    return [start.x - 20, start.y - BOX.height / 2, start.x - 40, start.y - 80, start.x + 40, start.y - 80, start.x + 20, start.y - BOX.height / 2];
  }
  if (end.x - start.x > BOX.width + 10) {
    const bend = Math.max(30, (end.x - start.x - BOX.width) / 2);
    return [start.x + half, start.y, start.x + half + bend, start.y, end.x - half - bend, end.y, end.x - half, end.y];
  }
  if (start.x - end.x > BOX.width + 10) {
    const lift = 36 + Math.abs(start.x - end.x) * 0.12;
    const [top, low] = [start.y + BOX.height / 2, end.y + BOX.height / 2];
    return [start.x - 24, top, start.x - 60, Math.max(top, low) + lift, end.x + 60, Math.max(top, low) + lift, end.x + 24, low];
  }
  // One above the other.
  const down = end.y >= start.y ? 1 : -1;
  const side = down * (26 + Math.abs(end.y - start.y) * 0.06);
  const [from, to] = [start.y + (down * BOX.height) / 2, end.y - (down * BOX.height) / 2];
  return [start.x + 10 * down, from, start.x + side, from + (to - from) / 3, end.x + side, to - (to - from) / 3, end.x + 10 * down, to];
}

export function middleOf([x1, y1, x2, y2, x3, y3, x4, y4]: LinkShape["curve"]): Place {
  return { x: (x1 + 3 * x2 + 3 * x3 + x4) / 8, y: (y1 + 3 * y2 + 3 * y3 + y4) / 8 };
}

/** The corners of an arrow's head. */
export function headOf([, , , , x3, y3, x4, y4]: LinkShape["curve"], width: number): [Place, Place, Place] {
  const angle = Math.atan2(y4 - y3, x4 - x3);
  const size = 6 + width;
  const at = (turn: number) => ({ x: x4 - size * Math.cos(angle + turn), y: y4 - size * Math.sin(angle + turn) });
  return [{ x: x4, y: y4 }, at(0.42), at(-0.42)];
}
