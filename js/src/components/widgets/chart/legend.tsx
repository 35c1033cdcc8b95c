import type { Series } from "./spec";

/** A sample of a series; its shape is that of the marks. */
export function Swatch({ series }: { series: Series }) {
  return (
    <span
      class="w-chart-swatch"
      data-kind={series.kind}
      style={{ "--color": series.color }}
      aria-hidden="true"
    />
  );
}

export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="w-chart-legend">
      {series.map((one, index) => (
        <li key={index}>
          <Swatch series={one} />
          <span dir="auto">{one.name}</span>
        </li>
      ))}
    </ul>
  );
}
