/** Every component that shows something, in every value of its props. */
import type { WidgetRoot } from "../src/protocol/wire.gen";

const SIZES = ["xs", "sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "5xl"];
const COLORS = [
  "prose",
  "primary",
  "emphasis",
  "secondary",
  "tertiary",
  "success",
  "warning",
  "danger",
  "blue-500",
];
const WEIGHTS = ["normal", "medium", "semibold", "bold"];
const PICTURE =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#6aa5d9"/><circle cx="90" cy="22" r="12" fill="#ffd76a"/><path d="M0 80 40 30 70 62 90 46 120 80z" fill="#3d6b4f"/></svg>',
  );

const caption = (value: string) => ({ type: "Caption", value });
const row = (children: readonly object[], props: object = {}) => ({
  type: "Row",
  wrap: "wrap",
  gap: 2,
  children,
  ...props,
});
const swatch = (props: object = {}) => ({
  type: "Box",
  padding: 2,
  radius: "sm",
  background: "surface-tertiary",
  ...props,
});
const word = (value: string, props: object = {}) => ({ type: "Text", value, size: "sm", ...props });

/** One line for each value of a prop. */
function each(prop: string, values: readonly unknown[], make: (value: unknown) => object): readonly object[] {
  return [caption(prop), row(values.map(make), { align: "end" })];
}

function card(title: string, ...children: readonly (object | readonly object[])[]): WidgetRoot {
  return {
    type: "Card",
    size: "full",
    children: [{ type: "Title", value: title, size: "sm" }, ...children.flat()],
  } as WidgetRoot;
}

const letters = (props: object) =>
  ["A", "B", "C"].map((value) => swatch({ ...props, children: [word(value)] }));

export const gallery: readonly WidgetRoot[] = [
  card(
    "Text",
    each("size", SIZES.slice(0, 5), (size) => word(String(size), { size })),
    each("weight", WEIGHTS, (weight) => word(String(weight), { weight, size: "md" })),
    each("color", [...COLORS, { light: "red-600", dark: "yellow-300" }], (color) =>
      word(typeof color === "string" ? color : "light, dark", { color }),
    ),
    each("textAlign", ["start", "center", "end"], (textAlign) =>
      swatch({ width: 150, children: [word(String(textAlign), { textAlign })] }),
    ),
    caption("italic, lineThrough, truncate, maxLines, minLines, width"),
    word("Italic", { italic: true }),
    word("Struck", { lineThrough: true }),
    word(
      "One line of a text that has much more to say than fits into it, so that it ends in dots ".repeat(2),
      { truncate: true },
    ),
    word(
      "Two lines of a text that has much more to say than fits into them, so that the second ends in dots. ".repeat(
        4,
      ),
      { maxLines: 2 },
    ),
    swatch({ children: [word("Room for three lines", { minLines: 3 })] }),
    word("No wider than this", { width: 80 }),
  ),
  card(
    "Title and Caption",
    each("Title.size", SIZES.slice(1), (size) => ({ type: "Title", value: String(size), size })),
    each("Title.weight", WEIGHTS, (weight) => ({ type: "Title", value: String(weight), weight })),
    each("Caption.size", ["sm", "md", "lg"], (size) => ({ type: "Caption", value: String(size), size })),
    each("Caption.color", COLORS, (color) => ({ type: "Caption", value: String(color), color })),
  ),
  card("Markdown", {
    type: "Markdown",
    value:
      "Some **bold** words, `code`, a [link](https://example.com), $e^{i\\pi} = -1$ and\n\n- a list\n- of two",
  }),
  card(
    "Badge",
    ["solid", "soft", "outline"].flatMap((variant) =>
      each(
        `variant ${variant}`,
        ["secondary", "success", "danger", "warning", "info", "discovery"],
        (color) => ({
          type: "Badge",
          label: String(color),
          color,
          variant,
        }),
      ),
    ),
    each("size, pill", ["sm", "md", "lg"], (size) => ({
      type: "Badge",
      label: String(size),
      size,
      pill: size !== "md",
    })),
  ),
  card(
    "Icon",
    each("size", SIZES.slice(0, 7), (size) => ({ type: "Icon", name: "star", size })),
    each("color", COLORS, (color) => ({ type: "Icon", name: "sparkle", color, size: "lg" })),
  ),
  card(
    "Image",
    each("fit", ["cover", "contain", "fill", "scale-down", "none"], (fit) => ({
      type: "Image",
      src: PICTURE,
      alt: String(fit),
      fit,
      size: 88,
      background: "surface-tertiary",
    })),
    each(
      "position",
      ["top left", "top", "top right", "left", "center", "right", "bottom left", "bottom", "bottom right"],
      (position) => ({
        type: "Image",
        src: PICTURE,
        alt: String(position),
        position,
        fit: "none",
        size: 56,
      }),
    ),
    each("radius", ["none", "2xs", "sm", "md", "xl", "3xl", "full", "100%"], (radius) => ({
      type: "Image",
      src: PICTURE,
      alt: String(radius),
      radius,
      size: 56,
    })),
    caption("frame, aspectRatio, flush, and one that is broken"),
    row([
      { type: "Image", src: PICTURE, alt: "Framed", frame: true, width: 96, aspectRatio: "4 / 3" },
      { type: "Image", src: "data:image/png;base64,AAAA", alt: "A broken picture", width: 160, height: 72 },
    ]),
    { type: "Image", src: PICTURE, alt: "Flush", flush: true, height: 80 },
  ),
  card(
    "Box, Row and Col",
    each("align", ["start", "center", "end", "baseline", "stretch"], (align) =>
      swatch({
        width: 104,
        children: [
          word(String(align)),
          row([...letters({ padding: 1, background: "blue-200" })], {
            align,
            height: 56,
            wrap: "nowrap",
            gap: 1,
          }),
        ],
      }),
    ),
    ["start", "center", "end", "between", "around", "evenly", "stretch"].flatMap((justify) => [
      row([...letters({ padding: 1, background: "blue-200" })], {
        justify,
        background: "surface-tertiary",
        padding: 1,
      }),
    ]),
    each("wrap", ["nowrap", "wrap", "wrap-reverse"], (wrap) =>
      swatch({
        width: 104,
        children: [row([...letters({ width: 44, background: "blue-200" })], { wrap, gap: 1 })],
      }),
    ),
    each(
      "background",
      [
        "surface",
        "surface-secondary",
        "surface-tertiary",
        "surface-elevated",
        "surface-elevated-secondary",
        "green-200",
        "linear-gradient(90deg, #6aa5d9, #d9a56a)",
      ],
      (background) => swatch({ background, border: 1, children: [word(String(background).slice(0, 15))] }),
    ),
    each(
      "border",
      [
        1,
        { size: 2, color: "strong" },
        { size: 2, style: "dashed", color: "danger" },
        { size: 4, style: "double" },
        { left: 4, y: 1 },
      ],
      (border) => swatch({ border, background: "surface", children: [word("border")] }),
    ),
    each("radius", ["2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "full", "none"], (radius) =>
      swatch({ radius, padding: 3, children: [word(String(radius))] }),
    ),
    each("padding, margin", [1, "20px", { x: 6 }, { top: 4, left: 1 }], (padding) =>
      swatch({ padding, margin: padding, children: [word("room")] }),
    ),
    caption("flex, aspectRatio, minWidth, maxWidth, minHeight, size"),
    row(
      [
        swatch({ flex: 1, children: [word("1")] }),
        swatch({ flex: 2, children: [word("2")] }),
        swatch({ minWidth: 80, minHeight: 40, children: [word("min")] }),
        swatch({ size: 48, children: [word("48")] }),
        swatch({ width: 90, aspectRatio: "2 / 1", children: [word("2 / 1")] }),
      ],
      { wrap: "nowrap", align: "start" },
    ),
  ),
  card(
    "Divider and Spacer",
    ["default", "subtle", "strong", "blue-500"].map((color, index) => ({
      type: "Divider",
      color,
      size: index + 1,
      spacing: index,
    })),
    { type: "Divider", flush: true },
    row(
      [
        word("Left"),
        { type: "Divider" },
        word("beside a line"),
        { type: "Spacer", minSize: 24 },
        word("pushed to the end"),
      ],
      { wrap: "nowrap" },
    ),
  ),
  {
    type: "Card",
    size: "sm",
    status: { text: "A small card from afar", icon: "globe" },
    background: { light: "blue-50", dark: "blue-950" },
    border: { size: 2, color: "blue-300" },
    padding: { x: 6, y: 3 },
    children: [{ type: "Text", value: "With a ground, a border and padding of its own" }],
    cancel: { label: "No", action: { type: "no" } },
    confirm: { label: "Yes", action: { type: "yes" } },
  } as unknown as WidgetRoot,
  {
    type: "Card",
    theme: "dark",
    children: [
      { type: "Text", value: "Always dark" },
      { type: "Badge", label: "Badge", color: "info" },
    ],
  } as unknown as WidgetRoot,
  {
    type: "Card",
    theme: "light",
    children: [
      { type: "Text", value: "Always light" },
      { type: "Badge", label: "Badge", color: "info" },
    ],
  } as unknown as WidgetRoot,
  {
    type: "Basic",
    theme: "dark",
    padding: 4,
    gap: 1,
    align: "center",
    children: [word("Basic, dark"), caption("and centred")],
  } as unknown as WidgetRoot,
  {
    type: "ListView",
    limit: 2,
    status: { text: "Rows", favicon: PICTURE, frame: true },
    children: ["start", "center", "end"].map((align) => ({
      type: "ListViewItem",
      align,
      gap: 4,
      children: [{ type: "Image", src: PICTURE, alt: "", size: 40 }, word(`align ${align}`)],
    })),
  } as unknown as WidgetRoot,
];
