/**
 * English that nobody could take for plain English: `⟦Šéñđ⟧`. On a page that speaks it, plain letters are a text that
 * stands in no locale.
 */
import { en, enLoader } from "../locales/en";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const STRANGE = "åƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ";
const STRANGER = new Map([...PLAIN].map((letter, index) => [letter, STRANGE[index] ?? letter]));

/** The texts that were read, by their names: `approval.open`. */
export type Seen = Set<string>;

/** A locale with the same names as `texts`; it notes in `seen` which of them are read. */
export function pseudoLocale<T extends object>(texts: T, seen: Seen = new Set(), within = ""): T {
  const strange = {};
  for (const [name, text] of Object.entries(texts)) {
    const path = `${within}${name}`;
    const isGroup = typeof text === "object";
    const value = isGroup ? pseudoLocale(text, seen, `${path}.`) : disguised(text);
    const get = () => {
      if (!isGroup) seen.add(path);
      return value;
    };
    Object.defineProperty(strange, name, { enumerable: true, get });
  }
  return strange as T;
}

function disguised(text: string | ((...given: unknown[]) => string)): unknown {
  if (typeof text === "function") return (...given: unknown[]) => disguised(text(...given));
  return `⟦${[...text].map((letter) => STRANGER.get(letter) ?? letter).join("")}⟧`;
}

/** The names of all texts of the view. */
export function allNames(texts: object = en, within = ""): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "object" ? allNames(text, `${within}${name}.`) : [`${within}${name}`],
  );
}

export const pseudoLoader = pseudoLocale(enLoader);
