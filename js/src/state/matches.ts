/**
 * Where the words of a query are in a text: the same words that the stores find, so that what is marked is why
 * something was found. Case and accents make no difference, and the last word may still be typed.
 */

export interface Term {
  readonly text: string;
  /** It may be the beginning of a word. */
  readonly isPrefix: boolean;
}

/** From here up to there, in UTF-16 units. */
export type Span = readonly [from: number, to: number];

/** Scripts without spaces between words: what is looked for may be anywhere in a run of theirs. */
const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}\\p{ExtPict}";
const WORD = "[\\p{L}\\p{N}\\p{Mc}\\p{Mn}]";
const RUN = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])${WORD})+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]/gu;
/** More words than anybody looks for, and longer ones than any is. */
const MOST_TERMS = 24;
const LONGEST_TERM = 100;

const SAME_AS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: "ss", ø: "o", ł: "l", đ: "d", ħ: "h", ŧ: "t", ı: "i", æ: "ae", œ: "oe" }),
);

function fold(text: string): string {
  const bare = text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
  return bare.replace(/[ßøłđħŧıæœ]/gu, (letter) => SAME_AS.get(letter) ?? letter);
}

/** The words of a query; none if there are only signs. */
export function termsOf(query: string): Term[] {
  const runs =
    fold(query.slice(0, MOST_TERMS * LONGEST_TERM))
      .match(RUN)
      ?.slice(0, MOST_TERMS) ?? [];
  return runs.map((run, index) => ({
    text: run.slice(0, LONGEST_TERM),
    isPrefix: index === runs.length - 1,
  }));
}

/** How many of the words a text has. */
export function countIn(text: string, terms: readonly Term[]): number {
  const folded = fold(text);
  return terms.filter((term) => folded.search(patternOf(term)) >= 0).length;
}

/** Whether a text has every one of the words, and there is one. */
export function hasAll(text: string, terms: readonly Term[]): boolean {
  return terms.length > 0 && countIn(text, terms) === terms.length;
}

/** Where the words are, from left to right; those that overlap are one. */
export function matches(text: string, terms: readonly Term[]): Span[] {
  const { folded, origins } = traced(text);
  const found = terms.flatMap((term) =>
    [...folded.matchAll(patternOf(term))].map(
      ({ index, 0: { length } }): Span => [origins[index] ?? 0, origins[index + length] ?? text.length],
    ),
  );
  const joined: [number, number][] = [];
  for (const [from, to] of found.sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** What is asked for has letters and digits only: nothing that means something in a pattern. */
function patternOf(term: Term): RegExp {
  const known = patterns.get(term);
  if (known !== undefined) return known;
  const { text, isPrefix } = term;
  const start = `(?<!(?![${UNSPACED}])${WORD})`;
  const end = isPrefix ? "" : `(?!(?![${UNSPACED}])${WORD})`;
  const pattern = new RegExp(IS_UNSPACED.test(text) ? text : start + text + end, "gu");
  patterns.set(term, pattern);
  return pattern;
}

/** A message is looked through text by text: what is looked for stays the same. */
const patterns = new WeakMap<Term, RegExp>();

/** The folded text, and for each of its units where it came from. */
function traced(text: string): { folded: string; origins: number[] } {
  const origins: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const bare = fold(character);
    for (let unit = 0; unit < bare.length; unit += 1) origins.push(at);
    folded += bare;
    at += character.length;
  }
  origins.push(text.length);
  return { folded, origins };
}
