/** TeX to MathML. */
import Temml from "temml";
import { mathFrom } from "./sanitize";

/** Longer ones take long to read and are never formulas. */
const LONGEST = 4_000;
/** Longer MathML takes long to lay out; a page of equations has less. */
const LONGEST_MARKUP = 200_000;
/** Elements within one another. */
const DEEPEST = 60;

/** Expansions of macros, and fewer where macros are defined: those may double what they write at each step. */
const MOST_EXPANSIONS = 500;
const DEFINES =
  /\\(?:(?:re|provide)?newcommand|[gex]?def|let|futurelet|global|long|DeclareMathOperator)(?![a-zA-Z])/;
const MOST_EXPANDED = 12_000;

/**
 * Draws a formula into `target`.
 *
 * @returns false, and leaves `target` as it is, when the TeX cannot be read or takes too much to draw.
 */
export function drawMath(tex: string, display: boolean, target: HTMLElement): boolean {
  if (tex.length > LONGEST || depthOf(tex, OPENS, CLOSES) > DEEPEST) return false;
  let markup: string;
  try {
    markup = Temml.renderToString(withKnownEnvironments(tex), {
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: DEFINES.test(tex) ? Math.min(MOST_EXPANSIONS, MOST_EXPANDED / tex.length) : MOST_EXPANSIONS,
      maxSize: [40, 400],
    });
  } catch {
    return false;
  }
  if (markup.length > LONGEST_MARKUP || depthOf(markup, START_TAGS, END_TAGS) > DEEPEST) return false;
  target.replaceChildren(...mathFrom(markup));
  return true;
}

/** TeX has environments that Temml has under another name, or not at all because a display is one. */
function withKnownEnvironments(tex: string): string {
  return tex
    .replace(/\\(begin|end)\{(?:flalign|eqnarray)(\*?)\}/g, "\\$1{align$2}")
    .replace(/\\(?:begin|end)\{(?:display)?math\}/g, "");
}

const OPENS = /\{|\\(?:left|begin)(?![a-zA-Z])/g;
const CLOSES = /\}|\\(?:right|end)(?![a-zA-Z])/g;
const START_TAGS = /<\w[^>]*(?<!\/)>/g;
const END_TAGS = /<\//g;

/** How many of what `opens` matches are open at a time. */
function depthOf(text: string, opens: RegExp, closes: RegExp): number {
  const steps = [
    ...Array.from(text.matchAll(opens), ({ index }) => [index, 1] as const),
    ...Array.from(text.matchAll(closes), ({ index }) => [index, -1] as const),
  ].sort(([a], [b]) => a - b);
  let depth = 0;
  let deepest = 0;
  for (const [, step] of steps) {
    depth += step;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
