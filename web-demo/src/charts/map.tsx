// Money between countries on a map that comes with the page (Natural Earth, public domain, as world-atlas gives it).

import { geoInterpolate, geoNaturalEarth1, geoPath } from "d3-geo";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { useMemo } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";
import { numeric } from "../data/countries.ts";

export interface Corridor {
  from: string;
  to: string;
  value: number;
  tip: string;
}

const [WIDTH, HEIGHT] = [760, 470];
const LANDS = feature(atlas as unknown as Topology, (atlas as unknown as Topology).objects["countries"] as GeometryCollection) as FeatureCollection<Geometry>;
const BY_NUMBER = new Map<string, Feature<Geometry>>(LANDS.features.map((land) => [String(land.id), land]));
const WHOLE: Feature<Geometry>[] = LANDS.features.filter((land) => land.id !== "010");

/** The land of a country; the smallest are not on this map. */
function landOf(country: string): Feature<Geometry> | undefined {
  const number = numeric(country);
  return number === undefined ? undefined : BY_NUMBER.get(number);
}

export function CorridorMap({ label, corridors }: { label: string; corridors: Corridor[] }) {
  const shown = corridors.filter(({ from, to }) => landOf(from) !== undefined && landOf(to) !== undefined);
  const codes = [...new Set(shown.flatMap(({ from, to }) => [from, to]))].sort();
  const { projection, lands } = useMemo(() => base(codes), [codes.join()]);
  const most = Math.max(...shown.map(({ value }) => value), 1);
  const drawn = shown.filter(({ from, to }) => from !== to).sort((one, other) => one.value - other.value);
  return (
    <svg class="map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {lands}
      {drawn.map(({ from, to, value, tip }) => {
        const [start, end] = [middle(landOf(from)), middle(landOf(to))];
        const points = [0, 0.25, 0.5, 0.75, 1].map((share) => projection(geoInterpolate(start, end)(share)) ?? [0, 0]);
        const [x1 = 0, y1 = 0] = points[0] ?? [];
        const [x2 = 0, y2 = 0] = points[4] ?? [];
        // Bent to the right of the way, so that both ways between two countries are seen.
        const [mx, my] = [(x1 + x2) / 2 - (y2 - y1) * 0.18, (y1 + y2) / 2 + (x2 - x1) * 0.18];
        const width = 0.6 + 4 * Math.sqrt(value / most);
        const angle = (Math.atan2(y2 - my, x2 - mx) * 180) / Math.PI;
        const size = 2.5 + width;
        return (
          <g key={`${from}>${to}`} class="corridor">
            <title>{tip}</title>
            <path d={`M${x1} ${y1}Q${mx} ${my} ${x2} ${y2}`} stroke-width={width} />
            <path class="tip" d={`M0 0L${-size * 1.6} ${size * 0.7}L${-size * 1.6} ${-size * 0.7}Z`} transform={`translate(${x2} ${y2}) rotate(${angle})`} />
          </g>
        );
      })}
    </svg>
  );
}

/** The ground of the map, around the countries that take part. It stays while the money on it changes. */
function base(codes: readonly string[]) {
  const taking = new Set(codes.map(landOf));
  const middles = [...taking].filter((land) => land !== undefined).map(middle);
  const around = middles.length > 1 ? { type: "MultiPoint" as const, coordinates: middles } : { type: "FeatureCollection" as const, features: WHOLE };
  const space: [[number, number], [number, number]] = middles.length > 1 ? [[90, 42], [WIDTH - 90, HEIGHT - 42]] : [[4, 4], [WIDTH - 4, HEIGHT - 4]];
  const projection = geoNaturalEarth1().fitExtent(space, around);
  const path = geoPath(projection);
  const lands = WHOLE.map((land) => <path key={String(land.id ?? land.properties?.["name"])} class={`land ${taking.has(land) ? "in" : ""}`} d={path(land) ?? ""} />);
  return { projection, lands };
}

const MIDDLES = new Map<Feature<Geometry>, [number, number]>();

/** The middle of a country's largest part: that of France is not pulled away by Guiana. */
function middle(land: Feature<Geometry> | undefined): [number, number] {
  if (land === undefined) {
    return [0, 0];
  }
  const known = MIDDLES.get(land);
  if (known !== undefined) {
    return known;
  }
  const { geometry } = land;
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
  let best: [number, number] = [0, 0];
  let largest = -1;
  for (const coordinates of parts) {
    const shape = { type: "Polygon" as const, coordinates };
    const area = FLAT.area(shape);
    if (area > largest) {
      largest = area;
      const centre = FLAT.centroid(shape);
      best = [centre[0], centre[1]];
    }
  }
  MIDDLES.set(land, best);
  return best;
}
const FLAT = geoPath(null);
