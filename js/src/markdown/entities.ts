/** Character references such as `&amp;` in Markdown text. */

const REFERENCE = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g;

const known = new Map<string, string>([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&nbsp;", "\u00a0"],
]);

function resolve(reference: string): string {
  let value = known.get(reference);
  if (value === undefined) {
    // The pattern above lets a lone reference through and nothing else, so this parses no markup.
    value = new DOMParser().parseFromString(reference, "text/html").body?.textContent ?? reference;
    known.set(reference, value);
  }
  return value;
}

/** `text` with its character references resolved. */
export function decodeEntities(text: string): string {
  return text.includes("&") ? text.replace(REFERENCE, resolve) : text;
}
