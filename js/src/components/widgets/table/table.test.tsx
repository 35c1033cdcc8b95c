import { afterEach, describe, expect, it } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import { memoryKernel } from "../../../testing/kernel/kernel";
import { clear, draw, faults } from "../../fixture";
import { WidgetView } from "../widget";

afterEach(clear);

function drawn(...children: readonly unknown[]) {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const root = {
    type: "Card",
    children: [...children, { type: "Text", value: "after" }],
  } as unknown as WidgetRoot;
  return draw(<WidgetView itemId="itm" root={root} />, session);
}

const text = (value: string) => ({ type: "Text", value });
const cell = (value: string, props: object = {}) => ({
  type: "Table.Cell",
  children: [text(value)],
  ...props,
});
const row = (values: readonly string[], props: object = {}) => ({
  type: "Table.Row",
  children: values.map((value) => cell(value)),
  ...props,
});
const table = (...children: readonly unknown[]) => ({ type: "Table", children });
const FLIGHTS = table(row(["Flight", "To"], { header: true }), row(["BA 12", "Rome"]), row(["LH 7", "Oslo"]));

const texts = (root: Element, selector: string) =>
  [...root.querySelectorAll(selector)].map((one) => one.textContent);

it("is a real table whose head names the columns, and breaks no rule", async () => {
  const { root, getAllByRole } = drawn(FLIGHTS);
  expect(getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["Flight", "To"]);
  expect(texts(root, "thead th[scope=col]")).toEqual(["Flight", "To"]);
  expect(texts(root, "tbody td")).toEqual(["BA 12", "Rome", "LH 7", "Oslo"]);
  expect(await faults(root)).toEqual([]);
});

it.each([
  ["one head and rows", [true, undefined, undefined], 1, 2],
  ["two heads", [true, true, undefined], 2, 1],
  ["no head", [undefined, undefined], 0, 2],
  ["only a head", [true], 1, 0],
  ["a head in the middle", [undefined, true, undefined], 0, 3],
  ["flags of another kind", ["yes", 1, null], 0, 3],
])("puts %s where they belong", (_, headers, heads, bodies) => {
  const { root } = drawn(table(...headers.map((header) => row(["a", "b"], { header }))));
  expect([root.querySelectorAll("thead tr").length, root.querySelectorAll("tbody tr").length]).toEqual([
    heads,
    bodies,
  ]);
});

it.each([
  [{ align: "end" }, ".w-cell", "data-align", "end"],
  [{ align: "center" }, ".w-cell", "data-align", "center"],
  [{ align: "up" }, ".w-cell", "data-align", "start"],
  [{}, ".w-cell", "data-align", null],
  [{ vAlign: "end" }, "td", "data-valign", "end"],
  [{ vAlign: "start" }, "td", "data-valign", "start"],
  [{}, "td", "data-valign", "center"],
  [{ colSpan: 3 }, "td", "colspan", "3"],
  [{ rowSpan: 2 }, "td", "rowspan", "2"],
  [{ colSpan: 1e9 }, "td", "colspan", "100"],
  [{ colSpan: -1 }, "td", "colspan", null],
  [{ colSize: "xs" }, "td", "style", "width: 56px;"],
  [{ colSize: "xl" }, "td", "style", "width: 360px;"],
  [{ colSize: "vast" }, "td", "style", null],
  [{ width: 80, colSize: "xl" }, "td", "style", "width: 80px; min-width: 80px;"],
  [{ width: "url(x)" }, "td", "style", null],
])("draws a cell with %j", (props, selector, attribute, expected) => {
  const { root } = drawn(table({ type: "Table.Row", children: [cell("a", props)] }));
  const found = root.querySelector(`.w-table ${selector}`)?.getAttribute(attribute) || null;
  expect(found).toBe(expected);
});

it("gives a cell the padding it asks for", () => {
  const { root } = drawn(
    table({ type: "Table.Row", children: [cell("a", { padding: { x: 2, top: "1px" } })] }),
  );
  expect(root.querySelector("td")?.getAttribute("style")).toContain("padding-block-start: 1px");
});

describe("what is no row and no cell", () => {
  it.each([
    ["a text among the rows", table(text("lost"), row(["a"]))],
    ["a text among the cells", table({ type: "Table.Row", children: [text("lost"), cell("a")] })],
    ["one row that is no list", { type: "Table", children: { type: "Table.Row", children: cell("lost") } }],
    ["a row by itself", row(["lost"])],
    ["a cell by itself", cell("lost")],
    [
      "a table within a cell",
      table({ type: "Table.Row", children: [{ type: "Table.Cell", children: [table(row(["lost"]))] }] }),
    ],
  ])("%s is drawn all the same", async (_, node) => {
    const { root } = drawn(node);
    expect(texts(root, ".w-text")).toContain("lost");
    expect(root.querySelector("tbody td, .w-card-body > .w-cell")).not.toBeNull();
    for (const made of root.querySelectorAll("tr"))
      expect(made.parentElement?.tagName).toMatch(/THEAD|TBODY/);
    for (const made of root.querySelectorAll("td, th")) expect(made.parentElement?.tagName).toBe("TR");
  });

  it.each([
    [{}],
    [{ children: null }],
    [{ children: 7 }],
    [{ children: ["x", null, 3] }],
    [{ children: [{}] }],
  ])("a table with %j takes nothing with it", (props) => {
    expect(drawn({ type: "Table", ...props }).root.textContent).toContain("after");
  });
});

it.each([
  ["a plain table", FLIGHTS, true],
  ["one whose cells reach down", table({ type: "Table.Row", children: [cell("a", { rowSpan: 2 })] }), false],
])("keeps the first column of %s while it scrolls: %s", (_, node, keeps) => {
  expect(drawn(node).root.querySelector("table")?.classList.contains("keeps-column")).toBe(keeps);
});
