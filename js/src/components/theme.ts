/** The options of a theme as attributes and custom properties of the host. */
import type { AccentOptions, ThemeOptions } from "../protocol/options.gen";

type Scheme = "light" | "dark";

/** Whether the page itself is dark, as the notebook says it, else as the system does. */
export function pageScheme(page: Document = document): Scheme {
  const { body, documentElement: root } = page;
  const jupyter = body.dataset.jpThemeLight;
  if (jupyter !== undefined) return jupyter === "false" ? "dark" : "light";
  const vscode = body.dataset.vscodeThemeKind;
  if (vscode !== undefined) return vscode.includes("light") ? "light" : "dark";
  const marked = [root, body].some(
    (element) => element.classList.contains("dark") || element.dataset.theme === "dark",
  );
  if (marked) return "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls `listener` when what `pageScheme` looks at may have changed. */
export function watchPageScheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  const attributeFilter = ["class", "data-theme", "data-jp-theme-light", "data-vscode-theme-kind"];
  observer.observe(document.body, { attributes: true, attributeFilter });
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    query.removeEventListener("change", listener);
  };
}

const DEFAULT_SIZE = 15;

function property(host: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) host.style.removeProperty(name);
  else host.style.setProperty(name, value);
}

function accentProperties(host: HTMLElement, accent: AccentOptions | undefined): void {
  property(host, "--ck-accent", accent?.primary);
  host.dataset.accent = String(accent === undefined ? 0 : Math.min(3, Math.max(1, accent.level)));
}

/** Dresses `host`; everything not given goes back to what the style sheet says. */
export function applyTheme(host: HTMLElement, theme: ThemeOptions, page: Scheme = pageScheme()): void {
  const { colorScheme, typography, radius, density, color } = theme;
  host.dataset.scheme = colorScheme === "auto" ? page : colorScheme;
  host.dataset.ground = colorScheme === "auto" ? "page" : "own";
  host.dataset.radius = radius;
  host.dataset.density = density;
  const size = typography?.baseSize ?? DEFAULT_SIZE;
  property(host, "--ck-text-size", size === DEFAULT_SIZE ? undefined : `${size}px`);
  property(host, "--ck-font", typography?.fontFamily);
  property(host, "--ck-font-code", typography?.fontFamilyMono);
  property(host, "--ck-surface", color?.surface?.background);
  property(host, "--ck-surface-raised", color?.surface?.foreground);
  const gray = color?.grayscale;
  property(host, "--ck-hue", gray === undefined ? undefined : String(gray.hue));
  property(host, "--ck-tint", gray === undefined ? undefined : String(gray.tint * 0.004));
  accentProperties(host, color?.accent);
}
