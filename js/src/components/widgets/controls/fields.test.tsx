import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { clear, faults } from "../../fixture";
import { drawWidget, form, submit } from "../forms/fixture";

afterEach(clear);

const card = (...children: object[]) => ({ type: "Card", children });
const TEAMS = [
  { value: "s", label: "Sales" },
  { value: "u", label: "Support" },
  { value: "w", label: "Warehouse", disabled: true },
];

it("names every field by its label, else by what else it says, and breaks no rule", async () => {
  const label = (value: string, fieldName: string) => ({ type: "Label", value, fieldName });
  const view = drawWidget(
    form([
      label("Name", "a"),
      { type: "Input", name: "a" },
      { type: "Input", name: "b", placeholder: "you@example.com", inputType: "email" },
      { type: "Input", name: "c.d" },
      label("Notes", "e"),
      { type: "Textarea", name: "e" },
      label("Team", "f"),
      { type: "Select", name: "f", options: TEAMS },
      label("Day", "g"),
      { type: "DatePicker", name: "g" },
      { type: "Checkbox", name: "h", label: "Agreed" },
      label("Also agreed", "i"),
      { type: "Checkbox", name: "i" },
      label("Size", "j"),
      { type: "RadioGroup", name: "j", options: TEAMS },
      { type: "RadioGroup", name: "k", ariaLabel: "Colour", options: TEAMS, direction: "row" },
      label("Title", "l"),
      { type: "Text", value: "text", editable: { name: "l" } },
    ]),
  );
  for (const [role, name] of [
    ["textbox", "Name"],
    ["textbox", "you@example.com"],
    ["textbox", "c.d"],
    ["textbox", "Notes"],
    ["combobox", "Team"],
    ["button", "Day Choose a date"],
    ["checkbox", "Agreed"],
    ["checkbox", "Also agreed"],
    ["radiogroup", "Size"],
    ["radiogroup", "Colour"],
    ["textbox", "Title"],
  ] as const)
    expect(view.getByRole(role, { name })).toBeTruthy();
  expect(await faults(view.root)).toEqual([]);
});

it.each(["text", "number", "email", "password", "tel", "url"])("is an input of type %s", (inputType) => {
  const view = drawWidget(card({ type: "Input", name: "a", inputType, defaultValue: "12" }));
  expect([view.field("Input:a").type, view.field("Input:a").value]).toEqual([inputType, "12"]);
});

it.each(["date", "hidden", "file", "image", 7])("takes the input type %j for text", (inputType) => {
  const view = drawWidget(card({ type: "Input", name: "a", inputType }));
  expect(view.field("Input:a").type).toBe("text");
});

it("keeps password managers away unless they are let in", () => {
  const view = drawWidget(
    card({ type: "Input", name: "a" }, { type: "Input", name: "b", allowAutofillExtensions: true }),
  );
  const ignored = (key: string) => view.field(key).hasAttribute("data-1p-ignore");
  expect([ignored("Input:a"), ignored("Input:b")]).toEqual([true, false]);
});

it.each([
  [undefined, 3],
  [5, 5],
  [1, 1],
  [0, 3],
  [-2, 3],
  [1e9, 60],
  ["7", 3],
])("has for %j rows %i", (rows, expected) => {
  const view = drawWidget(card({ type: "Textarea", name: "a", rows }));
  expect(Number(view.field("Textarea:a").getAttribute("rows"))).toBe(expected);
});

it.each([
  [{}, "3", "12"],
  [{ maxRows: 5 }, "3", "5"],
  [{ rows: 8, maxRows: 5 }, "8", "8"],
  [{ rows: 20 }, "20", "20"],
  [{ maxRows: 1e9 }, "3", "60"],
])("grows within its rows: %j", (props, rows, most) => {
  const view = drawWidget(card({ type: "Textarea", name: "a", autoResize: true, ...props }));
  const { style, classList } = view.field("Textarea:a");
  expect(classList.contains("is-growing")).toBe(true);
  expect([style.getPropertyValue("--rows"), style.getPropertyValue("--most")]).toEqual([rows, most]);
});

it("checks the pattern of a text area, which browsers don't", async () => {
  const view = drawWidget(form([{ type: "Textarea", name: "a", pattern: "[a-z\\n]+" }, submit()]));
  view.write("Textarea:a", "ab\nC");
  view.press("Send");
  await view.findByText("This isn't in the expected format.");
  expect(view.action).not.toHaveBeenCalled();
});

it("writes over a text where it stands, in its own look", () => {
  const editable = { name: "title", required: true, placeholder: "Title", autoComplete: "name" };
  const view = drawWidget(
    form([{ type: "Text", value: "Old", size: "lg", weight: "bold", editable }, submit()]),
  );
  const field = view.field("Text:title");
  expect([field.value, field.dataset.size, field.dataset.weight, field.autocomplete]).toEqual([
    "Old",
    "lg",
    "bold",
    "name",
  ]);
  view.write("Text:title", "New");
  view.press("Send");
  expect(view.payload()).toEqual({ title: "New" });
});

it("writes several lines in several lines", () => {
  const lines = { type: "Text", value: "a\nb", editable: { name: "x" } };
  const room = { type: "Text", value: "", minLines: 4, editable: { name: "y" } };
  const view = drawWidget(card(lines, room));
  expect([view.field("Text:x").tagName, view.field("Text:y").getAttribute("rows")]).toEqual([
    "TEXTAREA",
    "4",
  ]);
});

it.each([false, null, undefined, "yes"])("is plain text when editable is %j", (editable) => {
  const view = drawWidget(card({ type: "Text", value: "plain", editable }));
  expect([view.queryByRole("textbox"), view.queryByText("plain") === null]).toEqual([null, false]);
});

it("chooses one radio button of those that may be chosen", () => {
  const view = drawWidget(
    form([{ type: "RadioGroup", name: "a", options: TEAMS, defaultValue: "u" }, submit()]),
  );
  const radio = (name: string) => view.getByRole<HTMLInputElement>("radio", { name });
  expect([radio("Sales").checked, radio("Support").checked, radio("Warehouse").disabled]).toEqual([
    false,
    true,
    true,
  ]);
  fireEvent.click(radio("Sales"));
  view.press("Send");
  expect(view.payload()).toEqual({ a: "s" });
});

it("runs the actions of boxes and radio buttons with their new values", async () => {
  const onChangeAction = { type: "set", streaming: false };
  const view = drawWidget(
    card(
      { type: "Checkbox", name: "done.a", label: "A", onChangeAction },
      { type: "RadioGroup", name: "team", options: TEAMS, onChangeAction },
    ),
  );
  fireEvent.click(view.getByRole("checkbox", { name: "A" }));
  expect(view.payload()).toEqual({ done: { a: true } });
  view.end();
  await waitFor(() =>
    expect(view.getByRole("radio", { name: "Sales" }).getAttribute("aria-disabled")).toBeNull(),
  );
  fireEvent.click(view.getByRole("radio", { name: "Sales" }));
  expect(view.payload()).toEqual({ team: "s" });
});

it("keeps a field as it is, and the focus in it, while its action has to wait", async () => {
  const onChangeAction = { type: "set", streaming: false };
  const view = drawWidget(card({ type: "Checkbox", name: "a", label: "A", onChangeAction }));
  const box = view.getByRole<HTMLInputElement>("checkbox", { name: "A" });
  box.focus();
  fireEvent.click(box);
  await waitFor(() => expect(box.getAttribute("aria-disabled")).toBe("true"));
  fireEvent.click(box);
  expect([box.checked, box.disabled, document.activeElement, view.action.mock.calls.length]).toEqual([
    true,
    false,
    box,
    1,
  ]);
  view.end();
  await waitFor(() => expect(box.getAttribute("aria-disabled")).toBeNull());
});

it("draws fields with no prop beyond the required ones, and without those", async () => {
  const types = ["Input", "Textarea", "DatePicker", "Checkbox", "RadioGroup", "Label", "Form"];
  const bare = types.map((type) => ({ type }));
  const named = types.map((type) => ({ type, name: type, value: type, fieldName: type }));
  const view = drawWidget(card(...bare, ...named, { type: "Select", name: "s", options: [] }));
  expect(view.root.querySelector(".disclosure, .unshown")).toBeNull();
  expect(view.root.querySelectorAll("[data-field]").length).toBe(9);
});

it.each([
  [
    "Input",
    { name: {}, defaultValue: 7, placeholder: [], pattern: 3, size: "huge", variant: 1, pill: "yes" },
  ],
  ["Textarea", { name: 3, defaultValue: true, rows: "x", maxRows: null, autoResize: 1 }],
  ["DatePicker", { name: [], min: 3, max: {}, side: "up", align: 9, defaultValue: [] }],
  ["Checkbox", { name: null, defaultChecked: "yes", label: 5, onChangeAction: "no" }],
  ["RadioGroup", { name: "a", options: [null, { value: {}, label: "" }], direction: 4, defaultValue: {} }],
])("survives props of %s of the wrong kind, or says that it can't be shown", async (type, props) => {
  const view = drawWidget(card({ type, ...props }, { type: "Text", value: "still here" }));
  expect(view.queryByText("still here")).not.toBeNull();
});

it("takes the focus when it appears, but only within the chat, from an empty message, and once", async () => {
  const view = drawWidget(card({ type: "Text", value: "first" }));
  const field = { type: "Input", name: "a", autoFocus: true, autoSelect: true, defaultValue: "all of it" };
  view.show(card(field));
  await waitFor(() => expect(view.field("Input:a")).toBeTruthy());
  expect(document.activeElement).toBe(document.body);
  const other = document.createElement("input");
  view.root.append(other);
  for (const [name, draft, expected] of [
    ["b", "a message", false],
    ["c", "", true],
  ] as const) {
    other.focus();
    view.session.draft.value = draft;
    view.show(card({ ...field, name }));
    await waitFor(() => expect(view.field(`Input:${name}`)).toBeTruthy());
    expect(document.activeElement === view.field(`Input:${name}`)).toBe(expected);
  }
  const { selectionStart, selectionEnd } = view.field("Input:c");
  expect([selectionStart, selectionEnd]).toEqual([0, 9]);
  other.focus();
  view.show(card({ type: "Row", children: [{ ...field, name: "c" }] }));
  await waitFor(() => expect(view.root.querySelector(".w-box")).not.toBeNull());
  expect(document.activeElement).toBe(other);
});
