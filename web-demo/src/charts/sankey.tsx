// Where the money of a case went, as bands. Money that comes back would tie the bands into a circle: the account that it comes
// back to stands a second time at the right.

import { sankey, sankeyLinkHorizontal } from "d3-sankey";
import { together, type Worth } from "../data/payments.ts";
import { parts, plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { useWidth } from "../parts/width.ts";
import type { Graph } from "./graph.ts";

interface Node {
  id: string;
  account: string;
  again: boolean;
}
interface Band {
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

export function Sankey({ graph, by, label }: { graph: Graph; by: Worth; label: string }) {
  const { t, about, money } = said.value;
  const [around, wide] = useWidth<HTMLDivElement>();
  const { nodes, bands, left } = flows(graph, by, ({ from, to, amounts, payments }) => {
    const name = (place: number) => plain(graph.nodes[place]?.account ?? "");
    return `${name(from)} → ${name(to)}: ${amounts.map(({ amount, currency }) => money(amount, currency)).join(" + ")} (${t("payments", { n: payments })})`;
  });
  if (bands.length === 0) {
    return <p class="faint">{t("sankey.none")}</p>;
  }
  const width = Math.max(wide, 300);
  const height = Math.max(160, Math.min(560, nodes.length * 26));
  const made = sankey<Node, Band>()
    .nodeId((node) => node.id)
    .nodeWidth(10)
    .nodePadding(12)
    .extent([[2, 8], [width - 2, height - 8]])({ nodes: nodes.map((own) => ({ ...own })), links: bands.map((own) => ({ ...own })) });
  const way = sankeyLinkHorizontal<Node, Band>();
  return (
    <div ref={around}>
      <svg class="sankey" width={width} height={height} role="img" aria-label={label}>
        {made.links.map((link, at) => (
          <path key={at} class="band" d={way(link) ?? ""} stroke-width={Math.max(1, link.width ?? 1)}>
            <title>{link.tip}</title>
          </path>
        ))}
        {made.nodes.map((node) => {
          const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
          const right = x0 > width * 0.6;
          return (
            <g key={node.id}>
              <rect class="stop" x={x0} y={y0} width={x1 - x0} height={Math.max(1, y1 - y0)}>
                <title>{`${plain(node.account)}: ${about(node.value ?? 0, by.reference)}`}</title>
              </rect>
              <text x={right ? x0 - 5 : x1 + 5} y={(y0 + y1) / 2 + 4} text-anchor={right ? "end" : "start"}>
                {`${node.again ? "↩ " : ""}${plain(parts(node.account).number, 16)}`}
              </text>
            </g>
          );
        })}
      </svg>
      {left > 0 && <p class="faint">{t("sankey.left", { n: left })}</p>}
    </div>
  );
}
