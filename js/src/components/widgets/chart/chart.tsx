/** Rows of data as bars, areas and lines: what `chatkit_notebook.widgets.chart` describes. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { measures } from "../layout";
import type { NodeProps } from "../props";
import { styleOf } from "../values";
import { DataTable } from "./data-table";
import { type Drawing, drawingOf, isSpark, labelsOf } from "./drawing";
import { Legend } from "./legend";
import { Plot } from "./plot";
import { Pointer, Tooltip, valueText } from "./reading";
import { type ChartSpec, readChart } from "./spec";

export function Chart({ node }: NodeProps) {
  const spec = useMemo(() => readChart(node), [node]);
  const labels = useMemo(() => labelsOf(spec), [spec]);
  const [box, size] = useSize();
  const { width, height } = size;
  const drawing = useMemo(
    () => (width > 0 ? drawingOf(spec, labels.short, width, Math.max(height, 1)) : null),
    [spec, labels, width, height],
  );
  const hasLegend = spec.showsLegend && drawing?.ends.length === 0 && !isSpark(height);
  const hasValues = spec.series.some(({ values }) => !values.every(Number.isNaN));
  return (
    <figure {...frame(node)}>
      {hasLegend && hasValues && <Legend series={spec.series} />}
      <div class="w-chart-plot" ref={box}>
        {!hasValues && <p class="w-chart-empty">{words.chart.noData}</p>}
        {hasValues && drawing !== null && (
          <Reader spec={spec} labels={labels.full} drawing={drawing} size={size} />
        )}
      </div>
      {hasValues && <DataTable spec={spec} labels={labels.full} />}
      {spec.refused.map((name, index) => (
        <p key={index} class="w-chart-note">
          {words.cannotShow(name.slice(0, 60))}
        </p>
      ))}
    </figure>
  );
}

function frame(node: WidgetNode) {
  const { background: _ground, "border-radius": _radius, margin: _margin, ...given } = measures(node);
  const isTall = given.height !== undefined || given["aspect-ratio"] === undefined;
  return { class: isTall ? "w-chart" : "w-chart has-ratio", style: styleOf(given) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The room that the plot has, from when it is laid out; nothing is measured before. */
function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const [width, height] = [Math.floor(entry.contentRect.width), Math.floor(entry.contentRect.height)];
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, size] as const;
}

interface ReaderProps {
  spec: ChartSpec;
  /** In full, one a row. */
  labels: readonly string[];
  drawing: Drawing;
  size: Size;
}

/** The plot, of which one row is read by pointing at it or with the arrow keys. */
function Reader({ spec, labels, drawing, size }: ReaderProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [told, setTold] = useState("");
  const last = labels.length - 1;
  const row = chosen === null ? null : Math.min(chosen, last);

  const leave = () => {
    setChosen(null);
    setTold("");
  };
  const point = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    setChosen(drawing.x.rowAt(event.clientX - left - drawing.left));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && row !== null) {
      event.stopPropagation();
      leave();
      return;
    }
    const next = nextRow(event, row, last);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    setTold(rowText(spec, labels, next));
  };
  const names = spec.series.map(({ name }) => name);
  const { width, height } = size;
  return (
    <>
      <svg
        class="w-chart-picture"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="application"
        aria-label={words.chart.label(names, spec.xName)}
        aria-roledescription={words.chart.role}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its points
        tabIndex={0}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={leave}
        onKeyDown={press}
        onBlur={leave}
      >
        <g transform={`translate(${drawing.left} ${drawing.top})`}>
          <Plot drawing={drawing} />
          {row !== null && <Pointer drawing={drawing} row={row} />}
        </g>
      </svg>
      {row !== null && spec.showsTooltip && (
        <Tooltip drawing={drawing} series={spec.series} label={labels[row] ?? ""} row={row} width={width} />
      )}
      <div class="for-readers" aria-live="polite">
        {told}
      </div>
    </>
  );
}

/** Rows that a page key passes, as a share of all. */
const PAGE = 0.1;

function nextRow(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  row: number | null,
  last: number,
): number | null {
  if (ctrlKey || metaKey || altKey) return null;
  const page = Math.max(Math.round(last * PAGE), 1);
  const clamp = (next: number) => Math.min(Math.max(next, 0), last);
  switch (key) {
    case "ArrowRight":
      return row === null ? 0 : clamp(row + 1);
    case "ArrowLeft":
      return row === null ? last : clamp(row - 1);
    case "PageDown":
      return clamp((row ?? 0) + page);
    case "PageUp":
      return clamp((row ?? last) - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

function rowText({ series }: ChartSpec, labels: readonly string[], row: number): string {
  return words.chart.point(
    labels[row] ?? "",
    series.map((one) => `${one.name} ${valueText(one, row)}`),
  );
}
