/** The signs of Markdown that mean something to eyes only where it is drawn. */
const RULES: readonly [RegExp, string][] = [
  // Fences, and the line below the head of a table.
  [/```[\w-]*/gu, ""],
  [/\|(?:\s*:?-{2,}:?\s*\|)+/gu, "|"],
  // Where one row of a table ends and the next begins, and its outer edges.
  [/\|(?:\s+\|)+/gu, "|"],
  [/^(…?)\|\s+|\s+\|(…?)$/gu, "$1$2"],
  [/(^|\s|…)#{1,6}(?=\s)/gu, "$1"],
  [/!?\[([^\]]+)\]\([^)\s]*\)/gu, "$1"],
  // What is not part of a word, so that `2**3` stays what it is.
  [/(?<![\p{L}\p{N}*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\p{L}\p{N}*])/gu, "$2"],
  [/`([^`]+)`/gu, "$1"],
];

/** A piece of a message as one line of text. */
export function plainText(excerpt: string): string {
  const bare = RULES.reduce((text, [sign, instead]) => text.replace(sign, instead), excerpt);
  return bare.replace(/\s+/gu, " ").trim();
}
