/** Character references such as `&amp;` in Markdown text. */

const REFERENCE = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g;

/** Stands between references that are resolved together; no text holds it. */
const SEPARATOR = "\ufdd0";
const MOST_KNOWN = 2_000;

const known = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&#x27;", "'"],
  ["&nbsp;", "\u00a0"],
]);
const lasting = new Map(known);

/** Asks the browser for all of them at once. */
function resolve(references: readonly string[]): void {
  if (known.size + references.length > MOST_KNOWN) {
    known.clear();
    for (const [reference, value] of lasting) known.set(reference, value);
  }
  // The pattern above lets lone references through and nothing else, so this parses no markup.
  const source = SEPARATOR + references.join(SEPARATOR);
  const values =
    new DOMParser().parseFromString(source, "text/html").body?.textContent.split(SEPARATOR) ?? [];
  // One of them may stand for the separator itself.
  if (values.length !== references.length + 1 && references.length > 1) {
    for (const reference of references) resolve([reference]);
    return;
  }
  for (const [index, reference] of references.entries()) {
    known.set(
      reference,
      references.length === 1 ? values.slice(1).join(SEPARATOR) : (values[index + 1] ?? ""),
    );
  }
}

/** `text` with its character references resolved. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  const references = new Set(text.match(REFERENCE));
  const unknown = [...references].filter((reference) => !known.has(reference));
  if (unknown.length > 0) resolve(unknown);
  return text.replace(REFERENCE, (reference) => known.get(reference) ?? reference);
}
