import { act } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { COMPONENTS, leastOf } from "../../testing/components";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Measured } from "../../testing/measured";
import { clear, draw, faults } from "../fixture";
import { WidgetView } from "./widget";

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Measured);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const ROOTS: ReadonlySet<string> = new Set(["Card", "ListView", "Basic"]);

function drawn(node: { type: string }): HTMLElement {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  if (node.type === "ListViewItem") return drawn({ type: "ListView", children: [node] } as { type: string });
  const row = (cell: object) => ({ type: "Table.Row", children: [cell] });
  const root = ROOTS.has(node.type)
    ? node
    : { type: "Card", children: [node.type === "Table.Cell" ? row(node) : node] };
  let made: HTMLElement | undefined;
  act(() => {
    made = draw(<WidgetView itemId="itm" root={root as unknown as WidgetRoot} />, session).root;
  });
  if (made === undefined) throw new Error("Nothing was drawn.");
  return made;
}

/** Its markup, without ids, which count up; what it holds of its own, such as values of fields, comes with it. */
function seen(node: { type: string }): string {
  const root = drawn(node);
  const html = root.innerHTML.replace(
    /\b(id|for|name|aria-(?:labelledby|describedby|controls|owns))="[^"]*\d+[^"]*"/g,
    "",
  );
  const fields = [...root.querySelectorAll<HTMLInputElement>("input, textarea, select")].map(
    ({ value, checked, required, autofocus }) => [value, checked, required, autofocus],
  );
  clear();
  return `${html}${JSON.stringify(fields)}`;
}

/** What no drawing shows, with where it shows. */
const UNSEEN: ReadonlyMap<string, string> = new Map([
  ["key", "tells a node from its siblings: updates.test.tsx"],
  ["id", "names a node for updates: updates.test.tsx"],
  ["onClickAction", "runs when it is pressed: actions.test.tsx"],
  ["onChangeAction", "runs when the value changes: form.test.tsx"],
  ["onSubmitAction", "runs when the form is sent: form.test.tsx"],
  ["asForm", "decides what is sent: form.test.tsx"],
  ["submit", "sends the form that it is in: form.test.tsx"],
  ["name", "is what the value is sent as: form.test.tsx"],
  ["pattern", "is checked when the form is sent: rules.test.ts"],
  ["streaming", "paces what arrives: pacing.test.tsx"],
  ["autoSelect", "acts when the field is focused: fields.test.tsx"],
  ["autoFocus", "acts when the field appears: fields.test.tsx"],
  ["DatePicker.min", "bounds the open calendar: date-picker.test.tsx"],
  ["DatePicker.max", "bounds the open calendar: date-picker.test.tsx"],
  ["DatePicker.side", "places the open calendar: placement.test.ts"],
  ["DatePicker.align", "places the open calendar: placement.test.ts"],
  ["Select.options", "are in the open list: select.test.tsx"],
  ["Select.searchable", "adds a field to the open list: select.test.tsx"],
  ["Select.clearable", "shows once there is a value: select.test.tsx"],
  ["DatePicker.clearable", "shows once there is a value: date-picker.test.tsx"],
  ["Label.fieldName", "binds it to a field of that name: fields.test.tsx"],
  ["Textarea.autoResize", "acts when more is typed: fields.test.tsx"],
  ["Textarea.maxRows", "acts when more is typed: fields.test.tsx"],
  ["Chart.showTooltip", "acts when a row is read: chart.test.tsx"],
]);

/** Examples that say more than those made from types. */
const EXAMPLES: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ["maxLines", [2]],
  ["background", ["red"]],
  ["color", ["danger"]],
  ["Divider.color", ["strong"]],
  ["children", [[{ type: "Text", value: "other" }]]],
  ["Textarea.rows", [7]],
  ["Chart.data", [[{ x: "a", y: 9 }]]],
  [
    "Chart.series",
    [[{ type: "line", dataKey: "z", label: "Z", curveType: "step", color: "red", stack: "s" }]],
  ],
  ["Chart.xAxis", [{ dataKey: "z", hide: true }]],
  ["Chart.barGap", [9]],
  ["Chart.barCategoryGap", [150]],
  ["ListView.limit", [1]],
  ["Icon.name", ["search"]],
  ["RadioGroup.options", [[{ value: "b", label: "B" }]]],
  ["Image.src", ["data:image/png;base64,BBBB"]],
  ["Select.defaultValue", ["a"]],
  ["RadioGroup.defaultValue", ["a"]],
  ["Input.inputType", ["number", "email", "password", "tel", "url"]],
]);

describe.each(COMPONENTS.map((known) => [known.type, known] as const))("%s", (type, known) => {
  const least = leastOf(known);
  const list = {
    ...least,
    children: ["a", "b"].map((value) => ({ type: "ListViewItem", children: [{ type: "Text", value }] })),
  };
  const base = type === "ListView" ? list : least;
  const props = [...known.props].filter(([name]) => !UNSEEN.has(name) && !UNSEEN.has(`${type}.${name}`));

  it("is drawn with no more than it must have, and breaks no rule", async () => {
    const root = drawn(base);
    expect(root.textContent).not.toContain("can't be shown");
    expect(await faults(root)).toEqual([]);
  });

  it.each(props)("shows what %s says", (name, made) => {
    const examples = EXAMPLES.get(`${type}.${name}`) ?? EXAMPLES.get(name) ?? made;
    const plain = seen(base);
    const differ = examples.filter((value) => seen({ ...base, [name]: value }) !== plain);
    expect(differ).not.toEqual([]);
  });

  const tokens = props.filter(
    ([, made]) => made.length > 2 && made.every((value) => typeof value === "string"),
  );
  it.skipIf(tokens.length === 0).each(tokens)("tells the tokens of %s apart", (name, made) => {
    const looks = new Map(made.map((value) => [seen({ ...base, [name]: value }), value]));
    expect([...looks.values()]).toEqual(made);
  });
});
