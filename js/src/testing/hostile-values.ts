/** Values that a hostile widget puts into its props: each would do harm where it is believed. */
import { INHERITED_NAMES, objectWith } from "./inherited-names";
import { ADDRESSES } from "./nasty";

/** What a script of a widget would leave behind. */
export const TRACE = "hacked";
const SCRIPT = `window.${TRACE}=1`;
const EVIL = "https://evil.example";

const STYLES = [
  `red; background: url(${EVIL}/a)`,
  `red;position:fixed;inset:0`,
  `url(${EVIL}/b)`,
  `URL("${EVIL}/c")`,
  `\\75 rl(${EVIL}/d)`,
  `u/**/rl(${EVIL}/e)`,
  `image-set("${EVIL}/f" 1x)`,
  `-webkit-image-set(url(${EVIL}/g) 1x)`,
  `cross-fade(url(${EVIL}/h), red)`,
  `var(--x, url(${EVIL}/i))`,
  `linear-gradient(red, blue), url(${EVIL}/j)`,
  `element(#x)`,
  `paint(x)`,
  `expression(${SCRIPT})`,
  `red}*{background:url(${EVIL}/k)}`,
  `@import "${EVIL}/l"`,
  `</style><script>${SCRIPT}</script>`,
  `"><img src=x onerror="${SCRIPT}">`,
  "var(--ck-column)",
  "var(--jp-icon-search)",
  "env(safe-area-inset-top)",
  "attr(data-x px)",
  "calc(1e9px)",
  "calc(1px * 99999999999)",
  "calc(-1 * 99999px)",
  "max(99999px, 1vw)",
  "99999px",
  "-99999px",
  "9999vw",
  "1e9px",
  "calc(((((1px",
  "1px 2px 3px 4px 5px 6px",
  "fixed",
  "inherit",
];

const NUMBERS = [
  1e9,
  -1e9,
  1e308,
  5e-324,
  -0,
  0.1 + 0.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "NaN",
  "1e999",
];

const SVG = [
  `<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"><script>${SCRIPT}</script></svg>`,
  `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:parent.${TRACE}=1"/></foreignObject></svg>`,
  `<svg xmlns="http://www.w3.org/2000/svg"><image href="${EVIL}/m"/><style>@import "${EVIL}/n";</style></svg>`,
];

const PICTURES = SVG.flatMap((svg) => [
  `data:image/svg+xml,${encodeURIComponent(svg)}`,
  `data:image/svg+xml;base64,${btoa(svg)}`,
]);

const LINKS = [
  ...ADDRESSES,
  `javascript:${SCRIPT}`,
  `\u0001java\nscript:${SCRIPT}`,
  `jav&#x09;ascript:${SCRIPT}`,
  `data:text/html,<script>parent.${TRACE}=1</script>`,
  `data:text/html;base64,${btoa(`<script>parent.${TRACE}=1</script>`)}`,
  `data:image/png,"onerror="${SCRIPT}`,
  `view-source:${EVIL}`,
  `\\\\evil.example\\x.png`,
  `${EVIL}/x.png`,
];

/** What it comes to if anybody works it out. */
export const WORKED_OUT = "8351";
const TEMPLATE = "{{ 1193 * 7 }} {% for x in [1193 * 7] %}{{ x }}{% endfor %} <%= 1193 * 7 %> #{1193 * 7}";

const WRITING = [
  `<script>${SCRIPT}</script><img src=x onerror=${SCRIPT}>`,
  `[x](javascript:${SCRIPT}) ![x](${EVIL}/o.png) <img src=${EVIL}/p onerror=${SCRIPT}>`,
  TEMPLATE,
  "{{ cycler.__init__.__globals__.os.system('x') }}",
  "\u202egnp.live\u2066 \u2067\u202d",
  "a\u0000b\ud800c\udfff",
  "\u0300".repeat(400),
  "W".repeat(2_000),
  "(a+)+$",
  "[",
];

/** As long as a widget may be at all, nearly. */
const LONG = "W ".repeat(500_000);

const SHAPES: readonly unknown[] = [
  null,
  true,
  [],
  {},
  ["red", "url(x)"],
  [[[["deep"]]]],
  { type: "Text", value: "stray" },
  { light: `url(${EVIL}/q)`, dark: "red;}" },
  { size: 1e9, color: `url(${EVIL}/r)`, style: "solid; x" },
  { top: "calc(1e9px)", left: -1e9, x: `url(${EVIL}/s)`, y: [] },
  { length: 1e9 },
  { toString: "x", valueOf: 3, length: 3 },
  { __html: `<img src=x onerror=${SCRIPT}>` },
  ...INHERITED_NAMES.slice(0, 12).map((name) => objectWith(name, { [TRACE]: 1, type: "Card" })),
];

const KINDS: readonly (readonly unknown[])[] = [
  STYLES,
  NUMBERS,
  LINKS,
  PICTURES,
  WRITING,
  INHERITED_NAMES,
  [LONG],
  SHAPES,
];
/** Of each kind, where not all are asked for. */
const SAMPLE = 2;

/** All values, or some of each kind: other ones for each `turn`. */
export function hostileValues(turn: number | "all"): unknown[] {
  if (turn === "all") return KINDS.flat();
  return KINDS.flatMap((values) => {
    const sample = Array.from({ length: SAMPLE }, (_, index) => (turn * SAMPLE + index) % values.length);
    return [...new Set(sample)].map((index) => values[index]);
  });
}
