/**
 * Chinese, Japanese and Korean texts, which put no spaces between words.
 *
 * CommonMark tells by spaces and punctuation where emphasis and bare addresses end. For emphasis there are
 * settled rules: https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
 */
import type { Tokenizer, Tokens } from "marked";
import cjkFriendly from "marked-cjk-friendly";

const LETTERS = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Bopo}\\u30fc";
const PUNCTUATION =
  "\\u3000-\\u303f\\ufe30-\\ufe4f\\uff00-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\uffe0-\\uffe6";
const CJK = new RegExp(`[${LETTERS}${PUNCTUATION}]`, "u");
/** Quotation marks and dashes that are written beside them too. */
const SHARED = "\u2018-\u201f\u2026\u2014\u00b7";
const KOREAN_PARTICLES =
  "(?:을|를|은|는|이|가|에|에서|에는|로|으로|와|과|의|도|만|까지|부터)(?![\\p{sc=Hang}\\w])";

/** Where an address ends: a path may have such words of its own, but none goes on with them within a word. */
const ADDRESS_END = new RegExp(
  [
    `[${PUNCTUATION}${SHARED}]`,
    `(?<=[\\w~%)\\]])[${LETTERS}]`,
    `(?<=^(?:\\w+://)?[^/\\s]*/)[${LETTERS}]`,
    `(?<=/)(?:\\p{sc=Hira}|${KOREAN_PARTICLES})`,
  ].join("|"),
  "u",
);

const BEFORE_ADDRESS = new RegExp(`[${LETTERS}${PUNCTUATION}${SHARED}]`, "u");

/** Whether `char` may stand right before an address that has no scheme. */
export function mayPrecedeAddress(char: string): boolean {
  return BEFORE_ADDRESS.test(char);
}

/** The address at the beginning of `source`, without the words that follow it unspaced. */
export function addressBeforeWords(source: string): string {
  const end = source.search(ADDRESS_END);
  return end < 0 ? source : source.slice(0, end);
}

const { emStrong, del } = cjkFriendly().tokenizer ?? {};
type Read<T> = (this: Tokenizer, source: string, masked: string, before?: string) => T | undefined | false;

let known = { masked: "", isCjk: false };

/** Texts without such letters are left to marked, whose own rules are nearer to CommonMark's. */
function forCjk<T>(read: Read<T> | undefined): Read<T> {
  return function (source, masked, before) {
    // It is asked at every mark of the same text.
    if (known.masked !== masked) known = { masked, isCjk: CJK.test(masked) };
    return known.isCjk && read !== undefined ? read.call(this, source, masked, before) : false;
  };
}

/** Emphasis and struck-out text that may begin and end beside such letters and their punctuation. */
export const cjkTokenizer = {
  emStrong: forCjk<Tokens.Em | Tokens.Strong>(emStrong as Read<Tokens.Em | Tokens.Strong>),
  del: forCjk<Tokens.Del>(del as Read<Tokens.Del>),
};
