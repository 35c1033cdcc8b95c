import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { clear, faults } from "../../fixture";
import { drawWidget, form, submit } from "../forms/fixture";

afterEach(() => {
  clear();
  vi.useRealTimers();
});

function drawn(props: object = {}) {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 10, 27, 12) });
  const label = { type: "Label", value: "Due", fieldName: "due" };
  const view = drawWidget(form([label, { type: "DatePicker", name: "due", ...props }, submit()]));
  const trigger = () => view.field("DatePicker:due") as HTMLElement;
  const open = async () => {
    fireEvent.click(trigger());
    return view.findByRole("dialog", { name: "Choose a date" });
  };
  const key = (name: string, options: object = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...options });
  const focused = () => document.activeElement?.getAttribute("aria-label");
  const day = (name: string) => view.getByRole("button", { name });
  const value = () => {
    view.press("Send");
    return (view.payload() as { due: unknown }).due;
  };
  return { ...view, trigger, open, key, focused, day, value };
}

it("opens at the chosen day, takes another, and closes", async () => {
  const view = drawn({ defaultValue: "2026-03-10T22:00:00Z" });
  expect(view.getByRole("button", { name: "Due Mar 10, 2026" })).toBe(view.trigger());
  await view.open();
  await waitFor(() => expect(view.focused()).toBe("Tuesday, March 10, 2026"));
  expect(view.day("Tuesday, March 10, 2026").getAttribute("aria-pressed")).toBe("true");
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.day("Friday, March 13, 2026"));
  await waitFor(() => expect(view.queryByRole("dialog")).toBeNull());
  expect([view.trigger().textContent, document.activeElement, view.value()]).toEqual([
    "Mar 13, 2026",
    view.trigger(),
    "2026-03-13",
  ]);
});

it("opens at today without one, and says nothing was chosen", async () => {
  const view = drawn();
  await view.open();
  await waitFor(() => expect(view.focused()).toBe("Friday, November 27, 2026"));
  expect(view.day("Friday, November 27, 2026").getAttribute("aria-current")).toBe("date");
  view.key("Escape");
  await waitFor(() => expect(view.queryByRole("dialog")).toBeNull());
  expect([document.activeElement, view.value()]).toEqual([view.trigger(), null]);
});

it("moves by the keys of the pattern", async () => {
  const view = drawn({ defaultValue: "2026-11-27" });
  await view.open();
  for (const [key, options, expected] of [
    ["ArrowRight", {}, "Saturday, November 28, 2026"],
    ["ArrowLeft", {}, "Friday, November 27, 2026"],
    ["ArrowUp", {}, "Friday, November 20, 2026"],
    ["ArrowDown", {}, "Friday, November 27, 2026"],
    ["Home", {}, "Sunday, November 22, 2026"],
    ["End", {}, "Saturday, November 28, 2026"],
    ["PageDown", {}, "Monday, December 28, 2026"],
    ["PageUp", {}, "Saturday, November 28, 2026"],
    ["PageUp", { shiftKey: true }, "Friday, November 28, 2025"],
    ["PageDown", { shiftKey: true }, "Saturday, November 28, 2026"],
  ] as const) {
    view.key(key, options);
    await waitFor(() => expect(view.focused()).toBe(expected));
  }
});

it("moves the other way where one reads from right to left", async () => {
  const view = drawn({ defaultValue: "2026-11-27" });
  view.root.style.direction = "rtl";
  const dialog = await view.open();
  for (const part of dialog.querySelectorAll<HTMLElement>("table")) part.style.direction = "rtl";
  view.key("ArrowLeft");
  await waitFor(() => expect(view.focused()).toBe("Saturday, November 28, 2026"));
});

it("keeps to its bounds, both included", async () => {
  const view = drawn({ min: "2026-11-25", max: "2026-11-30T23:00:00Z", defaultValue: "2026-11-27" });
  const dialog = await view.open();
  const days = [...dialog.querySelectorAll<HTMLButtonElement>("td button:not(:disabled)")];
  expect(days.map(({ textContent }) => textContent)).toEqual(["25", "26", "27", "28", "29", "30"]);
  view.key("PageDown");
  await waitFor(() => expect(view.focused()).toBe("Monday, November 30, 2026"));
  view.key("PageUp");
  await waitFor(() => expect(view.focused()).toBe("Wednesday, November 25, 2026"));
  expect(view.getByRole("button", { name: "Previous month" }).hasAttribute("disabled")).toBe(true);
});

it("turns months by its buttons and years by its list, and leaves the focus there", async () => {
  const view = drawn({ defaultValue: "2026-11-27" });
  await view.open();
  const next = view.getByRole("button", { name: "Next month" });
  next.focus();
  fireEvent.click(next);
  await waitFor(() =>
    expect(view.queryByRole("button", { name: "Sunday, December 27, 2026" })).not.toBeNull(),
  );
  expect(document.activeElement).toBe(next);
  fireEvent.change(view.getByRole("combobox", { name: "Year" }), { target: { value: "1999" } });
  await waitFor(() =>
    expect(view.queryByRole("button", { name: "Monday, December 27, 1999" })).not.toBeNull(),
  );
});

it("is cleared, if it may be", async () => {
  const view = drawn({ defaultValue: "2026-11-27", clearable: true });
  view.press("Clear due");
  await waitFor(() => expect(view.trigger().textContent).toBe("Choose a date"));
  expect(view.value()).toBeNull();
});

it("runs its action with the day that was chosen, once", async () => {
  const view = drawn({ defaultValue: "2026-11-27", onChangeAction: { type: "due.set" } });
  await view.open();
  fireEvent.click(view.day("Friday, November 27, 2026"));
  expect(view.action).not.toHaveBeenCalled();
  await waitFor(() => expect(view.queryByRole("dialog")).toBeNull());
  await view.open();
  fireEvent.click(view.day("Saturday, November 28, 2026"));
  expect(view.sent()).toMatchObject({ type: "due.set", payload: { due: "2026-11-28" } });
});

it.each(["yesterday", "2026-02-30", "", 7, null, {}])("takes %j for no date", (defaultValue) => {
  const view = drawn({ defaultValue, placeholder: "When?" });
  expect([view.trigger().textContent, view.value()]).toEqual(["When?", null]);
});

it("keeps to the first of two bounds in the wrong order", async () => {
  const view = drawn({ min: "2026-11-28", max: "2026-11-01" });
  await view.open();
  await waitFor(() => expect(view.focused()).toBe("Saturday, November 28, 2026"));
});
