/** What the lexer finds in a text. */
import type { Token } from "marked";
import { lex } from "../markdown/lexer";

/** All tokens of `text` of a type, however deep. */
export function find<T extends Token>(text: string, type: string): T[] {
  const found: T[] = [];
  JSON.stringify(lex(text), (_, value) => {
    if (value?.type === type) found.push(value);
    return value;
  });
  return found;
}
