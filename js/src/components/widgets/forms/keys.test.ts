import { expect, it } from "vitest";
import { fieldKeys, nextKeys } from "./keys";

const input = (name: string, props: object = {}) => ({ type: "Input", name, ...props });
const box = (...children: object[]) => ({ type: "Box", children });

it("knows a field by its type and name, however the boxes around it change", () => {
  const field = input("mail");
  for (const root of [field, box(field), box(box(), box(box(field)))])
    expect(fieldKeys(root).keyOf(field as never)).toBe("Input:mail");
});

it("tells fields of one name apart by the named nodes around them", () => {
  const [first, second] = [input("title"), input("title")];
  const row = (key: string, field: object) => ({ type: "Row", key, children: [field] });
  for (const root of [box(row("a", first), row("b", second)), box(row("b", second), row("a", first))]) {
    const keys = fieldKeys(root);
    expect([keys.keyOf(first as never), keys.keyOf(second as never)]).toEqual([
      "a/Input:title",
      "b/Input:title",
    ]);
  }
});

it("tells fields of one name and place apart by their order", () => {
  const fields = [
    input("x"),
    input("x"),
    { type: "Select", name: "x" },
    { type: "Input" },
    { type: "Input" },
  ];
  const keys = fieldKeys(box(...fields));
  expect(fields.map((field) => keys.keyOf(field as never))).toEqual([
    "Input:x",
    "Input:x#2",
    "Select:x",
    "Input:",
    "Input:#2",
  ]);
});

it("finds the field of a label in its own form first", () => {
  const label = { type: "Label", value: "Name", fieldName: "name" };
  const form = (key: string, ...children: object[]) => ({ type: "Form", key, children });
  const keys = fieldKeys(box(form("a", input("name")), form("b", label, input("name"))));
  expect(keys.labelledBy(label as never)?.key).toBe("b/Input:name");
  expect([keys.isLabelled("a/Input:name"), keys.isLabelled("b/Input:name")]).toEqual([false, true]);
});

it.each([
  ["somewhere else in the widget", box(input("name")), "Input:name"],
  ["in no field", box(input("other")), undefined],
  ["in an editable text", box({ type: "Text", value: "", editable: { name: "name" } }), "Text:name"],
])("finds the field of a label %s", (_, other, expected) => {
  const label = { type: "Label", value: "Name", fieldName: "name" };
  expect(fieldKeys(box(label, other)).labelledBy(label as never)?.key).toBe(expected);
});

it.each([null, "text", 7, [], {}, { type: "Box", children: [null, 3, "x", { type: 3 }] }])(
  "reads %j without a stumble",
  (root) => expect(fieldKeys(root).isLabelled("x")).toBe(false),
);

it("does not look deeper than anything is drawn", () => {
  let root: object = input("deep");
  for (let depth = 0; depth < 100_000; depth += 1) root = { type: "Box", children: root };
  expect(fieldKeys(root).isLabelled("x")).toBe(false);
});

it("keeps its keys while no field changes, as when text streams", () => {
  const [field, label] = [input("a"), { type: "Label", value: "A", fieldName: "a" }];
  const first = nextKeys(null, box({ type: "Text", value: "x" }, label, field));
  expect(nextKeys(first, box({ type: "Text", value: "xy" }, label, field))).toBe(first);
  for (const other of [box(label, input("a")), box(label), box(label, field, input("b")), box(field)])
    expect(nextKeys(first, other)).not.toBe(first);
});

it("makes new keys when what holds a field is called something else", () => {
  const [field, label] = [input("a"), { type: "Label", value: "A", fieldName: "a" }];
  const first = nextKeys(null, { type: "Box", key: "one", children: [label, field] });
  const next = nextKeys(first, { type: "Box", key: "two", children: [label, field] });
  expect(next.labelledBy(label as never)?.key).toBe("two/Input:a");
  expect(next.keyOf(field as never)).toBe("two/Input:a");
});

it("tells fields apart whose long names begin alike, by keys that are short", () => {
  const fields = ["a", "b"].map((end) => input("x".repeat(1_000_000) + end));
  const keys = fieldKeys({ type: "Box", key: "y".repeat(1_000_000), children: fields });
  const made = fields.map((field) => keys.keyOf(field as never));
  expect(new Set(made).size).toBe(2);
  expect(Math.max(...made.map((key) => key.length))).toBeLessThan(300);
});
