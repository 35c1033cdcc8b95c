import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, faults } from "../fixture";
import { paletteColor } from "./palette";
import { border, color, safeCss, size, space, spacing, TEXT_COLORS } from "./values";
import { WidgetView } from "./widget";

afterEach(clear);

function drawn(widget: WidgetRoot) {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  return { session, ...draw(<WidgetView itemId="itm" root={widget} />, session) };
}

it.each([
  "10px",
  "calc(100% - 4px)",
  "#fff8",
  "rgb(0 0 0 / 50%)",
  "linear-gradient(red, blue)",
  "1.5",
  "var(--jp-brand-color1)",
])("takes %s as a value", (value) => {
  expect(safeCss(value)).toBe(value);
});

it.each([
  "url(https://x)",
  "red; position: fixed",
  "image-set('x')",
  "expression(1)",
  "a}b{",
  "\\75rl(x)",
  "red/**/",
  "@import",
  "attr(x)",
  "var(--jp-icon-search)",
  "VAR( --x)",
  "linear-gradient(var(--x), red)",
  "var()",
  "",
  "x".repeat(300),
  12,
  null,
])("refuses %j as a value", (value) => {
  expect(safeCss(value)).toBeUndefined();
});

it("reads tokens, pixels and steps", () => {
  expect(size(12)).toBe("12px");
  expect(space(2)).toBe("calc(var(--ck-step) * 2)");
  expect(spacing("padding", { x: 2, left: "1px" })).toEqual({
    "padding-left": "1px",
    "padding-right": "calc(var(--ck-step) * 2)",
  });
  expect(border({ size: 1, style: "dashed", color: "danger;" })).toEqual({
    border: "1px dashed var(--ck-border)",
  });
  expect(color("secondary", TEXT_COLORS)).toBe("var(--ck-text-quiet)");
  expect(color({ light: "red-500", dark: "#fff" }, TEXT_COLORS)).toBe(
    `light-dark(${paletteColor("red-500")}, #fff)`,
  );
  expect(paletteColor("red-55")).toBeUndefined();
});

it("draws every component with what it must have, and says which ones nobody knows", async () => {
  const { root } = drawn({
    type: "Card",
    children: [
      { type: "Title", value: "Title" },
      { type: "Text", value: "Text" },
      { type: "Caption", value: "Caption" },
      { type: "Markdown", value: "**Markdown**" },
      { type: "Badge", label: "Badge" },
      { type: "Row", children: [{ type: "Icon", name: "star" }, { type: "Spacer" }] },
      { type: "Col" },
      { type: "Box", children: { type: "Text", value: "Single child" } },
      { type: "Divider" },
      { type: "Image", src: "data:image/png;base64,AAAA", alt: "Image" },
      { type: "Button", label: "Button" },
      { type: "CardCarousel", value: "never" },
      { type: "constructor", value: "never" },
      { type: "Transition", children: { type: "Text", value: "Moving" } },
    ],
  });
  for (const word of ["Title", "Text", "Caption", "Markdown", "Badge", "Single child", "Button", "Moving"])
    expect(root.textContent).toContain(word);
  expect(root.textContent).not.toContain("never");
  for (const type of ["CardCarousel", "constructor"])
    expect(root.textContent).toContain(`This part can't be shown: ${type}`);
  expect(root.querySelector("img")?.getAttribute("alt")).toBe("Image");
  expect(await faults(root)).toEqual([]);
});

it("survives props of the wrong kind", async () => {
  const { root, findByText } = drawn({
    type: "Card",
    status: "no",
    confirm: 3,
    children: [
      { type: "Text", value: { a: 1 }, size: [], color: 7 },
      { type: "Button", label: 5, onClickAction: "no", iconStart: {} },
      null,
      "text",
      { type: 3 },
    ],
  } as unknown as WidgetRoot);
  expect(root.querySelector(".w-button")?.textContent).toBe("5");
  await findByText("This part can't be shown: Text");
});

it("runs an action once and shows that it runs", async () => {
  const { session, getByRole } = drawn({
    type: "Card",
    children: [
      { type: "Button", label: "Buy", onClickAction: { type: "buy", payload: { sku: 1 } } },
      { type: "Button", label: "Look", onClickAction: { type: "look", handler: "client" } },
    ],
  });
  let finish = () => {};
  const action = vi.spyOn(session, "action").mockReturnValue(
    new Promise((resolve) => {
      finish = resolve;
    }),
  );
  fireEvent.click(getByRole("button", { name: "Buy" }));
  await waitFor(() => expect(getByRole("button", { name: "Buy" }).getAttribute("aria-busy")).toBe("true"));
  fireEvent.click(getByRole("button", { name: "Buy" }));
  expect(action.mock.calls).toEqual([["itm", { type: "buy", payload: { sku: 1 } }]]);
  expect(getByRole("button", { name: "Look" }).hasAttribute("disabled")).toBe(false);
  finish();
  await waitFor(() => expect(getByRole("button", { name: "Buy" }).getAttribute("aria-busy")).toBe("false"));
});

it("makes the whole card inert while its confirmation runs", async () => {
  const { session, root, getByRole, findByText } = drawn({
    type: "Card",
    children: [{ type: "Text", value: "Sure?" }],
    confirm: { label: "Yes", action: { type: "yes" } },
    cancel: { label: "No", action: { type: "no" } },
  });
  vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  fireEvent.click(getByRole("button", { name: "Yes" }));
  await findByText("Sure?");
  await waitFor(() => expect(root.querySelector(".widget")?.hasAttribute("inert")).toBe(true));
});

it("lists some rows and the rest on demand, and acts by keyboard", async () => {
  const rows = Array.from({ length: 4 }, (_, index) => ({
    type: "ListViewItem",
    key: String(index),
    onClickAction: { type: "open", payload: index },
    children: [{ type: "Text", value: `Row ${index}` }],
  }));
  const { session, getByRole, getAllByRole, findByText } = drawn({
    type: "ListView",
    limit: 2,
    children: rows,
  });
  const action = vi.spyOn(session, "action").mockResolvedValue();
  expect(getAllByRole("listitem").length).toBe(2);
  fireEvent.click(getByRole("button", { name: "Show more" }));
  await findByText("Row 3");
  fireEvent.keyDown(getByRole("button", { name: "Row 1" }), { key: "Enter" });
  expect(action).toHaveBeenCalledWith("itm", { type: "open", payload: 1 });
});
