/** TeX to MathML. */
import Temml from "temml";
import { mathFrom } from "./sanitize";

/** Longer ones take long to read and are never formulas. */
const LONGEST = 8_000;

/**
 * Draws a formula into `target`.
 *
 * @returns false, and leaves `target` as it is, when the TeX cannot be read.
 */
export function drawMath(tex: string, display: boolean, target: HTMLElement): boolean {
  if (tex.length > LONGEST) return false;
  let markup: string;
  try {
    markup = Temml.renderToString(tex, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: 500,
      maxSize: [40, 400],
    });
  } catch {
    return false;
  }
  target.replaceChildren(...mathFrom(markup));
  return true;
}
