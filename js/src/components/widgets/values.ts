/**
 * Widget values as CSS. Tokens become our own custom properties; anything else must look like a
 * plain CSS value, for widgets come from wherever the server got them.
 */
import type { CSSProperties } from "preact";
import { paletteColor } from "./palette";

export type Style = Record<string, string>;

const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "calc min max clamp var rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark " +
    "linear-gradient radial-gradient conic-gradient minmax fit-content repeat"
  ).split(" "),
);
const PLAIN = /^[\w\s.,%#()+*/-]{1,200}$/;
const CALL = /([\w-]*)\s*\(/g;

/** `value` if it is a CSS value that reaches nothing outside, else `undefined`. */
export function safeCss(value: unknown): string | undefined {
  if (typeof value !== "string" || !PLAIN.test(value) || value.includes("/*")) return undefined;
  for (const [, name = ""] of value.matchAll(CALL)) {
    if (name !== "" && !FUNCTIONS.has(name.toLowerCase())) return undefined;
  }
  return value;
}

/** A length: numbers are pixels. */
export function size(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? `${value}px` : safeCss(value);
}

/** A distance: numbers are steps of the spacing scale. */
export function space(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return `calc(var(--ck-step) * ${value})`;
  return safeCss(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SIDES = [
  ["top", "y", "block-start"],
  ["bottom", "y", "block-end"],
  ["left", "x", "left"],
  ["right", "x", "right"],
] as const;

function put(style: Style, name: string, value: string | undefined): void {
  if (value !== undefined) style[name] = value;
}

/** `padding` or `margin`, for all sides or some. */
export function spacing(name: "padding" | "margin", value: unknown): Style {
  const style: Style = {};
  if (!isRecord(value)) {
    put(style, name, space(value));
    return style;
  }
  for (const [side, axis, edge] of SIDES) put(style, `${name}-${edge}`, space(value[side] ?? value[axis]));
  return style;
}

const BORDER_STYLES: ReadonlySet<unknown> = new Set(
  "solid dashed dotted double groove ridge inset outset".split(" "),
);

function borderLine(value: unknown): string | undefined {
  if (typeof value === "number") return value > 0 ? `${value}px solid var(--ck-border)` : "none";
  if (!isRecord(value) || typeof value.size !== "number") return undefined;
  const line = BORDER_STYLES.has(value.style) ? String(value.style) : "solid";
  return `${value.size}px ${line} ${color(value.color, BORDER_COLORS) ?? "var(--ck-border)"}`;
}

/** A border on all sides or some. */
export function border(value: unknown): Style {
  const style: Style = {};
  const whole = borderLine(value);
  if (whole !== undefined) put(style, "border", whole);
  else if (isRecord(value)) {
    for (const [side, axis, edge] of SIDES)
      put(style, `border-${edge}`, borderLine(value[side] ?? value[axis]));
  }
  return style;
}

type ColorTokens = Readonly<Record<string, string>>;

export const TEXT_COLORS: ColorTokens = {
  prose: "var(--ck-text)",
  primary: "var(--ck-text)",
  emphasis: "var(--ck-text)",
  secondary: "var(--ck-text-quiet)",
  tertiary: "var(--ck-text-quiet)",
  success: "var(--ck-success)",
  warning: "var(--ck-warning)",
  danger: "var(--ck-danger)",
};

export const BACKGROUNDS: ColorTokens = {
  surface: "var(--ck-surface)",
  "surface-secondary": "var(--ck-surface-raised)",
  "surface-tertiary": "var(--ck-surface-sunken)",
  "surface-elevated": "var(--ck-surface)",
  "surface-elevated-secondary": "var(--ck-surface-raised)",
};

export const BORDER_COLORS: ColorTokens = {
  default: "var(--ck-border)",
  subtle: "var(--ck-border-subtle)",
  strong: "var(--ck-border-strong)",
};

/** A colour by token, by palette step, by scheme or as CSS. */
export function color(value: unknown, tokens: ColorTokens): string | undefined {
  if (isRecord(value)) {
    const light = color(value.light, tokens);
    const dark = color(value.dark, tokens);
    return light === undefined || dark === undefined ? undefined : `light-dark(${light}, ${dark})`;
  }
  if (typeof value !== "string") return undefined;
  if (Object.hasOwn(tokens, value)) return tokens[value];
  return paletteColor(value) ?? safeCss(value);
}

const RADII: Readonly<Record<string, string>> = {
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
};

export function radius(value: unknown): string | undefined {
  return typeof value === "string" && Object.hasOwn(RADII, value) ? RADII[value] : undefined;
}

/** A style object without what is not set. */
export function styleOf(values: Readonly<Record<string, string | undefined>>): CSSProperties {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
