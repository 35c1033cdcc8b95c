/**
 * Widget values as CSS. Tokens become our own custom properties; anything else must look like a
 * plain CSS value, for widgets come from wherever the server got them.
 */
import type { CSSProperties } from "preact";
import { isObject } from "../../protocol/guards";
import { boundedLengths, boundedLine, boundedPixels, boundedSteps } from "./bounds";
import { paletteColor } from "./palette";

/** Values by CSS property. The properties are named here, never by a widget. */
// biome-ignore lint/plugin: nothing is looked up in it by a text of a widget
export type Style = Readonly<Record<string, string | undefined>>;

const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "calc min max clamp var rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark " +
    "linear-gradient radial-gradient conic-gradient minmax fit-content repeat"
  ).split(" "),
);
const PLAIN = /^[\w\s.,%#()+*/-]{1,200}$/;
const CALL = /([\w-]*)\s*\((?=\s*([\w-]*))/g;
/** The properties of ours and the notebook's colours; others of a page hold pictures, too. */
const PROPERTY = /^--(?:ck-|jp-[\w-]*color)/;

/** `value` if it is a CSS value that reaches nothing outside, else `undefined`. */
export function safeCss(value: unknown): string | undefined {
  if (typeof value !== "string" || !PLAIN.test(value) || value.includes("/*")) return undefined;
  for (const [, given = "", first = ""] of value.matchAll(CALL)) {
    const name = given.toLowerCase();
    if (name !== "" && !FUNCTIONS.has(name)) return undefined;
    if (name === "var" && !PROPERTY.test(first)) return undefined;
  }
  return value;
}

function lengths(value: unknown): string | undefined {
  const safe = safeCss(value);
  return safe === undefined ? undefined : boundedLengths(safe);
}

/** A length: numbers are pixels. */
export function size(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? `${boundedPixels(value)}px` : lengths(value);
}

/** A distance: numbers are steps of the spacing scale. */
export function space(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value))
    return `calc(var(--ck-step) * ${boundedSteps(value)})`;
  return lengths(value);
}

const SIDES = [
  ["top", "y", "block-start"],
  ["bottom", "y", "block-end"],
  ["left", "x", "left"],
  ["right", "x", "right"],
] as const;

/** `padding` or `margin`, for all sides or some. */
export function spacing(name: "padding" | "margin", value: unknown): Style {
  if (!isObject(value)) return { [name]: space(value) };
  return Object.fromEntries(
    SIDES.map(([side, axis, edge]) => [`${name}-${edge}`, space(value[side] ?? value[axis])]),
  );
}

const BORDER_STYLES: ReadonlySet<unknown> = new Set(
  "solid dashed dotted double groove ridge inset outset".split(" "),
);

function borderLine(value: unknown): string | undefined {
  if (typeof value === "number") return value > 0 ? `${boundedLine(value)}px solid var(--ck-border)` : "none";
  if (!isObject(value) || typeof value.size !== "number") return undefined;
  const line = BORDER_STYLES.has(value.style) ? String(value.style) : "solid";
  return `${boundedLine(value.size)}px ${line} ${color(value.color, BORDER_COLORS) ?? "var(--ck-border)"}`;
}

/** A border on all sides or some. */
export function border(value: unknown): Style {
  const whole = borderLine(value);
  if (whole !== undefined) return { border: whole };
  if (!isObject(value)) return {};
  return Object.fromEntries(
    SIDES.map(([side, axis, edge]) => [`border-${edge}`, borderLine(value[side] ?? value[axis])]),
  );
}

/** A name, a number, or what a function makes: a size or a second layer is no colour. */
const COLOR =
  /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color(?:-mix)?|light-dark|var|[a-z]+-gradient)\(.*\))$/i;

type ColorTokens = ReadonlyMap<string, string>;

export const TEXT_COLORS: ColorTokens = new Map(
  Object.entries({
    prose: "var(--ck-text)",
    primary: "var(--ck-text)",
    emphasis: "var(--ck-text)",
    secondary: "var(--ck-text-quiet)",
    tertiary: "var(--ck-text-quiet)",
    success: "var(--ck-success)",
    warning: "var(--ck-warning)",
    danger: "var(--ck-danger)",
  }),
);

export const BACKGROUNDS: ColorTokens = new Map(
  Object.entries({
    surface: "var(--ck-surface)",
    "surface-secondary": "var(--ck-surface-raised)",
    "surface-tertiary": "var(--ck-surface-sunken)",
    "surface-elevated": "var(--ck-surface-elevated)",
    "surface-elevated-secondary": "var(--ck-surface-elevated-secondary)",
  }),
);

export const BORDER_COLORS: ColorTokens = new Map(
  Object.entries({
    default: "var(--ck-border)",
    subtle: "var(--ck-border-subtle)",
    strong: "var(--ck-border-strong)",
    success: "var(--ck-success)",
    warning: "var(--ck-warning)",
    danger: "var(--ck-danger)",
  }),
);

/** A colour by token, by palette step, by scheme or as CSS. */
export function color(value: unknown, tokens: ColorTokens): string | undefined {
  if (isObject(value)) {
    const light = color(value.light, tokens);
    const dark = color(value.dark, tokens);
    return light === undefined || dark === undefined ? undefined : `light-dark(${light}, ${dark})`;
  }
  if (typeof value !== "string") return undefined;
  return tokens.get(value) ?? paletteColor(value) ?? (COLOR.test(value) ? safeCss(value) : undefined);
}

const RADII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    none: "0",
    "2xs": "2px",
    xs: "4px",
    sm: "6px",
    md: "8px",
    lg: "10px",
    xl: "12px",
    "2xl": "16px",
    "3xl": "20px",
    "4xl": "24px",
    full: "9999px",
    "100%": "100%",
  }),
);

export function radius(value: unknown): string | undefined {
  return typeof value === "string" ? RADII.get(value) : undefined;
}

/** A style object without what is not set. */
export function styleOf(values: Style): CSSProperties {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
