/** Fills an element with code: text at once, colours when there is time for them. */
import { type CodeRun, highlight } from "../../markdown/highlight";
import { soon } from "./budget";

/** While more comes, colours are renewed this often at most, and for listings up to this long. */
const RENEW_MS = 160;
const LONGEST_OPEN = 6_000;
/** Of the time that passes, at most one part in so many goes into renewing colours. */
const TIME_SHARE = 12;
/** A growing listing is laid out anew from its last chunk on; a chunk is about this long. */
const CHUNK = 3_000;

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
  #chunk: HTMLElement;
  #chunkLength = 0;
  #painted = "";
  #colouredFor = "";
  #paintedAt = 0;
  #cost = 0;
  #cancel: () => void = () => {};

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#chunk = element;
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
    if (this.#painted !== "" && code.startsWith(this.#painted)) {
      this.#append(code.slice(this.#painted.length));
    } else {
      this.#element.textContent = code;
      this.#chunk = this.#element;
      this.#chunkLength = code.length;
    }
    this.#painted = code;
  }

  #append(more: string): void {
    const line = this.#chunkLength >= CHUNK ? more.indexOf("\n") + 1 : 0;
    const last = this.#chunk.lastChild;
    const rest = line === 0 ? more : more.slice(0, line);
    if (last instanceof Text) last.appendData(rest);
    else this.#chunk.append(rest);
    this.#chunkLength += rest.length;
    if (line > 0) this.#begin(more.slice(line));
  }

  /** Begins a chunk; what came before is not looked at again. */
  #begin(text: string): void {
    if (this.#chunk === this.#element) {
      const first = document.createElement("span");
      first.className = "chunk";
      first.append(...this.#element.childNodes);
      this.#element.append(first);
    }
    this.#chunk = document.createElement("span");
    this.#chunk.className = "chunk";
    this.#chunk.append(text);
    this.#element.append(this.#chunk);
    this.#chunkLength = text.length;
  }

  #colour(code: string, language: string): void {
    const start = performance.now();
    const runs = highlight(code, language);
    if (runs !== null) {
      this.#element.replaceChildren(coloured(runs));
      this.#chunk = this.#element;
      this.#chunkLength = 0;
    }
    this.#colouredFor = code;
    this.#paintedAt = performance.now();
    this.#cost = this.#paintedAt - start;
  }
}
