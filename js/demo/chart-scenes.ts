/** Charts in every kind, and with the data that is hard to draw. */
import type { WidgetRoot } from "../src/protocol/wire.gen";

const MONTHS = ["01", "02", "03", "04", "05", "06", "07", "08"].map((month) => `2026-${month}`);
const SALES = [1240, 1810, 1530, 2290, 2105, 2760, 3120, 2980];
const COSTS = [980, 1100, 1240, 1390, 1420, 1580, 1610, 1700];
const RETURNS = [120, 90, 140, 160, 130, 210, 190, 170];

export const sales = MONTHS.map((month, index) => ({
  month,
  sales: SALES[index],
  costs: COSTS[index],
  returns: RETURNS[index],
  profit: (SALES[index] ?? 0) - (COSTS[index] ?? 0) - 900,
}));

type Node = object;

const SERIES = ["sales", "costs", "returns", "profit"].map((dataKey) => ({
  dataKey,
  label: `${dataKey[0]?.toUpperCase()}${dataKey.slice(1)}`,
}));
const [SOLD = {}, SPENT = {}, RETURNED = {}, PROFIT = {}] = SERIES;

function chart(series: readonly object[], props: object = {}): Node {
  return { type: "Chart", data: sales, xAxis: "month", series, ...props };
}

function card(title: string, ...children: readonly Node[]): WidgetRoot {
  const nodes = [{ type: "Title", value: title, size: "sm" }, ...children];
  return { type: "Card", size: "lg", children: nodes } as unknown as WidgetRoot;
}

function wave(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    x: index,
    a: Math.sin(index / 190) * 40 + Math.sin(index * 12.9898) * 9 + (index === 3_111 ? 90 : 0),
    b: Math.cos(index / 260) * 30 - 20,
  }));
}

const lines = [
  { type: "line", ...SOLD },
  { type: "line", ...SPENT },
  { type: "line", ...RETURNED },
];

export const CURVES =
  "basis basisClosed basisOpen bumpX bumpY bump linear linearClosed natural monotoneX monotoneY monotone step stepBefore stepAfter".split(
    " ",
  );

export const charts: readonly WidgetRoot[] = [
  card("Bars", chart([{ type: "bar", ...SOLD }])),
  card(
    "Bars beside each other, with a y axis",
    chart(
      [
        { type: "bar", ...SOLD },
        { type: "bar", ...SPENT },
      ],
      { showYAxis: true },
    ),
  ),
  card(
    "Stacked bars",
    chart(
      [SOLD, SPENT, RETURNED].map((one) => ({ type: "bar", stack: "all", ...one })),
      { showYAxis: true },
    ),
  ),
  card("Lines", chart(lines, { showYAxis: true })),
  card("An area", chart([{ type: "area", ...SOLD }])),
  card("Stacked areas", chart([SPENT, RETURNED, SOLD].map((one) => ({ type: "area", stack: "s", ...one })))),
  card(
    "Bars and a line, below zero",
    chart(
      [
        { type: "bar", ...PROFIT },
        { type: "line", ...RETURNED, color: "red-500" },
      ],
      { showYAxis: true },
    ),
  ),
  card(
    "Seven series",
    chart(
      Array.from({ length: 7 }, (_, index) => ({
        type: "bar",
        dataKey: "sales",
        label: `Shop ${index + 1}`,
      })),
      { barGap: 1, barCategoryGap: 8, height: 180 },
    ),
  ),
  card(
    "5,000 points",
    {
      type: "Chart",
      data: wave(5_000),
      xAxis: "x",
      showYAxis: true,
      series: [
        { type: "line", dataKey: "a", label: "Signal" },
        { type: "area", dataKey: "b", label: "Trend" },
      ],
    },
    {
      type: "Chart",
      data: wave(5_000),
      xAxis: "x",
      series: [{ type: "bar", dataKey: "a", label: "Signal" }],
    },
  ),
  card(
    "Gaps, one point, none, and what can't be drawn",
    {
      type: "Chart",
      data: [3, null, 5, "x", 4, 6, Number.NaN, 2].map((y, index) => ({ x: `2026-03-0${index + 1}`, y })),
      xAxis: "x",
      height: 140,
      series: [
        { type: "line", dataKey: "y", label: "Gaps" },
        { type: "pie", dataKey: "y", label: null },
      ],
    },
    {
      type: "Chart",
      data: [{ x: "only", y: 5 }],
      xAxis: "x",
      height: 120,
      series: [{ type: "line", dataKey: "y", label: "One" }],
    },
    {
      type: "Chart",
      data: [],
      xAxis: "x",
      height: 80,
      series: [{ type: "line", dataKey: "y", label: "None" }],
    },
    { type: "Chart", data: "none", xAxis: "x", series: [] },
    { type: "Text", value: "The text after them" },
  ),
  card(
    "Huge, tiny and a spark",
    {
      type: "Chart",
      data: [1e3, 4e6, 2.5e9, 7e12].map((y, x) => ({ x: `Q${x + 1}`, y })),
      xAxis: { dataKey: "x", labels: { Q1: "First quarter", Q2: "Second quarter" } },
      showYAxis: true,
      series: [{ type: "bar", dataKey: "y", label: "Big" }],
    },
    {
      type: "Chart",
      data: [0.00000012, 0.0000009, 0.0000004].map((y, x) => ({ x, y })),
      xAxis: "x",
      showYAxis: true,
      height: 120,
      series: [{ type: "line", dataKey: "y", label: "Tiny" }],
    },
    chart([{ type: "area", ...SOLD }], { height: 40, showLegend: false }),
  ),
];

export const curveCharts: readonly WidgetRoot[] = [
  card(
    "Every curve",
    ...CURVES.map((curveType) =>
      chart([{ type: "line", ...SOLD, label: curveType, curveType }], {
        height: 110,
        xAxis: { dataKey: "month", hide: true },
      }),
    ),
  ),
];
