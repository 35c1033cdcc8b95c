import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { clear, faults } from "../../fixture";
import { drawWidget, form, submit } from "../forms/fixture";

afterEach(clear);

const OPTIONS = [
  { value: "s", label: "Sales" },
  { value: "u", label: "Support", description: "Day and night" },
  { value: "w", label: "Warehouse", disabled: true },
  { value: "f", label: "Finance" },
];
const MANY = Array.from({ length: 40 }, (_, index) => ({ value: String(index), label: `Number ${index}` }));
const select = (props: object = {}) => ({ type: "Select", name: "team", options: OPTIONS, ...props });

function drawn(props: object = {}, conversation?: Parameters<typeof drawWidget>[1]) {
  const label = { type: "Label", value: "Team", fieldName: "team" };
  const view = drawWidget(form([label, select(props), submit()]), conversation);
  const trigger = () => view.getByRole("combobox", { name: "Team" });
  const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name });
  const shown = () => view.queryAllByRole("option").map((option) => option.textContent);
  const active = () => {
    const id = document.activeElement?.getAttribute("aria-activedescendant");
    return id ? document.getElementById(id)?.textContent : null;
  };
  const value = () => {
    view.press("Send");
    const { team } = view.payload() as { team: string | null };
    return team;
  };
  return { ...view, trigger, key, shown, active, value };
}

it("opens, chooses by a press, closes, and keeps the focus", async () => {
  const view = drawn({ placeholder: "Choose a team" });
  expect(view.trigger().textContent).toBe("Choose a team");
  fireEvent.click(view.trigger());
  await waitFor(() =>
    expect(view.shown()).toEqual(["Sales", "SupportDay and night", "Warehouse", "Finance"]),
  );
  expect(view.trigger().getAttribute("aria-expanded")).toBe("true");
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.getByRole("option", { name: /Support/ }));
  await waitFor(() => expect(view.shown()).toEqual([]));
  expect(view.trigger().textContent).toBe("Support");
  expect(document.activeElement).toBe(view.trigger());
  expect(view.value()).toBe("u");
});

it.each(["ArrowDown", "ArrowUp", "Enter", " "])("opens by the key %j", async (key) => {
  const view = drawn();
  view.trigger().focus();
  view.key(key);
  await waitFor(() => expect(view.shown().length).toBe(4));
});

it("moves by the arrow keys past what is disabled, and chooses by Enter", async () => {
  const view = drawn({ defaultValue: "u" });
  view.trigger().focus();
  view.key("ArrowDown");
  await waitFor(() => expect(view.active()).toBe("SupportDay and night"));
  for (const [key, expected] of [
    ["ArrowDown", "Finance"],
    ["ArrowDown", "Finance"],
    ["Home", "Sales"],
    ["End", "Finance"],
    ["ArrowUp", "SupportDay and night"],
    ["PageUp", "Sales"],
    ["f", "Finance"],
  ] as const) {
    view.key(key);
    await waitFor(() => expect(view.active()).toBe(expected));
  }
  view.key("Enter");
  await waitFor(() => expect(view.trigger().textContent).toBe("Finance"));
  expect(view.value()).toBe("f");
});

it.each(["Escape", "Tab"])("closes by %s and changes nothing", async (key) => {
  const view = drawn({ defaultValue: "s" });
  fireEvent.click(view.trigger());
  view.trigger().focus();
  await waitFor(() => expect(view.shown().length).toBe(4));
  view.key("ArrowDown");
  view.key(key);
  await waitFor(() => expect(view.shown()).toEqual([]));
  expect([view.value(), document.activeElement]).toEqual(["s", view.trigger()]);
});

it("closes by a press elsewhere", async () => {
  const view = drawn();
  fireEvent.click(view.trigger());
  await waitFor(() => expect(view.shown().length).toBe(4));
  fireEvent.pointerDown(document.body);
  await waitFor(() => expect(view.shown()).toEqual([]));
});

it("chooses by letters without opening", async () => {
  const view = drawn();
  view.trigger().focus();
  view.key("f");
  await waitFor(() => expect(view.trigger().textContent).toBe("Finance"));
  expect([view.shown(), view.value()]).toEqual([[], "f"]);
});

it("is cleared by its button, if it may be", async () => {
  const view = drawn({ defaultValue: "s", clearable: true });
  view.press("Clear team");
  await waitFor(() => expect(view.trigger().textContent).toBe("Choose…"));
  expect([view.value(), document.activeElement]).toEqual([null, view.trigger()]);
  expect(view.queryByRole("button", { name: "Clear team" })).toBeNull();
});

it.each([
  [true, null],
  [false, "s"],
])("is cleared by Delete: %j", (clearable, expected) => {
  const view = drawn({ defaultValue: "s", clearable });
  view.trigger().focus();
  view.key("Delete");
  expect(view.value()).toBe(expected);
});

it.each([
  ["long lists", { options: MANY }],
  ["lists that ask for it", { options: MANY.slice(0, 12), searchable: true }],
])("is searched: %s", async (_, props) => {
  const view = drawn(props);
  fireEvent.click(view.trigger());
  const search = await view.findByRole("combobox", { name: "Search options" });
  await waitFor(() => expect(document.activeElement).toBe(search));
  expect(await faults(view.root)).toEqual([]);
  fireEvent.input(search, { target: { value: "BER 11" } });
  await waitFor(() => expect(view.shown()).toEqual(["Number 11"]));
  fireEvent.input(search, { target: { value: "nothing" } });
  await view.findByText("No matching options");
  fireEvent.input(search, { target: { value: "number 1" } });
  await waitFor(() => expect(view.shown()[0]).toBe("Number 1"));
  view.key("ArrowDown");
  await waitFor(() => expect(view.active()).toBe("Number 10"));
  view.key("Enter");
  await waitFor(() => expect(view.trigger().textContent).toBe("Number 10"));
  // Enter has chosen, and sent nothing.
  expect(view.action).not.toHaveBeenCalled();
});

it("runs its action with its new value, and without the form's where there is none", async () => {
  const field = select({ onChangeAction: { type: "team.set", payload: { id: 3 } } });
  const view = drawWidget({ type: "Card", children: [{ type: "Input", name: "other" }, field] });
  fireEvent.click(view.field("Select:team"));
  fireEvent.click(await view.findByRole("option", { name: "Finance" }));
  expect(view.sent()).toMatchObject({ type: "team.set", payload: { id: 3, team: "f" } });
  // Choosing does not show that anything loads, and what is chosen already is no change.
  expect(view.root.querySelector("[inert], .spinner")).toBeNull();
  view.end();
});

it.each([
  ["no list", { options: null }],
  ["a text", { options: "abc" }],
])("is not shown with %s for options", async (_, props) => {
  const view = drawWidget({ type: "Card", children: [select(props), { type: "Text", value: "still here" }] });
  await view.findByText("This part can't be shown: Select");
  expect(view.queryByText("still here")).not.toBeNull();
});

it("leaves out options that are none", async () => {
  const options = [
    null,
    3,
    "x",
    [],
    {},
    { value: "a" },
    { label: "B", value: "b" },
    { label: "Again", value: "b" },
  ];
  const view = drawn({ options });
  fireEvent.click(view.trigger());
  await waitFor(() => expect(view.shown()).toEqual(["a", "B"]));
});

it("does nothing when it is disabled", () => {
  const view = drawn({ disabled: true });
  fireEvent.click(view.trigger());
  expect([view.shown(), view.trigger().hasAttribute("disabled")]).toEqual([[], true]);
});
