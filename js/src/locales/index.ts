/**
 * What the view says, in the language that it speaks. Every text that a person reads stands here and nowhere else,
 * and none is compared with another: what code decides by is a code, which becomes a text where it is drawn.
 */
import { en, enLoader, type LoaderTexts, type Texts } from "./en";

export type { LoaderTexts, Texts };

/** To be read while something is drawn: a constant of a module would keep the language it began with. */
export let words: Texts = en;
export let loaderWords: LoaderTexts = enLoader;

/** Makes the view speak another language, from what is drawn next. */
export function speak(texts: Texts, loaderTexts: LoaderTexts): void {
  words = texts;
  loaderWords = loaderTexts;
}
