/**
 * The one list of what a link or a picture in a message may point to.
 *
 * Model output is hostile: whatever is not listed here never becomes an `href` or a `src`.
 */

const LINK_SCHEMES: ReadonlySet<string> = new Set(["http", "https", "mailto", "chatkit-link"]);
const EMBEDDED_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** Browsers drop these inside a URL, so `java\nscript:` must be read as they would read it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IGNORED = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g;

function schemeOf(url: string): string | null {
  return SCHEME.exec(url)?.[1]?.toLowerCase() ?? null;
}

/** The address a link may have, or `null` when it must stay text. */
export function safeLink(href: string): string | null {
  const url = href.replace(IGNORED, "");
  if (url.startsWith("#")) return url;
  const scheme = schemeOf(url);
  return scheme !== null && LINK_SCHEMES.has(scheme) ? url : null;
}

/** `local` pictures carry their own bytes; `remote` ones tell a server that they were looked at. */
export interface ImageAddress {
  readonly url: string;
  readonly kind: "local" | "remote";
}

/** The address a picture may have, or `null` when it has none that is allowed. */
export function safeImage(src: string): ImageAddress | null {
  const url = src.replace(IGNORED, "");
  if (EMBEDDED_IMAGE.test(url) || url.startsWith("blob:")) return { url, kind: "local" };
  const scheme = schemeOf(url);
  return scheme === "https" || scheme === "http" ? { url, kind: "remote" } : null;
}

/** Whether a remote picture's host is one of `domains` or below one of them. */
export function isAllowedHost(url: string, domains: readonly string[] | undefined): boolean {
  if (domains === undefined || !URL.canParse(url)) return false;
  const host = new URL(url).hostname;
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** A `chatkit-link://name?key=value` address in its parts, or `null` for any other address. */
export function deepLink(href: string): { name: string; data: object } | null {
  if (schemeOf(href) !== "chatkit-link" || !URL.canParse(href)) return null;
  const url = new URL(href);
  const name = url.hostname || url.pathname.replace(/^\/+/, "");
  return { name, data: Object.fromEntries(url.searchParams) };
}
