/** Everything of a chart that stays as it is while somebody reads it: axes, grid and shapes. */
import { memo } from "../../primitives/memo";
import type { Drawing, Drawn } from "./drawing";

interface PlotProps {
  drawing: Drawing;
}

function PlotMarks({ drawing }: PlotProps) {
  const { width, height, yTicks, xTicks, drawn, ends, y } = drawing;
  const [least = 0, most = 0] = y.domain();
  const ground = least <= 0 && most >= 0 ? y(0) : height;
  return (
    <>
      {yTicks.map(({ at, label }) => (
        <line key={label} class="w-chart-grid" x1={0} x2={width} y1={at} y2={at} />
      ))}
      {drawn.map((one, index) => (
        <Marks key={index} drawn={one} />
      ))}
      <line class="w-chart-ground" x1={0} x2={width} y1={ground} y2={ground} />
      {drawing.left > 16 &&
        yTicks.map(({ at, label }) => (
          <text key={label} class="is-y" x={-10} y={at} dy="0.32em">
            {label}
          </text>
        ))}
      {xTicks.map(({ at, label }) => (
        <text key={at} class="is-x" x={at} y={height + 16}>
          {label}
        </text>
      ))}
      {ends.map(({ at, label, color }, index) => (
        <text key={index} class="is-end" x={width + 10} y={at} dy="0.32em" style={{ "--color": color }}>
          {label}
        </text>
      ))}
    </>
  );
}

function Marks({ drawn: { series, shape } }: { drawn: Drawn }) {
  const { kind, color, stack } = series;
  return (
    <g class={`w-chart-${kind}${stack === undefined ? "" : " is-stacked"}`} style={{ "--color": color }}>
      {shape.fill !== "" && <path class="is-fill" d={shape.fill} />}
      {shape.edge !== "" && <path class="is-edge" d={shape.edge} />}
      {shape.lone.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={3} />
      ))}
    </g>
  );
}

export const Plot = memo(PlotMarks);
