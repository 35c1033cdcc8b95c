/** Texts and values that have broken pages before. */
import { INHERITED_NAMES } from "./inherited-names";
import type { Random } from "./random";

export const ADDRESSES: readonly string[] = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "&#106;avascript:alert(1)",
  "vbscript:x",
  "data:text/html,<script>x()</script>",
  "data:image/svg+xml,<svg onload='x()'/>",
  "http://evil.example/track.png",
  "https://evil.example/?q=1",
  "//evil.example/x.png",
  "file:///etc/passwd",
  "blob:http://evil.example/x",
  "chatkit-link://__proto__?constructor=1",
  "chatkit-notebook:///attachments/..%2F..",
  "#__proto__",
  "mailto:a@b.example",
];

const MARKUP: readonly string[] = [
  "</script><script>x()</script>",
  "<img src=http://evil.example/x onerror=x()>",
  "<svg onload=x()>",
  "<style>*{display:none}</style>",
  "<iframe src=//evil.example></iframe>",
  "<a href=javascript:x()>",
  "<details open ontoggle=x()>",
  "<!--",
  "]]>",
  "&lt;b&gt;&#0;&#x110000;",
];

const CSS: readonly string[] = [
  "url(http://evil.example/x)",
  "red;background:url(//evil.example)",
  "expression(x())",
  "var(--ck-accent)",
  "calc(1px * 99999999999)",
  "-9999px",
  "}*{display:none}",
];

const CHARACTERS: readonly string[] = [
  "\u202egnp.exe",
  "\u2066\u2069\u200f",
  "\ud800",
  "\udfff",
  "\u0000",
  "\ufeff",
  "\u2028",
  "e\u0301".repeat(20),
  "👩‍👩‍👧‍👦",
];

const SIGNS: readonly string[] = [
  "`",
  "``",
  "$$",
  "$",
  "\\",
  "*",
  "**",
  "_",
  "~~",
  "[",
  "](",
  "![",
  "$\u007bx}",
  "{{x}}",
  "%00",
];

export const TEXTS: readonly string[] = [
  ...INHERITED_NAMES,
  ...INHERITED_NAMES,
  ...ADDRESSES,
  ...MARKUP,
  ...CSS,
  ...CHARACTERS,
  ...SIGNS,
];

const NUMBERS: readonly number[] = [0, -1, 0.5, 1e21, -1e308, 5e-324, 2 ** 31, 2 ** 53, 99999];

/** A value of any JSON type, now and then deep. */
export function nastyValue(random: Random, depth = 0): unknown {
  const kind = random.between(0, depth > 4 ? 4 : 7);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(NUMBERS);
    case 3:
    case 4:
      return random.pick(TEXTS);
    case 5:
      return random.times(0, 3, () => nastyValue(random, depth + 1));
    default:
      return nastyObject(random, depth);
  }
}

/** JSON with keys of its own that every object inherits, as a parser makes it. */
export function nastyObject(random: Random, depth = 0): object {
  const entries = random.times(0, 3, () => [
    random.chance(0.6)
      ? random.pick(INHERITED_NAMES)
      : random.pick(["id", "type", "key", "ref", "__k", "props", "then"]),
    nastyValue(random, depth + 1),
  ]);
  return Object.fromEntries(entries);
}
