// Places accounts and payments. Dagre puts accounts in layers in the direction of the money, which is how cases are read;
// it is deterministic, small and needs neither workers nor eval.

import { Graph, layout } from "@dagrejs/dagre";
import type { Network, NetworkAccount, NetworkLink } from "../generated/views.ts";

export const BOX = { width: 168, height: 56 };
// So much of a label is room for its text.
const LABEL = { width: 128, height: 30 };

export interface Placed {
  width: number;
  height: number;
  boxes: { account: NetworkAccount; x: number; y: number }[];
  arrows: { link: NetworkLink; points: { x: number; y: number }[]; label: { x: number; y: number } }[];
}

export function place(network: Network): Placed {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 46, edgesep: 10, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  network.accounts.forEach((_, place) => graph.setNode(String(place), { ...BOX }));
  network.links.forEach((link, place) => {
    graph.setEdge(String(link.from), String(link.to), { ...LABEL, labelpos: "c" }, String(place));
  });
  layout(graph);
  const at = (place: number) => graph.node(String(place)) as { x: number; y: number };
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    boxes: network.accounts.map((account, place) => ({ account, x: at(place).x, y: at(place).y })),
    arrows: network.links.map((link, place) => {
      const edge = graph.edge(String(link.from), String(link.to), String(place)) as {
        points: { x: number; y: number }[];
        x?: number;
        y?: number;
      };
      const middle = edge.points[Math.floor(edge.points.length / 2)] ?? { x: 0, y: 0 };
      return { link, points: edge.points, label: { x: edge.x ?? middle.x, y: edge.y ?? middle.y } };
    }),
  };
}

/** A smooth way through points, as the `d` of a path. */
export function way(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) {
    return "";
  }
  let d = `M${round(first.x)} ${round(first.y)}`;
  rest.forEach((point, at) => {
    const next = rest[at + 1] ?? last;
    d += `Q${round(point.x)} ${round(point.y)} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`;
  });
  return `${d}L${round(last.x)} ${round(last.y)}`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
