import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

afterEach(clear);

/** A widget whose actions are told and never end. */
function drawn(widget: object) {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  const pressed = () => action.mock.calls.map(([, { type }]) => type);
  return { pressed, ...draw(<WidgetView itemId="itm" root={widget as WidgetRoot} />, session) };
}

const row = (label: string, ...children: object[]) => ({
  type: "ListViewItem",
  onClickAction: { type: `row ${label}` },
  children: [{ type: "Text", value: label }, ...children],
});

const list = (children: object[], fields: object = {}) => ({ type: "ListView", children, ...fields });

const button = (label: string, fields: object = {}) => ({
  type: "Button",
  label,
  onClickAction: { type: `button ${label}` },
  ...fields,
});

it("runs a button's action and not that of its row", () => {
  const { pressed, getByRole } = drawn(list([row("a", button("Inner"))]));
  fireEvent.click(getByRole("button", { name: "Inner" }));
  expect(pressed()).toEqual(["button Inner"]);
});

it("runs a row's action when what it says is pressed", () => {
  const { pressed, getByText } = drawn(list([row("a", button("Inner"))]));
  fireEvent.click(getByText("a"));
  expect(pressed()).toEqual(["row a"]);
});

it("leaves Enter and the space bar in a button to the button", () => {
  const { pressed, getByRole } = drawn(list([row("a", button("Inner"))]));
  const inner = getByRole("button", { name: "Inner" });
  for (const key of ["Enter", " "]) {
    const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    fireEvent(inner, press);
    expect(press.defaultPrevented).toBe(false);
  }
  expect(pressed()).toEqual([]);
});

it.each(["Enter", " "])("presses a row with the key %j, once", (key) => {
  const { pressed, getByRole } = drawn(list([row("alone")]));
  const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  const pressable = getByRole("button", { name: "alone" });
  fireEvent(pressable, press);
  expect([pressed(), press.defaultPrevented, pressable.tabIndex]).toEqual([["row alone"], true, 0]);
});

it("makes no button of a row that does nothing", () => {
  const { queryByRole, getByText } = drawn(list([{ ...row("plain"), onClickAction: undefined }]));
  expect(getByText("plain")).toBeTruthy();
  expect(queryByRole("button")).toBeNull();
});

it("leaves other keys in a row to the page", () => {
  const { pressed, getByRole } = drawn(list([row("alone")]));
  const press = new KeyboardEvent("keydown", { key: "a", bubbles: true, cancelable: true });
  fireEvent(getByRole("button", { name: "alone" }), press);
  expect([pressed(), press.defaultPrevented]).toEqual([[], false]);
});

it("does not run the action of a disabled button, nor that of its row", () => {
  const buttons = [button("Off", { disabled: true }), button("On", { disabled: false })];
  const { pressed, getByRole } = drawn(list([row("a", ...buttons)]));
  const off = getByRole("button", { name: "Off" });
  expect(off.hasAttribute("disabled")).toBe(true);
  fireEvent.click(off);
  expect(pressed()).toEqual([]);
  expect(getByRole("button", { name: "On" }).hasAttribute("disabled")).toBe(false);
});

it("runs only the first of two presses", () => {
  const { pressed, getByRole } = drawn({ type: "Card", children: [button("One"), button("Two")] });
  fireEvent.click(getByRole("button", { name: "One" }));
  fireEvent.click(getByRole("button", { name: "Two" }));
  expect(pressed()).toEqual(["button One"]);
});

const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => row(`row${index}`));

it.each([
  [{}, 12],
  [{ limit: "auto" }, 5],
  [{ limit: 3 }, 3],
  [{ limit: 12 }, 12],
  [{ limit: "many" }, 12],
])("shows of twelve rows with %o at first %i", (fields, count) => {
  const { getAllByText, queryByRole } = drawn(list(rowsOf(12), fields));
  expect(getAllByText(/^row\d+$/).length).toBe(count);
  expect(queryByRole("button", { name: "Show more" }) === null).toBe(count === 12);
});

it("does not ask another server for the picture of a status", () => {
  const status = (favicon: string) =>
    drawn({ type: "Card", status: { text: "from afar", favicon }, children: [] });
  expect(status("https://example.com/favicon.ico").root.querySelector("img")).toBeNull();
  expect(status("//example.com/favicon.ico").root.querySelector("img")).toBeNull();
  const own = "data:image/png;base64,iVBORw0KGgo=";
  expect(status(own).root.querySelector("img")?.getAttribute("src")).toBe(own);
});
