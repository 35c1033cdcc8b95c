import { afterEach, expect, it } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

afterEach(clear);

/** The first element of a widget that `selector` names. */
function element(widget: object, selector: string): HTMLElement {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const { root } = draw(<WidgetView itemId="itm" root={widget as WidgetRoot} />, session);
  const found = root.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`There is no ${selector}.`);
  return found;
}

const inCard = (node: object, selector: string) => element({ type: "Card", children: [node] }, selector);

/** What an element's style says, by property. */
function styles(found: HTMLElement): object {
  const lines = (found.getAttribute("style") ?? "").split(";").filter((line) => line.trim() !== "");
  return Object.fromEntries(lines.map((line) => line.trim().split(/:\s*/)));
}

const STEPS = (count: number) => `calc(var(--ck-step) * ${count})`;

it("draws a text as it is told to", () => {
  const text = inCard(
    {
      type: "Text",
      value: "words",
      size: "xl",
      weight: "bold",
      color: "danger",
      textAlign: "end",
      width: 30,
      maxLines: 3,
      minLines: 2,
      italic: true,
      lineThrough: true,
    },
    ".w-text",
  );
  expect([...text.classList].sort()).toEqual([
    "is-cut",
    "is-italic",
    "is-short",
    "is-struck",
    "is-text",
    "w-text",
  ]);
  expect([text.dataset.size, text.dataset.weight, text.dir]).toEqual(["xl", "bold", "auto"]);
  expect(styles(text)).toEqual({
    color: "var(--ck-danger)",
    "font-size": "var(--ck-size-xl)",
    "text-align": "end",
    width: "30px",
    "min-height": "2lh",
    "--lines": "3",
  });
});

it.each([
  ["Text", "md", "normal"],
  ["Title", "md", "semibold"],
  ["Caption", "sm", "normal"],
])("draws a %s that is told nothing, or what it does not know, in its own way", (type, size, weight) => {
  for (const fields of [
    {},
    { size: "vast", weight: "heavy", textAlign: "up", italic: "yes", maxLines: -1 },
  ]) {
    const text = inCard({ type, value: "words", ...fields }, ".w-text");
    expect([text.dataset.size, text.dataset.weight]).toEqual([size, weight]);
    expect([...text.classList]).toEqual(["w-text", `is-${type.toLowerCase()}`, "is-short"]);
    expect(styles(text)).toEqual({ "text-align": "start" });
  }
});

it.each([
  [{ truncate: true }, "1"],
  [{ truncate: true, maxLines: 4 }, "4"],
  [{ truncate: "yes" }, undefined],
  [{ maxLines: 1.5 }, undefined],
])("cuts a text with %j after so many lines: %s", (fields, lines) => {
  const text = inCard({ type: "Text", value: "words", ...fields }, ".w-text");
  expect(styles(text)).toEqual({ "text-align": "start", ...(lines ? { "--lines": lines } : {}) });
});

it("keeps the words of a short text whole, and lets a longer one break where it must", () => {
  const isShort = (value: string) =>
    inCard({ type: "Text", value }, ".w-text").classList.contains("is-short");
  expect(["a", "eighteen letters!!", "nineteen letters!!!", "x".repeat(400), ""].map(isShort)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

it("keeps no more room for lines than a hundred take", () => {
  const text = inCard({ type: "Text", value: "words", minLines: 9_999 }, ".w-text");
  expect(styles(text)).toMatchObject({ "min-height": "100lh" });
});

it.each([
  [{}, ["secondary", "solid", "md", false]],
  [{ color: "info", variant: "soft", size: "lg", pill: true }, ["info", "soft", "lg", true]],
  [{ color: "pink", variant: "odd", size: "vast", pill: 1 }, ["secondary", "solid", "md", false]],
])("draws a badge with %j", (fields, expected) => {
  const badge = inCard({ type: "Badge", label: "New", ...fields }, ".w-badge");
  const { color, variant, size } = badge.dataset;
  expect([color, variant, size, badge.classList.contains("is-pill")]).toEqual(expected);
});

it.each([
  [{}, ["primary", "solid", "md", "md"]],
  [{ style: "primary" }, ["primary", "solid", "md", "md"]],
  [{ style: "secondary" }, ["secondary", "outline", "md", "md"]],
  [{ style: "secondary", color: "danger", variant: "ghost" }, ["danger", "ghost", "md", "md"]],
  [{ size: "3xl", iconSize: "lg", color: "pink" }, ["primary", "solid", "3xl", "lg"]],
])("draws a button with %j", (fields, expected) => {
  const { color, variant, size, iconSize } = inCard(
    { type: "Button", label: "Go", ...fields },
    ".w-button",
  ).dataset;
  expect([color, variant, size, iconSize]).toEqual(expected);
});

it("names a button by its label, else by its picture, which is then all of it", () => {
  const drawn = (fields: object) => {
    const button = inCard({ type: "Button", ...fields }, ".w-button");
    const icons = [...button.querySelectorAll<HTMLElement>(".icon")].map((icon) => icon.dataset.icon);
    return [button.getAttribute("aria-label"), button.textContent, icons, button.className];
  };
  expect(drawn({ label: "Go", iconStart: "star", iconEnd: "search" })).toEqual([
    null,
    "Go",
    ["star", "search"],
    "w-button",
  ]);
  expect(drawn({ label: "", iconStart: "star" })).toEqual(["star", "", ["star"], "w-button is-uniform"]);
  expect(drawn({ label: "", iconEnd: "search" })).toEqual(["search", "", ["search"], "w-button is-uniform"]);
  const blank = ["", ["ellipsis"], "w-button is-uniform"];
  expect(drawn({ label: "" })).toEqual(["Button without a label", ...blank]);
  expect(drawn({ iconStart: "no such icon" })).toEqual(["no such icon", ...blank]);
  expect(drawn({ label: "Go", pill: true, uniform: true, block: true })[3]).toBe(
    "w-button is-pill is-uniform is-block",
  );
});

it("draws a row with all that boxes take", () => {
  const box = inCard(
    {
      type: "Row",
      align: "end",
      justify: "between",
      wrap: "wrap",
      gap: 2,
      padding: { x: 1, top: "2px" },
      margin: 3,
      width: 10,
      minHeight: 4,
      maxWidth: "50%",
      size: 20,
      minSize: 5,
      maxSize: 60,
      aspectRatio: "16/9",
      background: "surface-secondary",
      radius: "md",
      children: [],
    },
    ".w-box",
  );
  expect(styles(box)).toEqual({
    "aspect-ratio": expect.stringMatching(/^1\.777/),
    "flex-direction": "row",
    "align-items": "flex-end",
    "justify-content": "space-between",
    "flex-wrap": "wrap",
    gap: STEPS(2),
    "padding-left": STEPS(1),
    "padding-right": STEPS(1),
    "padding-block-start": "2px",
    margin: STEPS(3),
    width: "10px",
    height: "20px",
    "min-width": "5px",
    "min-height": "4px",
    "max-width": "50%",
    "max-height": "60px",
    overflow: "auto",
    background: "var(--ck-surface-raised)",
    "border-radius": "8px",
  });
});

it.each([
  ["Row", {}, "row", "center"],
  ["Col", {}, "column", "stretch"],
  ["Box", {}, "column", "stretch"],
  ["Box", { direction: "row" }, "row", "center"],
  ["Box", { direction: "col", align: "start" }, "column", "flex-start"],
  ["Row", { align: "baseline" }, "row", "baseline"],
])("lays out what is in a %s with %j", (type, fields, direction, align) => {
  expect(styles(inCard({ type, children: [], ...fields }, ".w-box"))).toEqual({
    "flex-direction": direction,
    "align-items": align,
    "justify-content": "flex-start",
  });
});

it.each([
  ["start", "flex-start"],
  ["center", "center"],
  ["end", "flex-end"],
  ["around", "space-around"],
  ["evenly", "space-evenly"],
  ["stretch", "stretch"],
  ["sideways", "flex-start"],
])("justifies %s as %s", (justify, expected) => {
  expect(styles(inCard({ type: "Row", children: [], justify }, ".w-box"))).toMatchObject({
    "justify-content": expected,
  });
});

it.each([
  [2, { "flex-grow": "2", "flex-shrink": "1", "flex-basis": "0%" }],
  ["1 1 auto", { "flex-grow": "1", "flex-shrink": "1", "flex-basis": "auto" }],
])("lets a box grow by %j", (flex, expected) => {
  expect(styles(inCard({ type: "Box", children: [], flex }, ".w-box"))).toMatchObject(expected);
});

it("draws a root without a frame", () => {
  const root = element({ type: "Basic", children: [{ type: "Text", value: "bare" }] }, ".w-basic");
  expect([root.textContent, styles(root)]).toMatchObject(["bare", { "flex-direction": "column" }]);
});

it("draws lines and gaps as they are told to be", () => {
  const line = { type: "Divider", size: 3, color: "strong", spacing: 2, flush: true };
  const divider = inCard(line, ".w-divider");
  expect([divider.classList.contains("is-flush"), styles(divider)]).toEqual([
    true,
    { "--line": "3px", "--line-color": "var(--ck-border-strong)", "--line-room": STEPS(2) },
  ]);
  expect(inCard({ type: "Divider" }, ".w-divider").className).toBe("w-divider");
  expect(styles(inCard({ type: "Spacer", minSize: 5 }, ".w-spacer"))).toEqual({
    "--least": "5px",
  });
});

it("draws icons and pictures as they are told to be", () => {
  const icon = inCard({ type: "Icon", name: "star", size: "2xl", color: "success" }, ".w-icon");
  expect([icon.dataset.size, styles(icon)]).toEqual([
    "2xl",
    { color: "var(--ck-success)", "--icon": "28px" },
  ]);
  expect(icon.querySelector<HTMLElement>(".icon")?.dataset.icon).toBe("star");
  expect(inCard({ type: "Icon", name: "star", size: "vast" }, ".w-icon").dataset.size).toBe("md");
  const src = "data:image/png;base64,AAAA";
  const plain = inCard({ type: "Image", src, alt: "A" }, "img");
  expect([plain.className, styles(plain)]).toEqual([
    "w-image",
    { "object-fit": "cover", "object-position": "center" },
  ]);
  const flush = inCard({ type: "Image", src, alt: "A", flush: true }, "img");
  expect(flush.className).toBe("w-image is-flush");
  const fields = { fit: "contain", position: "top left", size: 40, frame: true };
  const framed = inCard({ type: "Image", src, alt: "A", ...fields }, "img");
  expect(framed.className).toBe("w-image is-framed");
  expect(styles(framed)).toEqual({
    width: "40px",
    height: "40px",
    "object-fit": "contain",
    "object-position": "top left",
  });
});

it("draws a card as it is told to", () => {
  const card = element(
    { type: "Card", size: "lg", theme: "dark", background: "surface-tertiary", padding: 4, children: [] },
    ".w-card",
  );
  expect([card.dataset.size, card.dataset.scheme, styles(card)]).toEqual([
    "lg",
    "dark",
    { background: "var(--ck-surface-sunken)", "--ck-ground": "var(--ck-surface-sunken)" },
  ]);
  expect(styles(card.querySelector(".w-card-body") as HTMLElement)).toEqual({ padding: STEPS(4) });
  const plain = element({ type: "Card", size: "vast", theme: "odd", children: [] }, ".w-card");
  expect([plain.dataset.size, plain.dataset.scheme, plain.querySelector(".w-card-foot")]).toEqual([
    "md",
    undefined,
    null,
  ]);
});

it("draws of a collapsed card only where it comes from", () => {
  const status = { text: "From afar", icon: "star" };
  const given = {
    type: "Card",
    status,
    collapsed: true,
    confirm: { label: "Yes" },
    children: [{ type: "Text", value: "in" }],
  };
  expect(element(given, ".w-card").textContent).toBe("From afar");
  expect(element({ ...given, collapsed: "yes" }, ".w-card").textContent).toBe("From afarinYes");
});

it("draws where a card comes from with the pictures there are", () => {
  const drawn = (fields: object) => {
    const line = element(
      { type: "Card", status: { text: "From afar", ...fields }, children: [] },
      ".w-status",
    );
    const icon = line.querySelector<HTMLElement>(".icon")?.dataset.icon;
    return [icon, line.querySelector("img")?.className];
  };
  const favicon = "data:image/png;base64,AAAA";
  expect(drawn({ icon: "star" })).toEqual(["star", undefined]);
  expect(drawn({ icon: "unheard of" })).toEqual([undefined, undefined]);
  expect(drawn({ favicon })).toEqual([undefined, ""]);
  expect(drawn({ favicon, frame: true })).toEqual([undefined, "is-framed"]);
});

it("draws a list and its rows as they are told to be", () => {
  const row = { type: "ListViewItem", gap: 3, align: "start", children: [] };
  const list = {
    type: "ListView",
    theme: "light",
    status: { text: "Rows" },
    children: [row, { type: "ListViewItem", children: [] }],
  };
  const drawn = element(list, ".w-list");
  expect([drawn.dataset.scheme, drawn.textContent]).toEqual(["light", "Rows"]);
  const rows = [...drawn.querySelectorAll<HTMLElement>(".w-row")].map(styles);
  expect(rows).toEqual([{ gap: STEPS(3), "align-items": "flex-start" }, { "align-items": "center" }]);
});

it.each([
  ["Button", "variant", ["solid", "soft", "outline", "ghost"]],
  ["Button", "size", ["3xs", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"]],
  ["Button", "iconSize", ["sm", "md", "lg", "xl", "2xl"]],
  ["Badge", "variant", ["solid", "soft", "outline"]],
  ["Badge", "size", ["sm", "md", "lg"]],
])("draws a %s with each %s that there is", (type, prop, values) => {
  const drawn = values.map((value) => {
    const fields = { type, label: "Go", style: "secondary", [prop]: value };
    return inCard(fields, `.w-${type.toLowerCase()}`).dataset[prop];
  });
  expect(drawn).toEqual(values);
});

it("draws a card of each size that there is", () => {
  const sizes = ["sm", "md", "lg", "full"];
  const drawn = sizes.map((size) => element({ type: "Card", size, children: [] }, ".w-card").dataset.size);
  expect(drawn).toEqual(sizes);
});

it.each([
  ["Text", "textAlign", "text-align", ["start", "center", "end"]],
  ["Row", "wrap", "flex-wrap", ["nowrap", "wrap", "wrap-reverse"]],
])("draws a %s with each %s that there is", (type, prop, property, values) => {
  const drawn = values.map((value) => {
    const node = { type, value: "words", children: [], [prop]: value };
    return new Map(Object.entries(styles(inCard(node, ".w-text, .w-box")))).get(property);
  });
  expect(drawn).toEqual(values);
});
