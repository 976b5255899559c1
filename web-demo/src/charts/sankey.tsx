// Where the money of a case went, as bands. Money that comes back would tie the bands into a circle: the account that it comes
// back to stands a second time at the right.

import { sankey, sankeyLinkHorizontal } from "d3-sankey";
import type { Worth } from "../data/payments.ts";
import { parts, plain } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { useWidth } from "../parts/width.ts";
import { type Band, flows, type Node } from "./flows.ts";
import type { Graph } from "./graph.ts";

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
