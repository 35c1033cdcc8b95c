import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { clear } from "../../fixture";
import { drawWidget, form, submit } from "./fixture";

afterEach(clear);

const input = (name: string, props: object = {}) => ({ type: "Input", name, ...props });
const EVERY_FIELD = [
  input("event.title", { defaultValue: "Circle" }),
  input("event.seats", { inputType: "number", defaultValue: "12" }),
  { type: "Textarea", name: "event.notes" },
  { type: "Select", name: "team", options: [{ value: "s", label: "Sales" }], defaultValue: "s" },
  { type: "Select", name: "none", options: [{ value: "s", label: "Sales" }], defaultValue: "gone" },
  { type: "DatePicker", name: "event.day", defaultValue: "2026-11-27T00:00:00Z" },
  { type: "DatePicker", name: "event.end" },
  { type: "Checkbox", name: "consent", label: "Yes", defaultChecked: true },
  { type: "Checkbox", name: "news", label: "News" },
  { type: "RadioGroup", name: "access", options: [{ value: "all", label: "All" }], defaultValue: "all" },
  { type: "RadioGroup", name: "size", options: [{ value: "all", label: "All" }] },
  { type: "Text", value: "A text", editable: { name: "event.text" } },
  input("fixed", { disabled: true, defaultValue: "stays" }),
];
const EVERY_VALUE = {
  event: { title: "Circle", seats: "12", notes: "", day: "2026-11-27", end: null, text: "A text" },
  team: "s",
  none: null,
  consent: true,
  news: false,
  access: "all",
  size: null,
  fixed: "stays",
};

it("sends the values of all fields with its action, by names that nest", () => {
  const view = drawWidget(
    form([...EVERY_FIELD, submit()], { onSubmitAction: { type: "send", payload: { id: 7 } } }),
  );
  view.press("Send");
  expect(view.sent()).toMatchObject({ type: "send", payload: { id: 7, ...EVERY_VALUE } });
});

it("sends them with every action within it, also unchecked", () => {
  const other = { type: "Button", label: "Other", onClickAction: { type: "other", payload: { a: 1 } } };
  const view = drawWidget(form([input("name", { required: true }), other]));
  view.press("Other");
  expect(view.sent()).toMatchObject({ type: "other", payload: { a: 1, name: "" } });
});

it("sends none of them with an action outside", () => {
  const outside = { type: "Button", label: "Outside", onClickAction: { type: "out", payload: { a: 1 } } };
  const widget = form([input("name")]);
  const view = drawWidget({ ...widget, children: [...widget.children, outside] });
  view.press("Outside");
  expect(view.payload()).toEqual({ a: 1 });
});

it("leaves a field out whose place is taken, and tells the log", async () => {
  const view = drawWidget(
    form([input("id"), submit()], { onSubmitAction: { type: "send", payload: { id: 7 } } }),
  );
  const log = vi.spyOn(view.session, "log");
  view.write("Input:id", "8");
  view.press("Send");
  expect(view.payload()).toEqual({ id: 7 });
  expect(log).toHaveBeenCalledWith("part.failed", {
    part: "Form",
    item_id: "itm",
    reason: expect.stringContaining('The field "id" is left out of the action "send"'),
  });
});

it("stays, focuses its first bad field and says why, then says it as one types", async () => {
  const view = drawWidget(
    form([
      input("fine"),
      input("code", { required: true, pattern: "\\d{3}" }),
      { type: "Checkbox", name: "ok", label: "OK", required: true },
      submit(),
    ]),
  );
  view.press("Send");
  expect(view.action).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(view.field("Input:code"));
  await view.findByText("Fill in this field.");
  await view.findByText("Tick this box to continue.");
  const code = view.field("Input:code");
  expect(code.getAttribute("aria-invalid")).toBe("true");
  const described = code.getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(described)?.textContent).toBe("Fill in this field.");
  view.write("Input:code", "12");
  await view.findByText("This isn't in the expected format.");
  view.write("Input:code", "123");
  await waitFor(() => expect(view.queryByText("This isn't in the expected format.")).toBeNull());
  fireEvent.click(view.field("Checkbox:ok"));
  await waitFor(() => expect(view.queryByText("Tick this box to continue.")).toBeNull());
  view.press("Send");
  expect(view.payload()).toEqual({ fine: "", code: "123", ok: true });
});

it("says nothing before it is sent", () => {
  const view = drawWidget(form([input("code", { required: true }), submit()]));
  view.write("Input:code", "x");
  view.write("Input:code", "");
  expect(view.root.querySelector(".w-problem")).toBeNull();
});

it.each([
  ["an input", input("field"), "Input:field"],
  ["a number", input("field", { inputType: "number" }), "Input:field"],
  ["a box", { type: "Checkbox", name: "field", label: "Box" }, "Checkbox:field"],
  ["an editable text", { type: "Text", value: "x", editable: { name: "field" } }, "Text:field"],
  [
    "a radio button",
    { type: "RadioGroup", name: "field", options: [{ value: "a", label: "A" }] },
    "RadioGroup:field",
  ],
])("is sent by Enter in %s", (_, field, key) => {
  const view = drawWidget(form([field]));
  fireEvent.keyDown(view.field(key), { key: "Enter" });
  expect(view.action).toHaveBeenCalledOnce();
});

it("leaves Enter in a text area, in a button, and while letters are composed", () => {
  const view = drawWidget(form([{ type: "Textarea", name: "area" }, input("line"), submit()]));
  fireEvent.keyDown(view.field("Textarea:area"), { key: "Enter" });
  fireEvent.keyDown(view.field("Input:line"), { key: "Enter", isComposing: true });
  fireEvent.keyDown(view.getByRole("button", { name: "Send" }), { key: "Enter" });
  expect(view.action).not.toHaveBeenCalled();
});

it("runs the action of the button that sends it, if that has one", () => {
  const view = drawWidget(form([submit("First", { onClickAction: { type: "first" } }), submit("Second")]));
  view.press("Second");
  view.end();
  expect(view.sent()?.type).toBe("send");
});

it.each([
  ["the button's own", [submit("Go", { onClickAction: { type: "own" } })], "own"],
  ["that of its first button", [submit("A", { onClickAction: { type: "a" } }), submit("B")], "a"],
  ["its own without a button", [], "send"],
])("runs at Enter %s", (_, buttons, expected) => {
  const view = drawWidget(form([input("x"), ...buttons]));
  fireEvent.keyDown(view.field("Input:x"), { key: "Enter" });
  expect(view.sent()?.type).toBe(expected);
});

it("makes a whole card a form, confirmed by Enter and by its button, and cancelled unchecked", async () => {
  const card = (props: object = {}) => ({
    type: "Card",
    asForm: true,
    children: [input("name", { required: true })],
    confirm: { label: "Save", action: { type: "save", payload: { id: 1 } } },
    cancel: { label: "Discard", action: { type: "discard" } },
    ...props,
  });
  const view = drawWidget(card());
  view.press("Save");
  fireEvent.keyDown(view.field("Input:name"), { key: "Enter" });
  expect(view.action).not.toHaveBeenCalled();
  view.press("Discard");
  expect(view.sent()).toMatchObject({ type: "discard", payload: { name: "" } });
  view.end();
  view.write("Input:name", "Ada");
  await waitFor(() =>
    expect(view.getByRole("button", { name: "Save" }).hasAttribute("disabled")).toBe(false),
  );
  fireEvent.keyDown(view.field("Input:name"), { key: "Enter" });
  expect(view.sent()).toMatchObject({ type: "save", payload: { id: 1, name: "Ada" } });
});

it("keeps a form within a form apart, and counts its fields to the outer one, too", async () => {
  const inner = {
    type: "Form",
    onSubmitAction: { type: "inner" },
    children: [input("b"), submit("Inner")],
  };
  const card = {
    type: "Card",
    asForm: true,
    children: [input("a"), inner],
    confirm: { label: "Outer", action: { type: "outer", handler: "client" } },
  };
  const view = drawWidget(card);
  view.press("Outer");
  expect(view.sent()).toMatchObject({ type: "outer", payload: { a: "", b: "" } });
  view.end();
  await waitFor(() => expect(view.root.querySelector("[inert]")).toBeNull());
  view.press("Inner");
  expect(view.sent()).toEqual({ type: "inner", payload: { b: "" } });
  expect(view.root.querySelectorAll("form form").length).toBe(0);
});

it("sends an inner form by Enter in it, and only that", () => {
  const inner = { type: "Form", onSubmitAction: { type: "inner" }, children: [input("b")] };
  const view = drawWidget(form([input("a", { required: true }), inner]));
  fireEvent.keyDown(view.field("Input:b"), { key: "Enter" });
  expect(view.action.mock.calls.map(([, { type }]) => type)).toEqual(["inner"]);
});

it("never leaves the page, whoever submits it", () => {
  const view = drawWidget(form([input("a"), submit()]));
  const event = new Event("submit", { bubbles: true, cancelable: true });
  const isKept = !view.root.querySelector("form")?.dispatchEvent(event);
  expect([isKept, view.sent()?.type]).toEqual([true, "send"]);
});

it("is inert while it is sent, and gives the focus back", async () => {
  const view = drawWidget(form([input("a")]));
  view.field("Input:a").focus();
  fireEvent.keyDown(view.field("Input:a"), { key: "Enter" });
  const widget = view.root.querySelector<HTMLElement>(".widget");
  await waitFor(() => expect(widget?.hasAttribute("inert")).toBe(true));
  // Browsers take the focus from what is inert.
  view.field("Input:a").blur();
  view.end();
  await waitFor(() => expect(widget?.hasAttribute("inert")).toBe(false));
  expect(document.activeElement).toBe(view.field("Input:a"));
});

it("shows what the kernel refuses at its fields, and the rest below, until they are changed or sent anew", async () => {
  const view = drawWidget(form([input("todo.due"), input("other"), submit()]));
  const refusals = new Map([
    ["todo.due", "Must be a date."],
    ["id", "Must be a whole number."],
  ]);
  view.session.fields.refuse("itm", refusals);
  const told = await view.findByText("Must be a date.");
  expect(told.getAttribute("role")).toBe("alert");
  expect(view.field("Input:todo.due").getAttribute("aria-describedby")).toBe(told.id);
  await view.findByText("Must be a whole number.");
  view.write("Input:other", "x");
  expect(view.queryByText("Must be a date.")).not.toBeNull();
  view.write("Input:todo.due", "y");
  await waitFor(() => expect(view.queryByText("Must be a date.")).toBeNull());
  view.press("Send");
  await waitFor(() => expect(view.queryByText("Must be a whole number.")).toBeNull());
});
