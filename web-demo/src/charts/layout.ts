// Where accounts stand: in layers along the flow while there are few, pushed apart by forces where there are many.

import { Graph as Layers, layout } from "@dagrejs/dagre";
import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation, type SimulationNodeDatum } from "d3-force";
import type { Graph } from "./graph.ts";

export const BOX = { width: 148, height: 46 };
// More would take longer than a frame or two, and layers of hundreds are no picture.
const LAYERED = 140;

export interface Place {
  x: number;
  y: number;
}

export interface Layout {
  places: Place[];
  /** Goes on until nothing moves: gives `false` then. To be called once a frame. */
  step?: () => boolean;
}

/** Places for all accounts. Those that had one keep it. */
export function placed(graph: Graph, before: ReadonlyMap<string, Place>): Layout {
  const kept = graph.nodes.map(({ account }) => before.get(account));
  if (graph.nodes.length > LAYERED) {
    return forces(graph, kept);
  }
  const all = layers(graph);
  if (kept.every((own) => own === undefined)) {
    return { places: all };
  }
  // What is new stands near whom it deals with, where there is room.
  const places: Place[] = kept.map((own) => own ?? { x: NaN, y: NaN });
  graph.nodes.forEach((_, at) => {
    const own = places[at];
    if (own !== undefined && Number.isNaN(own.x)) {
      const link = graph.links.find(({ from, to }) => (from === at && kept[to]) || (to === at && kept[from]));
      const beside = link && (link.from === at ? kept[link.to] : kept[link.from]);
      const side = link?.from === at ? -1 : 1;
      let x = (beside?.x ?? 0) + side * (BOX.width + 70);
      let y = beside?.y ?? 0;
      for (let turn = 1; places.some((other) => Math.abs(other.x - x) < BOX.width + 8 && Math.abs(other.y - y) < BOX.height + 8); turn += 1) {
        y = (beside?.y ?? 0) + (turn % 2 === 0 ? 1 : -1) * Math.ceil(turn / 2) * (BOX.height + 14);
        if (turn > 24) {
          x += side * (BOX.width + 70);
          turn = 0;
        }
      }
      places[at] = { x, y };
    }
  });
  return { places };
}

function layers(graph: Graph): Place[] {
  const own = new Layers({ multigraph: true });
  own.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 128, marginx: 20, marginy: 20 });
  own.setDefaultEdgeLabel(() => ({}));
  graph.nodes.forEach((_, at) => own.setNode(String(at), { ...BOX }));
  graph.links.forEach(({ from, to }, at) => own.setEdge(String(from), String(to), {}, String(at)));
  layout(own);
  return graph.nodes.map((_, at) => {
    const { x, y } = own.node(String(at)) as Place;
    return { x, y };
  });
}

function forces(graph: Graph, kept: (Place | undefined)[]): Layout {
  type Body = SimulationNodeDatum & Place;
  const around = 24 * Math.sqrt(graph.nodes.length);
  const bodies: Body[] = graph.nodes.map((_, at) => {
    const angle = at * 2.399963;
    const far = around * Math.sqrt((at + 1) / graph.nodes.length);
    const own = kept[at];
    return own === undefined ? { x: far * Math.cos(angle), y: far * Math.sin(angle) } : { ...own, fx: own.x, fy: own.y };
  });
  const simulation: Simulation<Body, undefined> = forceSimulation(bodies)
    .force("charge", forceManyBody<Body>().strength(-260).distanceMax(900).theta(1.1))
    .force("link", forceLink<Body, { source: number; target: number }>(graph.links.map(({ from, to }) => ({ source: from, target: to }))).distance(120))
    .force("x", forceX<Body>(0).strength(0.03))
    .force("y", forceY<Body>(0).strength(0.03))
    .alphaDecay(0.035)
    .stop();
  return {
    places: bodies,
    step() {
      const until = performance.now() + 10;
      while (simulation.alpha() > simulation.alphaMin() && performance.now() < until) {
        simulation.tick();
      }
      return simulation.alpha() > simulation.alphaMin();
    },
  };
}
