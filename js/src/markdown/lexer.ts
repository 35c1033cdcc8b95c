/** The Markdown dialect of messages: GitHub's, line breaks kept, formulas added. */
import { Lexer, Marked, type Token, type Tokens } from "marked";
import { mathExtensions } from "./math-syntax";

const dialect = new Marked({
  gfm: true,
  breaks: true,
  extensions: mathExtensions,
  tokenizer: {
    // A single tilde is "about" or a range far more often than struck-out text.
    del(source) {
      return source.startsWith("~~") ? false : undefined;
    },
  },
});

function plainParagraph(source: string): Token {
  const text: Tokens.Text = { type: "text", raw: source, text: source, escaped: true };
  return { type: "paragraph", raw: source, text: source, tokens: [text] };
}

/** Link targets that `[text][name]` may use, by lower-case name. */
export type LinkTargets = Record<string, Pick<Tokens.Link | Tokens.Image, "href" | "title">>;

/** A table without targets. It inherits nothing: marked would take `[constructor]` for a link. */
export function noTargets(): LinkTargets {
  return Object.create(null);
}

/**
 * The blocks of `source`, without looking inside them. Their `raw` strings join to `source`.
 *
 * Text that the lexer cannot digest (nested too deep) comes back as one plain paragraph.
 */
export function splitBlocks(source: string): Token[] {
  try {
    return new Lexer(dialect.defaults).blockTokens(source);
  } catch {
    return [plainParagraph(source)];
  }
}

/** The blocks of `source` in full; `targets` collects the link targets it defines. */
export function lex(source: string, targets: LinkTargets = noTargets()): Token[] {
  try {
    const lexer = new Lexer(dialect.defaults);
    lexer.tokens.links = targets;
    return [...lexer.lex(source)];
  } catch {
    return [plainParagraph(source)];
  }
}
