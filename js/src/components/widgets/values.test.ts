import { expect, it } from "vitest";
import { paletteColor } from "./palette";
import {
  BACKGROUNDS,
  BORDER_COLORS,
  border,
  color,
  radius,
  size,
  space,
  spacing,
  TEXT_COLORS,
} from "./values";

it("takes a colour from the tokens, the palette or CSS, in this order", () => {
  expect(color("strong", BORDER_COLORS)).toBe("var(--ck-border-strong)");
  expect(color("surface-elevated", BACKGROUNDS)).toBe("var(--ck-surface-elevated)");
  expect(color("red-500", TEXT_COLORS)).toBe("oklch(0.64 0.185 25)");
  expect(color("rgb(1 2 3)", TEXT_COLORS)).toBe("rgb(1 2 3)");
  expect(color("RGB(1 2 3)", TEXT_COLORS)).toBe("RGB(1 2 3)");
  for (const none of ["url(x)", "4px", "red 1px", "1e9", "calc(1px)", "#12", "//x", "red, blue"])
    expect(color(none, TEXT_COLORS)).toBeUndefined();
  expect(color(3, TEXT_COLORS)).toBeUndefined();
});

it.each([
  [200, true],
  [201, false],
])("takes a value of %i characters: %s", (length, isTaken) => {
  expect(color("a".repeat(length), TEXT_COLORS) !== undefined).toBe(isTaken);
});

it("takes a colour by scheme only with both", () => {
  expect(color({ light: "danger", dark: "#fff" }, TEXT_COLORS)).toBe("light-dark(var(--ck-danger), #fff)");
  expect(color({ light: "#fff" }, TEXT_COLORS)).toBeUndefined();
  expect(color({ dark: "#fff", light: "url(x)" }, TEXT_COLORS)).toBeUndefined();
});

it.each([
  ["gray-500", "oklch(0.64 0.005 260)"],
  ["blue-25", "oklch(0.985 0.01 255)"],
  ["blue-500-x", undefined],
  ["blue", undefined],
  ["500", undefined],
  ["mauve-500", undefined],
])("names the colour %s as %s", (name, expected) => {
  expect(paletteColor(name)).toBe(expected);
});

it("names the steps of a colour from light to dark", () => {
  const steps = [25, 50, 75, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950];
  const light = steps.map((step) =>
    Number(/^oklch\((\S+) \S+ 25\)$/.exec(paletteColor(`red-${step}`) ?? "")?.[1]),
  );
  expect(light).toEqual(light.toSorted((a, b) => b - a));
  expect(new Set(light).size).toBe(steps.length);
});

it("draws a border on all sides or some", () => {
  expect(border(0)).toEqual({ border: "none" });
  expect(border(2)).toEqual({ border: "2px solid var(--ck-border)" });
  expect(border({ size: 1, style: "odd", color: "subtle" })).toEqual({
    border: "1px solid var(--ck-border-subtle)",
  });
  expect(border({ top: 1, y: 2, x: { size: 3, style: "dotted" } })).toEqual({
    "border-block-start": "1px solid var(--ck-border)",
    "border-block-end": "2px solid var(--ck-border)",
    "border-left": "3px dotted var(--ck-border)",
    "border-right": "3px dotted var(--ck-border)",
  });
  expect(border("thick")).toEqual({});
  expect(border(undefined)).toEqual({});
});

it("keeps a distance on all sides or some", () => {
  expect(spacing("padding", 2)).toEqual({ padding: "calc(var(--ck-step) * 2)" });
  expect(spacing("margin", { y: "1px", bottom: 2 })).toEqual({
    "margin-block-start": "1px",
    "margin-block-end": "calc(var(--ck-step) * 2)",
    "margin-left": undefined,
    "margin-right": undefined,
  });
});

it("rounds the more the larger the name, and knows no other", () => {
  const names = ["none", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "full"];
  const pixels = names.map((name) => Number(radius(name)?.replace("px", "")));
  expect(pixels).toEqual([0, 2, 4, 6, 8, 10, 12, 16, 20, 24, 9_999]);
  expect(radius("100%")).toBe("100%");
});

it.each([
  ["text", TEXT_COLORS, ["text", "text", "text", "text-quiet", "text-quiet", "success", "warning", "danger"]],
  [
    "backgrounds",
    BACKGROUNDS,
    ["surface", "surface-raised", "surface-sunken", "surface-elevated", "surface-elevated-secondary"],
  ],
  ["borders", BORDER_COLORS, ["border", "border-subtle", "border-strong", "success", "warning", "danger"]],
])("takes the named colours of %s from the theme", (_, tokens, properties) => {
  expect([...tokens.values()]).toEqual(properties.map((property) => `var(--ck-${property})`));
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, null, {}, "url(x)"])("takes %s for no length", (value) => {
  expect([size(value), space(value)]).toEqual([undefined, undefined]);
});

it.each([
  ["md", "8px"],
  ["full", "9999px"],
  ["none", "0"],
  ["7px", undefined],
  [7, undefined],
])("rounds by %j: %s", (value, expected) => {
  expect(radius(value)).toBe(expected);
});

it.each(["05", "08", "10", "15", "20", "25", "50", "70", "90"])(
  "draws alpha-%s over what is behind",
  (step) => {
    const strength = `${Number(step)}%`;
    expect(color(`alpha-${step}`, TEXT_COLORS)).toBe(
      `light-dark(rgb(0 0 0 / ${strength}), rgb(255 255 255 / ${strength}))`,
    );
  },
);

it.each(["teal-400", "cyan-50", "amber-300", "indigo-950", "rose-1000", "slate-150", "gray-250", "blue-350"])(
  "knows the palette's %s",
  (name) => {
    expect(color(name, TEXT_COLORS)).toMatch(/^oklch\([\d.]+ [\d.]+ \d+\)$/);
  },
);

it.each(["alpha-00", "alpha-5", "alpha-100", "teal-0", "teal-1001", "teal", "teal-400-x", "mauve-400"])(
  "knows no colour %s",
  (name) => {
    expect(paletteColor(name)).toBeUndefined();
  },
);

it("draws a step between two others between them", () => {
  expect(paletteColor("blue-150")).toBe("oklch(0.91 0.0625 255)");
});
