/** What a chart says about the row that is looked at: a line or a band, points, and a card with the numbers. */

import { words } from "../../../locales";
import { fullNumber } from "../../../locales/figures";
import type { Drawing } from "./drawing";
import { Swatch } from "./legend";
import type { Series } from "./spec";

export function valueText(series: Series, row: number): string {
  const value = series.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? words.chart.noValue : fullNumber(value);
}

export function Pointer({ drawing, row }: { drawing: Drawing; row: number }) {
  const { x, y, height, drawn } = drawing;
  const at = x.at(row);
  const hasBars = drawn.some(({ series }) => series.kind === "bar");
  return (
    <g class="w-chart-pointer">
      {hasBars ? (
        <rect x={at - x.step / 2} y={0} width={Math.max(x.step, 1)} height={height} />
      ) : (
        <line x1={at} x2={at} y1={0} y2={height} />
      )}
      {drawn.map(({ series, span }, index) => {
        const value = span.high[row] ?? Number.NaN;
        if (series.kind === "bar" || Number.isNaN(series.values[row])) return null;
        return <circle key={index} cx={at} cy={y(value)} r={4} style={{ "--color": series.color }} />;
      })}
    </g>
  );
}

interface TooltipProps {
  drawing: Drawing;
  series: readonly Series[];
  label: string;
  row: number;
  /** Of all of the chart. */
  width: number;
}

/** Stands beside the row, on the side where there is more room. */
export function Tooltip({ drawing, series, label, row, width }: TooltipProps) {
  const at = drawing.left + drawing.x.at(row);
  const isLate = at > width / 2;
  const place = isLate ? { right: `${width - at + 12}px` } : { left: `${at + 12}px` };
  const room = Math.max(isLate ? at - 16 : width - at - 16, 96);
  return (
    <div class="w-chart-tooltip" aria-hidden="true" style={{ ...place, "max-width": `${room}px` }}>
      {label !== "" && <p dir="auto">{label}</p>}
      <dl>
        {series.map((one, index) => (
          <div key={index}>
            <dt>
              <Swatch series={one} />
              <span dir="auto">{one.name}</span>
            </dt>
            <dd>{valueText(one, row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
