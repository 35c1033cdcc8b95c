/** Writes characters that hide or reorder what stands beside them as escapes, so that a reader sees them. */

// What is not printed, what is drawn as nothing although it counts as a letter, and every blank but the plain one.
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
/** More marks than this on one letter cover the lines around it. */
const PILED = /(\p{M}{3})(\p{M}+)/gu;
const NOT_ASCII = /[^!-~]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).padStart(4, "0");
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits}`;
}

/** Text in which nothing is hidden; the characters in `keeps` stay as they are, such as line breaks. */
export function escapeHidden(text: string, keeps = ""): string {
  return text
    .replace(HIDDEN, (character) => (keeps.includes(character) ? character : escaped(character)))
    .replace(PILED, (_, kept: string, piled: string) => kept + [...piled].map(escaped).join(""));
}

/** A name in printable ASCII: letters that only look like others are escaped, and so are blanks. */
export function escapeName(name: string): string {
  return name.replace(NOT_ASCII, escaped);
}
