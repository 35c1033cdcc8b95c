/** Fills an element with code: text at once, colours when there is time for them. */
import { type CodeRun, highlight } from "../../markdown/highlight";
import { soon } from "./budget";

/** While more comes, colours are renewed this often at most, and for listings up to this long. */
const RENEW_MS = 160;
const LONGEST_OPEN = 6_000;
/** Of the time that passes, at most one part in so many goes into renewing colours. */
const TIME_SHARE = 12;

function coloured(runs: readonly CodeRun[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const { text, scope } of runs) {
    if (scope === "") {
      fragment.append(text);
      continue;
    }
    const span = document.createElement("span");
    span.className = scope;
    span.textContent = text;
    fragment.append(span);
  }
  return fragment;
}

export class CodePaint {
  readonly #element: HTMLElement;
  #painted = "";
  #colouredFor = "";
  #paintedAt = 0;
  #cost = 0;
  #cancel: () => void = () => {};

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  update(code: string, language: string, open: boolean): void {
    this.#cancel();
    this.#write(code);
    if (this.#colouredFor === code) return;
    if (!open) {
      this.#cancel = soon(() => this.#colour(code, language));
      return;
    }
    const pause = Math.max(RENEW_MS, this.#cost * TIME_SHARE);
    if (code.length <= LONGEST_OPEN && performance.now() - this.#paintedAt >= pause) {
      this.#colour(code, language);
    }
  }

  dispose(): void {
    this.#cancel();
  }

  #write(code: string): void {
    if (code.startsWith(this.#painted) && this.#painted !== "") {
      const more = code.slice(this.#painted.length);
      const last = this.#element.lastChild;
      if (more !== "" && last instanceof Text) last.appendData(more);
      else if (more !== "") this.#element.append(more);
    } else {
      this.#element.textContent = code;
    }
    this.#painted = code;
  }

  #colour(code: string, language: string): void {
    const start = performance.now();
    const runs = highlight(code, language);
    if (runs !== null) this.#element.replaceChildren(coloured(runs));
    this.#colouredFor = code;
    this.#paintedAt = performance.now();
    this.#cost = this.#paintedAt - start;
  }
}
