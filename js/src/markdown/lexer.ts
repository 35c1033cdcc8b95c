/**
 * The Markdown dialect of messages: GitHub's, line breaks kept, formulas added.
 *
 * Some rules of Markdown cost more than the text is long. What is handed to them is bounded: nesting,
 * the length of what is read for emphasis and links at a time, the columns of a table. Beyond the
 * bounds a text is shown as it was written.
 */
import { Hooks, Lexer, Marked, type Token, Tokenizer, type Tokens, type TokensList } from "marked";
import { cjkTokenizer } from "./cjk";
import { fenceAt, wholeFence } from "./fences";
import { footnoteExtensions } from "./footnotes";
import { addressAhead, textLength } from "./inline-text";
import { maskFormulas, mathExtensions } from "./math-syntax";
import { pieceEnd } from "./pieces";
import { restoreBars, withCells, withoutLaterRows } from "./table-rows";

/** Quotes and lists within one another. */
const DEEPEST_BLOCKS = 24;
/** Emphasis and links within one another. */
const DEEPEST_INLINES = 24;
/** Text that is searched for emphasis and links at a time, and such text if it is full of their marks. */
const LONGEST_INLINE = 4_000;
const LONGEST_DENSE = 1_000;
const MOST_MARKS = 400;
const MARKS = "*_~[]()<!`\\$@&";
/** Wider tables take a browser longer to lay out than anybody reads in them. */
const MOST_COLUMNS = 300;

// Of two tokenizers the one that comes later is asked first.
const dialect = new Marked({ tokenizer: cjkTokenizer }).use({
  gfm: true,
  breaks: true,
  extensions: [...mathExtensions, ...footnoteExtensions],
  tokenizer: {
    // A single tilde is "about" or a range far more often than struck-out text.
    del(source) {
      return source.startsWith("~~") ? false : undefined;
    },
    inlineText(source) {
      const raw = source.slice(0, textLength(source));
      return { type: "text", raw, text: raw, escaped: this.lexer.state.inRawBlock };
    },
    url(source) {
      const address = addressAhead(source);
      return address === "" ? undefined : Tokenizer.prototype.url.call(this, address);
    },
    fences(source) {
      const fence = fenceAt(source, 0);
      return fence === null ? undefined : wholeFence(source, fence);
    },
    table(source) {
      if (isWide(source)) return undefined;
      const rows = withCells(withoutLaterRows(source));
      if (rows === null) return undefined;
      const waiting = this.lexer.inlineQueue.length;
      const table = Tokenizer.prototype.table.call(this, rows);
      if (table === undefined) return undefined;
      table.raw = source.slice(0, table.raw.length);
      for (const cell of [table.header, ...table.rows].flat()) cell.text = restoreBars(cell.text);
      for (const cell of this.lexer.inlineQueue.slice(waiting)) cell.src = restoreBars(cell.src);
      return table;
    },
  },
});

function isWide(source: string): boolean {
  const end = source.indexOf("\n");
  let bars = 0;
  for (let at = source.indexOf("|"); at >= 0 && at < end; at = source.indexOf("|", at + 1)) {
    bars += 1;
    if (bars > MOST_COLUMNS) return true;
  }
  return false;
}

function isDense(source: string): boolean {
  let marks = 0;
  for (let at = 0; at < source.length && marks <= MOST_MARKS; at += 1)
    if (MARKS.includes(source.charAt(at))) marks += 1;
  return marks > MOST_MARKS;
}

function plainText(source: string): Tokens.Text {
  return { type: "text", raw: source, text: source, escaped: true };
}

class BoundedLexer extends Lexer {
  #blockDepth = 0;
  #inlineDepth = 0;

  constructor() {
    super({ ...dialect.defaults, hooks: new Hooks() });
  }

  override blockTokens(source: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    if (this.#blockDepth >= DEEPEST_BLOCKS) {
      this.state.top = true;
      tokens.push({ ...plainText(source), tokens: [plainText(source)] });
      return tokens;
    }
    this.#blockDepth += 1;
    try {
      return super.blockTokens(source, tokens, lastParagraphClipped);
    } finally {
      this.#blockDepth -= 1;
    }
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.#inlineDepth >= DEEPEST_INLINES) {
      tokens.push({ ...plainText(source), escaped: false });
      return tokens;
    }
    this.#inlineDepth += 1;
    try {
      const longest = isDense(source) ? LONGEST_DENSE : LONGEST_INLINE;
      for (let start = 0; start < source.length; ) {
        const end = pieceEnd(source, start, longest);
        const piece = source.slice(start, end);
        // It is called once, before anything within the piece is read.
        if (this.options.hooks) this.options.hooks.emStrongMask = (masked) => maskFormulas(piece, masked);
        super.inlineTokens(piece, tokens);
        start = end;
      }
      return tokens;
    } finally {
      this.#inlineDepth -= 1;
    }
  }
}

/** Link targets that `[text][name]` may use, by lower-case name. */
export type LinkTargets = TokensList["links"];

/** A table without targets. It inherits nothing: marked would take `[constructor]` for a link. */
export function noTargets(): LinkTargets {
  return Object.create(null);
}

/** The blocks of `source`, without looking inside them. Their `raw` strings join to `source`. */
export function splitBlocks(source: string): Token[] {
  return new BoundedLexer().blockTokens(source);
}

/** The blocks of `source` in full; `targets` collects the link targets it defines. */
export function lex(source: string, targets: LinkTargets = noTargets()): Token[] {
  const lexer = new BoundedLexer();
  lexer.tokens.links = targets;
  return [...lexer.lex(source)];
}

/** `source` as one paragraph, whatever its lines begin with. */
export function lexParagraph(source: string, targets: LinkTargets): Token {
  const lexer = new BoundedLexer();
  lexer.tokens.links = targets;
  return { type: "paragraph", raw: source, text: source, tokens: lexer.inlineTokens(source) };
}
