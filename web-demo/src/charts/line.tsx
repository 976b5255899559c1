// A line that steps over time: what an account has more, or less, than at its first payment in the files.

import { scaleLinear } from "d3-scale";
import { said } from "../i18n/index.ts";
import { useWidth } from "../parts/width.ts";

const [LEFT, BOTTOM, TOP] = [58, 20, 6];

export function StepLine({ points, label, height, scale }: { points: { time: number; value: number }[]; label: string; height: number; scale: (value: number) => string }) {
  const { day } = said.value;
  const [around, wide] = useWidth<HTMLDivElement>();
  const width = Math.max(wide, LEFT + 60);
  const [first, last] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 1];
  const values = points.map(({ value }) => value);
  const x = scaleLinear([first, Math.max(last, first + 1)], [LEFT, width - 2]);
  const y = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [height - BOTTOM, TOP]).nice(3);
  // More steps than pixels cannot be told apart.
  const each = Math.max(1, Math.floor(points.length / 3000));
  let way = "";
  points.forEach(({ time, value }, at) => {
    if (at % each === 0 || at === points.length - 1) {
      way += way === "" ? `M${x(time).toFixed(1)} ${y(0).toFixed(1)}V${y(value).toFixed(1)}` : `H${x(time).toFixed(1)}V${y(value).toFixed(1)}`;
    }
  });
  return (
    <div ref={around}>
      <svg class="bars" width={width} height={height} role="img" aria-label={label}>
        {y.ticks(3).map((tick) => (
          <g key={tick}><line class="grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} /><text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">{scale(tick)}</text></g>
        ))}
        <line class="axis" x1={LEFT} x2={width} y1={y(0)} y2={y(0)} />
        <path class="step" d={way} />
        <text x={LEFT} y={height - 5}>{day(first)}</text>
        <text x={width} y={height - 5} text-anchor="end">{day(last)}</text>
      </svg>
    </div>
  );
}
