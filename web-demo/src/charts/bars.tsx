// Volume over time as bars, with a brush: drag over the bars, or write the days.

import { scaleLinear } from "d3-scale";
import { useRef, useState } from "preact/hooks";
import { said } from "../i18n/index.ts";
import { useWidth } from "../parts/width.ts";

export interface Bar {
  /** Begin, in milliseconds since 1970. */
  from: number;
  to: number;
  value: number;
  /** A second value, drawn downwards. */
  below?: number;
  tip: string;
}

interface Props {
  label: string;
  bars: Bar[];
  height: number;
  scale: (value: number) => string;
  brush?: { from: number; to: number } | undefined;
  onBrush?: (period: { from: number; to: number } | undefined) => void;
}

const [LEFT, BOTTOM, TOP] = [58, 20, 6];

/** Bars put together so that there are no more than can be told apart. */
export function merged(bars: Bar[], most: number, tip: (bar: Bar) => string): Bar[] {
  const each = Math.ceil(bars.length / most);
  if (each <= 1) {
    return bars;
  }
  const out: Bar[] = [];
  for (let at = 0; at < bars.length; at += each) {
    const some = bars.slice(at, at + each);
    const bar = {
      from: some[0]?.from ?? 0,
      to: some.at(-1)?.to ?? 0,
      value: some.reduce((sum, own) => sum + own.value, 0),
      below: some.reduce((sum, own) => sum + (own.below ?? 0), 0),
      tip: "",
    };
    out.push({ ...bar, tip: tip(bar) });
  }
  return out;
}

export function Bars({ label, bars, height, scale, brush, onBrush }: Props) {
  const own = useRef<SVGSVGElement>(null);
  const [around, wide] = useWidth<HTMLDivElement>();
  const WIDTH = Math.max(wide, LEFT + 60);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const { day } = said.value;
  const [first, last] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 1];
  const x = scaleLinear([first, last], [LEFT, WIDTH]);
  const above = Math.max(...bars.map((bar) => bar.value), 0);
  const below = Math.max(...bars.map((bar) => bar.below ?? 0), 0);
  const y = scaleLinear([-below, above || 1], [height - BOTTOM, TOP]).nice(4);
  const at = (event: PointerEvent) => {
    const box = own.current?.getBoundingClientRect();
    const place = box === undefined ? 0 : ((event.clientX - box.left) / box.width) * WIDTH;
    return Math.max(first, Math.min(last, x.invert(place)));
  };
  const shown = drag === undefined ? brush : { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) };
  const done = () => {
    if (drag !== undefined && shown !== undefined) {
      setDrag(undefined);
      onBrush?.(shown.to - shown.from < (last - first) / 200 ? undefined : shown);
    }
  };
  const days = [...new Set([0, 0.25, 0.5, 0.75, 1].map((share) => day(first + (last - 1 - first) * share)))];
  return (
    <div ref={around}>
    <svg
      ref={own} class={`bars ${onBrush ? "brushable" : ""}`} width={WIDTH} height={height} role="img" aria-label={label}
      onPointerDown={onBrush && ((event) => {
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        setDrag({ from: at(event), to: at(event) });
      })}
      onPointerMove={drag && ((event) => setDrag({ ...drag, to: at(event) }))}
      onPointerUp={done}
      onPointerCancel={() => setDrag(undefined)}
    >
      {y.ticks(3).map((tick) => (
        <g key={tick}>
          <line class="grid" x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">{scale(Math.abs(tick))}</text>
        </g>
      ))}
      {bars.map((bar) => {
        const [left, right] = [x(bar.from), x(bar.to)];
        const width = Math.max(right - left - Math.min(1.5, (right - left) * 0.2), 0.6);
        return (
          <g key={bar.from}>
            <title>{bar.tip}</title>
            <rect class="hit" x={left} width={right - left} y={TOP} height={height - BOTTOM - TOP} />
            <rect class="bar" x={left} width={width} y={y(bar.value)} height={Math.max(0, y(0) - y(bar.value))} />
            {bar.below !== undefined && bar.below > 0 && <rect class="bar below" x={left} width={width} y={y(0)} height={Math.max(0, y(-bar.below) - y(0))} />}
          </g>
        );
      })}
      <line class="axis" x1={LEFT} x2={WIDTH} y1={y(0)} y2={y(0)} />
      {days.map((text, place) => (
        <text
          key={text} y={height - 5} x={LEFT + ((WIDTH - LEFT) * place) / Math.max(days.length - 1, 1)}
          text-anchor={place === 0 ? "start" : place === days.length - 1 ? "end" : "middle"}
        >{text}</text>
      ))}
      {shown !== undefined && <rect class="brush" x={x(Math.max(shown.from, first))} width={Math.max(2, x(Math.min(shown.to, last)) - x(Math.max(shown.from, first)))} y={TOP} height={height - BOTTOM - TOP} />}
    </svg>
    </div>
  );
}
