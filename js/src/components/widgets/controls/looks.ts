/** What the looks of fields and buttons are called in the style sheet. */
import type { JsonObject } from "../../../protocol/guards";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { brief } from "../../prose/brief";
import { flag, oneOf } from "../props";
import { styleOf } from "../values";

const SIZES = ["3xs", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"] as const;
export const VARIANTS = ["solid", "soft", "outline", "ghost"] as const;
/** Pixels between the edge of a field and its text. */
const GUTTERS: ReadonlyMap<unknown, number> = new Map([
  ["2xs", 6],
  ["xs", 8],
  ["sm", 10],
  ["md", 14],
  ["lg", 16],
  ["xl", 20],
]);

export function sizeOf(node: WidgetNode): (typeof SIZES)[number] {
  return oneOf(node.size, SIZES, "md");
}

/** Of what is filled in or opens a list. */
export function controlLook(node: WidgetNode) {
  const gutter = GUTTERS.get(node.gutterSize);
  return {
    class: flag(node.pill) ? "field w-control is-pill" : "field w-control",
    "data-variant": oneOf(node.variant, VARIANTS, "outline"),
    "data-size": sizeOf(node),
    style: styleOf({ "--wide": gutter === undefined ? undefined : `${gutter}px` }),
  };
}

/** Of what is typed into. */
export function typingProps(node: JsonObject) {
  return {
    ...(flag(node.allowAutofillExtensions) ? {} : NO_EXTENSIONS),
    placeholder: typeof node.placeholder === "string" ? brief(node.placeholder) : undefined,
    disabled: flag(node.disabled),
    dir: "auto" as const,
  };
}

/** What password managers look for before they offer to fill a field in. */
const NO_EXTENSIONS = {
  "data-1p-ignore": true,
  "data-bwignore": true,
  "data-form-type": "other",
  "data-lpignore": "true",
} as const;
