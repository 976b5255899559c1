// What flows in a case, as bands of which none leads back: the account to which money comes back stands a second time.

import { together, type Worth } from "../data/payments.ts";
import type { Graph } from "./graph.ts";

export interface Node {
  id: string;
  account: string;
  again: boolean;
}
export interface Band {
  source: string;
  target: string;
  value: number;
  tip: string;
}
// More accounts than this are no picture any more: the smallest bands are left out, and that is told.
const MOST = 60;

export function flows(graph: Graph, by: Worth, tip: (link: Graph["links"][number]) => string): { nodes: Node[]; bands: Band[]; left: number } {
  const valued = graph.links
    .filter((link) => !link.around && link.from !== link.to)
    .map((link) => ({ link, value: together(link.amounts, by).value }))
    .filter(({ value }) => value > 0);
  const kept = [...valued].sort((one, other) => other.value - one.value).slice(0, MOST);
  kept.sort((one, other) => (one.link.times[0] ?? 0) - (other.link.times[0] ?? 0));
  const nodes = new Map<string, Node>();
  const out = new Map<string, string[]>();
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    from === to || (!seen.has(from) && (seen.add(from), (out.get(from) ?? []).some((next) => reaches(next, to, seen))));
  const bands = kept.map(({ link, value }) => {
    const name = (place: number) => graph.nodes[place]?.account ?? "";
    const source = `a${link.from}`;
    const again = reaches(`a${link.to}`, source);
    const target = again ? `b${link.to}` : `a${link.to}`;
    nodes.set(source, { id: source, account: name(link.from), again: false });
    nodes.set(target, { id: target, account: name(link.to), again });
    out.set(source, [...(out.get(source) ?? []), target]);
    return { source, target, value, tip: tip(link) };
  });
  return { nodes: [...nodes.values()], bands, left: valued.length - kept.length };
}
