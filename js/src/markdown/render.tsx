/** Markdown tokens to elements. No markup is ever built as a string, and raw HTML stays text. */
import type { Token, Tokens } from "marked";
import type { ComponentChildren, ComponentType, CSSProperties, VNode } from "preact";
import { directionOf, tableDirection } from "./direction";
import { decodeEntities } from "./entities";
import { isMath } from "./math-syntax";
import { INCOMPLETE_IMAGE } from "./repair";
import { safeLink } from "./urls";

/** What the surroundings draw in their own way. */
export interface MarkdownParts {
  Code: ComponentType<{ code: string; info: string; open: boolean }>;
  Formula: ComponentType<{ tex: string; source: string; display: boolean; open: boolean }>;
  Picture: ComponentType<{ src: string; alt: string; title: string | null }>;
  Anchor: ComponentType<{ href: string; title: string | undefined; children: ComponentChildren }>;
  TableFrame: ComponentType<{ children: ComponentChildren }>;
  TaskBox: ComponentType<{ checked: boolean }>;
  FootnoteMark: ComponentType<{ label: string }>;
  Footnote: ComponentType<{ label: string; children: ComponentChildren }>;
}

type Drawn = VNode | string | null;

/** Headings of a message come below the heading of its turn, an `h3`. */
const HEADINGS = ["h4", "h5", "h6"] as const;

/** Numbers, dates and times: broken at a hyphen or a comma they are hard to read. */
const FIGURES = /^[\d\s.,:/+%()\u2013-]{1,32}$/;
/** Formulas in one block: more of them take a browser seconds to paint, and are not mathematics. */
const MOST_FORMULAS = 200;

const LINE_BREAK = /^<br\s*\/?>$/i;

/** Draws one block; `open` when more of it may come. */
export function renderBlock(token: Token, parts: MarkdownParts, open: boolean): Drawn {
  return new Renderer(parts, open).block(token as Tokens.Generic);
}

/** The class of a piece of a long block that is not its first. */
function continuation(token: object): string | undefined {
  return "continues" in token && token.continues === true ? "continues" : undefined;
}

class Renderer {
  readonly parts: MarkdownParts;
  readonly #open: boolean;
  #formulas = 0;

  constructor(parts: MarkdownParts, open: boolean) {
    this.parts = parts;
    this.#open = open;
  }

  block(token: Tokens.Generic): Drawn {
    switch (token.type) {
      case "paragraph":
        return (
          <p dir="auto" class={continuation(token)}>
            {this.inlines(token.tokens)}
          </p>
        );
      case "heading": {
        const Heading = HEADINGS[Math.min(token.depth, HEADINGS.length) - 1] ?? "h6";
        return (
          <Heading dir="auto" data-depth={token.depth}>
            {this.inlines(token.tokens)}
          </Heading>
        );
      }
      case "code":
        // As on GitHub: a formula by itself, once it is whole.
        if (token.lang?.trim().toLowerCase() === "math" && !this.#open)
          return this.#math({ tex: token.text, raw: token.raw, display: true, open: false });
        return <this.parts.Code code={token.text} info={token.lang ?? ""} open={this.#open} />;
      case "list":
        return this.#list(token as Tokens.List);
      case "table":
        return this.#table(token as Tokens.Table);
      case "blockquote":
        return (
          <blockquote dir={directionOf(token.tokens) ?? "auto"} class={continuation(token)}>
            {this.#blocks(token.tokens)}
          </blockquote>
        );
      case "hr":
        return <hr />;
      case "footnote":
        return <this.parts.Footnote label={token.label}>{this.#blocks(token.tokens)}</this.parts.Footnote>;
      case "html":
        return (
          <p class="raw" dir="auto">
            {token.raw.trim()}
          </p>
        );
      case "space":
      case "def":
        return null;
      default:
        return isMath(token) ? this.#math(token) : this.inline(token);
    }
  }

  #blocks(tokens: Token[] | undefined): Drawn[] {
    return (tokens ?? []).map((token) => this.block(token as Tokens.Generic));
  }

  #list(list: Tokens.List): VNode {
    const direction = directionOf(list.items) ?? "auto";
    const items = list.items.map((item) => {
      const className = item.task ? "task" : undefined;
      return (
        <li class={className} dir={directionOf(item.tokens) ?? direction}>
          {this.#blocks(item.tokens)}
        </li>
      );
    });
    const name = continuation(list);
    if (!list.ordered)
      return (
        <ul dir={direction} class={name}>
          {items}
        </ul>
      );
    const start = list.start === "" ? 1 : list.start;
    // Room for the widest number, so that long lists stay aligned.
    const digits = String(start + list.items.length - 1).length;
    return (
      <ol
        dir={direction}
        class={name}
        start={start}
        style={digits > 1 ? { "--digits": String(digits) } : undefined}
      >
        {items}
      </ol>
    );
  }

  #table(table: Tokens.Table): VNode {
    const direction = tableDirection(table) ?? "auto";
    const cell = (cell: Tokens.TableCell) => {
      const style: CSSProperties | undefined = cell.align === null ? undefined : { textAlign: cell.align };
      const Cell = cell.header ? "th" : "td";
      return (
        <Cell
          dir={directionOf(cell.tokens) ?? direction}
          class={FIGURES.test(cell.text) ? "is-figures" : undefined}
          style={style}
        >
          {this.inlines(cell.tokens)}
        </Cell>
      );
    };
    return (
      <this.parts.TableFrame>
        <table dir={direction}>
          <thead>
            <tr>{table.header.map(cell)}</tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr>{row.map(cell)}</tr>
            ))}
          </tbody>
        </table>
      </this.parts.TableFrame>
    );
  }

  #math(token: { tex: string; raw: string; display: boolean; open: boolean }): Drawn {
    this.#formulas += 1;
    if (this.#formulas > MOST_FORMULAS) return token.raw;
    const open = token.open && this.#open;
    return <this.parts.Formula tex={token.tex} source={token.raw} display={token.display} open={open} />;
  }

  inlines(tokens: Token[] | undefined): Drawn[] {
    return (tokens ?? []).map((token) => this.inline(token as Tokens.Generic));
  }

  inline(token: Tokens.Generic): Drawn {
    switch (token.type) {
      case "text":
        if (token.tokens !== undefined) return <>{this.inlines(token.tokens)}</>;
        return token.escaped === true ? token.text : decodeEntities(token.text);
      case "escape":
        return token.text;
      case "strong":
        return <strong>{this.inlines(token.tokens)}</strong>;
      case "em":
        return <em>{this.inlines(token.tokens)}</em>;
      case "del":
        return <del>{this.inlines(token.tokens)}</del>;
      case "codespan":
        return (
          <code class="inline" dir="ltr">
            {token.text}
          </code>
        );
      case "br":
        return <br />;
      case "link":
        return this.#link(token as Tokens.Link);
      case "image":
        return this.#image(token as Tokens.Image);
      case "footnote_mark":
        return <this.parts.FootnoteMark label={token.label} />;
      case "checkbox":
        return <this.parts.TaskBox checked={token.checked === true} />;
      case "html":
        return LINE_BREAK.test(token.raw) ? <br /> : token.raw;
      default:
        return isMath(token) ? this.#math(token) : token.raw;
    }
  }

  #link(link: Tokens.Link): VNode {
    const href = safeLink(link.autolink === true ? link.href : decodeEntities(link.href));
    const content = this.inlines(link.tokens);
    if (href === null) return <span class="dead-link">{content}</span>;
    return (
      <this.parts.Anchor href={href} title={link.title ?? undefined}>
        {content}
      </this.parts.Anchor>
    );
  }

  #image(image: Tokens.Image): Drawn {
    if (image.href === INCOMPLETE_IMAGE) return null;
    const src = decodeEntities(image.href);
    return <this.parts.Picture src={src} alt={decodeEntities(image.text)} title={image.title} />;
  }
}
