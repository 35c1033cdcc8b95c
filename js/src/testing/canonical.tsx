/** How the view reads a text, as plain markup: what a transcript of it is compared with. */
import { render } from "preact";
import { BlockStream } from "../markdown/blocks";
import { type MarkdownParts, renderBlock } from "../markdown/render";
import { safeImage } from "../markdown/urls";

const parts: MarkdownParts = {
  Code: ({ code }) => <pre>{code}</pre>,
  Formula: ({ source }) => <var>{source.trim()}</var>,
  Picture: ({ src, alt }) => {
    const address = safeImage(src);
    const name = alt || "Picture";
    return address?.kind === "remote" ? <a href={address.url}>{name}</a> : <span>{name}</span>;
  },
  Anchor: ({ href, children }) => <a href={href}>{children}</a>,
  TableFrame: ({ children }) => <>{children}</>,
  TaskBox: ({ checked }) => <>{checked ? "☑ " : "☐ "}</>,
  FootnoteMark: ({ label }) => <sup>{label}</sup>,
  Footnote: ({ label, children }) => (
    <>
      <sup>{label}</sup>
      {children}
    </>
  ),
};

const KEPT = new Set(
  "a blockquote br code del em h4 h5 h6 hr li ol p pre strong sup table td th tr ul var".split(" "),
);
const BLOCKS = new Set("blockquote h4 h5 h6 hr li ol p pre table td th tr ul".split(" "));

/** The elements and words of `text`, without attributes but the addresses of links. */
export function canonical(text: string): string {
  const stream = new BlockStream();
  stream.update(text, true);
  const target = document.createElement("div");
  const blocks = stream.closed.flatMap(({ tokens }) =>
    tokens.map((token) => renderBlock(token, parts, false)),
  );
  render(blocks, target);
  return tidy(markup(target, false));
}

function markup(node: Node, isCode: boolean): string {
  if (node instanceof Text) return escaped(isCode ? node.data : node.data.replace(/[ \t\n]+/g, " "));
  if (!(node instanceof Element)) return "";
  const name = node.localName;
  const inner = [...node.childNodes].map((child) => markup(child, isCode || name === "pre")).join("");
  if (!KEPT.has(name)) return inner;
  if (name === "br" || name === "hr") return `<${name}>`;
  if (name === "a" && node.parentElement?.closest("a")) return inner;
  if (name !== "a") return `<${name}>${inner}</${name}>`;
  // Others lead nowhere without a chat.
  const href = node.getAttribute("href") ?? "";
  return /^(?:https?|mailto):/i.test(href) ? `<a ${escaped(decodeURI(href))}>${inner}</a>` : inner;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Spaces beside blocks are not drawn. */
function tidy(html: string): string {
  const block = `</?(?:${[...BLOCKS].join("|")})>`;
  return html
    .replace(new RegExp(` *(${block}|<br>) *`, "g"), "$1")
    .replace(/\n+<\/pre>/g, "</pre>")
    .trim();
}
