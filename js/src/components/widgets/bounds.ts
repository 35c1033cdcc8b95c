/**
 * Keeps the measures of widgets within what a card can need. Nothing is negative, so nothing is drawn over its
 * neighbours, and nothing is so large that the rest of the thread is out of reach.
 */

/** Pixels. */
const LONGEST = 4_000;
const MOST_STEPS = 100;
const THICKEST = 16;
const LARGEST_SHARE = 100;
const [FLATTEST, TALLEST] = [20, 0.1];

const KEYWORD = /^[a-z-]+$/i;
const NUMBER = /^(-?(?:\d+\.?\d*|\.\d+))([a-z%]*)$/i;
const RATIO = /^(\d+(?:\.\d+)?)(?:\s*\/\s*(\d+(?:\.\d+)?))?$/;

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

export function boundedPixels(value: number): number {
  return clamp(value, 0, LONGEST);
}

export function boundedSteps(value: number): number {
  return clamp(value, 0, MOST_STEPS);
}

/** How much of what is left over it takes beside its neighbours: no share is all of it. */
export function boundedShare(value: number): number {
  return clamp(value, 0, LARGEST_SHARE);
}

export function boundedLine(value: number): number {
  return clamp(value, 0, THICKEST);
}

/** Width by height, such as `1.5` or `"16 / 9"`. */
export function boundedRatio(value: unknown): string | undefined {
  const [, width, height = "1"] = RATIO.exec(String(value).trim()) ?? [];
  const ratio = Number(width) / Number(height);
  return Number.isFinite(ratio) ? String(clamp(ratio, TALLEST, FLATTEST)) : undefined;
}

/** One or more lengths; `undefined` when one of them is none. */
export function boundedLengths(value: string): string | undefined {
  const lengths = topLevelParts(value).map(boundedLength);
  return lengths.length === 0 || lengths.includes(undefined) ? undefined : lengths.join(" ");
}

function boundedLength(part: string): string | undefined {
  if (KEYWORD.test(part)) return part;
  const [, digits, unit = ""] = NUMBER.exec(part) ?? [];
  if (digits === undefined) return part.endsWith(")") ? `clamp(0px, ${part}, ${LONGEST}px)` : undefined;
  const number = Number(digits);
  if (number < 0) return "0px";
  if (unit === "px") return `${boundedPixels(number)}px`;
  const isPart = unit === "" || (unit === "%" && number <= 100);
  return isPart ? part : `min(${part}, ${LONGEST}px)`;
}

/** What blanks divide, except within parentheses. */
function topLevelParts(value: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of value) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0 && /\s/.test(character)) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
  }
  return parts.filter((part) => part !== "");
}
