import { act, fireEvent } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import { memoryKernel } from "../../../testing/kernel/kernel";
import { clear, draw, faults } from "../../fixture";
import { WidgetView } from "../widget";
import { CURVES } from "./curves";

/** Makes each chart as large as it says, as a browser would once it is laid out. */
let measure: (width: number, height: number) => void;

beforeEach(() => {
  const boxes: ((entries: object[]) => void)[] = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(tell: (entries: object[]) => void) {
        boxes.push(tell);
      }
      observe() {}
      disconnect() {}
    },
  );
  measure = (width, height) =>
    act(() => {
      for (const tell of boxes) tell([{ contentRect: { width, height } }]);
    });
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const ROWS = [
  { month: "Jan", sales: 10, costs: 4 },
  { month: "Feb", sales: 1234.5, costs: 6 },
  { month: "Mar", sales: 30, costs: -8 },
];
const BAR = { type: "bar", dataKey: "sales", label: "Sales" };
const LINE = { type: "line", dataKey: "costs", label: "Costs" };

function drawn(props: object, size = { width: 600, height: 200 }) {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const chart = { type: "Chart", data: ROWS, xAxis: "month", series: [BAR, LINE], ...props };
  const card = (node: object) =>
    ({ type: "Card", children: [node, { type: "Text", value: "after" }] }) as unknown as WidgetRoot;
  const told = vi.spyOn(session, "log");
  const made = draw(<WidgetView itemId="itm" root={card(chart)} />, session);
  measure(size.width, size.height);
  const change = (next: object) =>
    act(() => made.update(<WidgetView itemId="itm" root={card({ ...chart, ...next })} />));
  return { ...made, change, told };
}

const texts = (root: HTMLElement, selector: string) =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent);
const paths = (root: HTMLElement) =>
  [...root.querySelectorAll("path")].map((path) => path.getAttribute("d") ?? "");

describe("the parts of a chart", () => {
  it("names its series in a legend and its rows below", () => {
    const { root } = drawn({});
    expect(texts(root, ".w-chart-legend li")).toEqual(["Sales", "Costs"]);
    expect(texts(root, ".is-x")).toEqual(["Jan", "Feb", "Mar"]);
    expect(texts(root, ".is-y")).toEqual([]);
  });

  it.each([
    [{ showLegend: false }, ".w-chart-legend", 0],
    [{ showLegend: true }, ".w-chart-legend", 1],
    [{ showYAxis: true }, ".is-y", 5],
    [{ xAxis: { dataKey: "month", hide: true } }, ".is-x", 0],
    [{ xAxis: { dataKey: "month", labels: { Feb: "February" } } }, ".is-x", 3],
    [{ series: [] }, ".w-chart-empty", 1],
    [{ data: [] }, ".w-chart-empty", 1],
    [{ data: [{ month: "Jan", sales: null }, 7, null] }, ".w-chart-empty", 1],
  ])("%j shows %s %i times", (props, selector, count) => {
    expect(drawn(props).root.querySelectorAll(selector).length).toBe(count);
  });

  it("writes what the axis says instead of a tick, and numbers short", () => {
    const { root } = drawn({ showYAxis: true, xAxis: { dataKey: "month", labels: { Feb: "February" } } });
    expect(texts(root, ".is-x")).toEqual(["Jan", "February", "Mar"]);
    expect(texts(root, ".is-y")).toContain("1\u202fk");
  });

  it("gives assistive technology all numbers as a table, and breaks no rule", async () => {
    const { root, getByRole } = drawn({});
    const rows = [...getByRole("table").querySelectorAll("tr")].map((row) => texts(row, "th, td"));
    expect(rows).toEqual([
      ["month", "Sales", "Costs"],
      ["Jan", "10", "4"],
      ["Feb", "1,234.5", "6"],
      ["Mar", "30", "-8"],
    ]);
    expect(await faults(root)).toEqual([]);
  });

  it("names lines where they end if there is room, and in a legend if not", () => {
    const lines = { series: [{ ...LINE, dataKey: "sales", label: "Sales" }, LINE] };
    const far = { data: ROWS.map((row) => ({ ...row, sales: row.sales + 5_000 })) };
    const shown = [
      [{}, 600],
      [far, 600],
      [far, 254],
    ].map(([props, width]) => {
      const { root } = drawn({ ...lines, ...(props as object) }, { width: Number(width), height: 240 });
      const found = [".is-end", ".w-chart-legend li"].map((selector) => texts(root, selector).length);
      clear();
      return found;
    });
    expect(shown).toEqual([
      [0, 2],
      [2, 0],
      [0, 2],
    ]);
  });

  it("says nothing but its shape where there is no room for words", () => {
    const { root } = drawn({ height: 40, showYAxis: true }, { width: 200, height: 40 });
    expect(texts(root, "svg text")).toEqual([]);
    expect(root.querySelector(".w-chart-legend")).toBeNull();
  });

  it.each([
    ["blue", "var(--ck-chart-blue)"],
    ["pink", "var(--ck-chart-pink)"],
    ["#123456", "#123456"],
    ["url(https://x)", "var(--ck-accent)"],
    [undefined, "var(--ck-accent)"],
    [{ light: "red", dark: "yellow" }, "light-dark(var(--ck-chart-red), var(--ck-chart-yellow))"],
  ])("colours a series %j as %s", (color, expected) => {
    const { root } = drawn({ series: [{ ...BAR, color }] });
    expect(root.querySelector<HTMLElement>(".w-chart-bar")?.style.getPropertyValue("--color")).toBe(expected);
  });
});

describe("reading a chart", () => {
  const open = () => {
    const all = drawn({});
    return { ...all, picture: all.getByRole("application") };
  };
  const tip = (root: HTMLElement) => root.querySelector(".w-chart-tooltip")?.textContent;

  it("moves through the rows by arrow keys, and leaves by Escape", () => {
    const { root, picture } = open();
    const seen = ["ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home", "PageDown", "x"].map(
      (key) => {
        fireEvent.keyDown(picture, { key });
        return tip(root)?.slice(0, 3);
      },
    );
    expect(seen).toEqual(["Jan", "Feb", "Mar", "Mar", "Feb", "Jan", "Feb", "Feb"]);
    expect(root.querySelector("[aria-live]")?.textContent).toBe("Feb: Sales 1,234.5, Costs 6");
    const outside = vi.fn();
    root.addEventListener("keydown", outside);
    fireEvent.keyDown(picture, { key: "Escape" });
    expect([tip(root), outside.mock.calls.length]).toEqual([undefined, 0]);
    fireEvent.keyDown(picture, { key: "Escape" });
    expect(outside).toHaveBeenCalledTimes(1);
  });

  it("shows all series of the row that is pointed at, until the pointer leaves", () => {
    const { root, picture } = open();
    const seen = [0, 290, 599].map((clientX) => {
      fireEvent.pointerMove(picture, { clientX });
      return tip(root);
    });
    expect(seen).toEqual(["JanSales10Costs4", "FebSales1,234.5Costs6", "MarSales30Costs-8"]);
    fireEvent.pointerLeave(picture);
    expect(tip(root)).toBeUndefined();
  });

  it("keeps the row that is read when the data grows, and the last one when it shrinks", () => {
    const { root, picture, change } = open();
    fireEvent.keyDown(picture, { key: "End" });
    change({ data: [...ROWS, { month: "Apr", sales: 1, costs: 2 }] });
    expect(tip(root)).toBe("MarSales30Costs-8");
    change({ data: ROWS.slice(0, 2) });
    expect(tip(root)).toBe("FebSales1,234.5Costs6");
  });

  it("shows no card if it is told so, but still tells those who hear", () => {
    const { root, getByRole } = drawn({ showTooltip: false });
    fireEvent.keyDown(getByRole("application"), { key: "Home" });
    expect([tip(root), root.querySelector("[aria-live]")?.textContent]).toEqual([
      undefined,
      "Jan: Sales 10, Costs 4",
    ]);
  });
});

describe("data that is hard to draw", () => {
  const WILD: readonly (readonly [string, readonly unknown[]])[] = [
    ["one row", [5]],
    ["one row below zero", [-5]],
    ["nothing but zero", [0, 0, 0]],
    ["huge numbers", [1e308, -1e308, 1e300]],
    ["tiny numbers", [1e-300, 2e-300, 0]],
    ["gaps", [1, null, Number.NaN, "x", 2, undefined, 3]],
    ["numbers that are written", ["1.5", " 2 ", "", "1e3"]],
    ["infinity", [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY]],
    ["lists and objects", [[1], { a: 1 }, true, 4]],
    ["one number again and again", [7, 7, 7, 7]],
  ];
  const KINDS = ["bar", "area", "line"].flatMap((type) =>
    [undefined, "s"].map((stack) => ({ type, stack, dataKey: "y", label: null })),
  );

  it.each(WILD)("draws %s", async (_, values) => {
    const data = values.map((y, x) => ({ x, y }));
    for (const curveType of [undefined, ...CURVES]) {
      const series = KINDS.map((one) => ({ ...one, curveType }));
      const { root } = drawn({ data, xAxis: "x", series, showYAxis: true });
      expect(root.textContent).toContain("after");
      expect(root.querySelector(".w-chart")).not.toBeNull();
      expect(root.querySelector("svg")?.outerHTML).not.toMatch(/NaN|Infinity|undefined/);
      clear();
    }
  });

  it.each([
    [{ data: "none" }, '"data" must be an array, but it is of type string.'],
    [{ data: null }, '"data" must be an array, but it is null.'],
    [{ series: { type: "bar" } }, '"series" must be an array, but it is of type object.'],
    [{ xAxis: {} }, '"xAxis" must name a column of the data.'],
    [{ xAxis: 7 }, '"xAxis" must name a column of the data.'],
    [{ series: [{ type: "pie", dataKey: "sales" }] }, 'There is no series of type "pie".'],
  ])("says of %j that it can't be shown, and tells the author why", async (props, reason) => {
    const { root, told, findByText } = drawn(props);
    await findByText("This part can't be shown: Chart");
    expect(root.textContent).toContain("after");
    expect(told).toHaveBeenCalledWith(
      "part.failed",
      expect.objectContaining({ part: "Chart", reason: expect.stringContaining(reason) }),
    );
  });

  it("draws the series it knows and says which it doesn't", () => {
    const { root } = drawn({ series: [BAR, { type: "pie", dataKey: "sales" }, null, { type: "line" }] });
    expect(texts(root, ".w-chart-note")).toEqual(
      ["pie", "null", "line"].map((name) => `This part can't be shown: ${name}`),
    );
    expect(texts(root, ".w-chart-legend li")).toEqual(["Sales"]);
  });

  it.each([5_000, 50_000])("draws no more of %i rows than pixels can show, and each extreme", (count) => {
    const data = Array.from({ length: count }, (_, x) => ({ x, y: x === 3_111 ? 500 : x % 7 }));
    const numbers = (root: HTMLElement) => paths(root).join("").length;
    const lowest = (root: HTMLElement) =>
      Math.min(...paths(root).flatMap((d) => [...d.matchAll(/[ML,V]([\d.]+)/g)].map(([, y]) => Number(y))));
    for (const type of ["line", "bar", "area"]) {
      const { root } = drawn({ data, xAxis: "x", series: [{ type, dataKey: "y", label: "Y" }] });
      expect(numbers(root)).toBeLessThan(100_000);
      // The tallest value is at the top of the plot.
      expect(lowest(root)).toBeLessThan(20);
      expect(root.querySelectorAll("tbody tr").length).toBeLessThan(110);
      expect(texts(root, "tbody td")).toContain("500");
      clear();
    }
  });
});
