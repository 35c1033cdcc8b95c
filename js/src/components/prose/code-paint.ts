/** Fills an element with code: text at once, colours when there is time for them. */
import { type CodeRun, highlight, LONGEST_COLOURED } from "../../markdown/highlight";
import { pieces } from "../../markdown/pieces";
import { soon } from "./budget";

/** While more comes, colours are renewed this often at most. */
const RENEW_MS = 160;
/** Of the time that passes, at most one part in so many goes into renewing colours. */
const TIME_SHARE = 12;
/** Colours are given up once a chunk takes so long, and for all that is longer than this. */
const DEAR_MS = 40;
const LONGEST = 60_000;

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

/** A stretch of code that is laid out and coloured by itself. */
interface Chunk {
  readonly element: HTMLElement;
  text: string;
  isColoured: boolean;
}

export class CodePaint {
  readonly #element: HTMLElement;
  #chunks: Chunk[] = [];
  #painted = "";
  #language = "";
  #isDear = false;
  #renewedAt = 0;
  #cost = 0;
  #cancel: () => void = () => {};

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  update(code: string, language: string, open: boolean): void {
    this.#cancel();
    if (language !== this.#language || !code.startsWith(this.#painted)) this.#restart(language);
    this.#append(code.slice(this.#painted.length));
    this.#painted = code;
    if (open) this.#renew();
    else {
      // What was too dear to be done again and again is done once: code that has grown ends like code that came whole.
      this.#isDear = false;
      this.#colourNext();
    }
  }

  dispose(): void {
    this.#cancel();
  }

  #restart(language: string): void {
    this.#element.replaceChildren();
    this.#chunks = [];
    this.#painted = "";
    this.#language = language;
    this.#isDear = false;
  }

  /** Only the last chunk is touched; what came before is laid out already. */
  #append(more: string): void {
    const last = this.#chunks.at(-1);
    const [first = "", ...rest] = pieces((last?.text ?? "") + more, LONGEST_COLOURED);
    if (last === undefined) this.#begin(first);
    else if (first !== last.text) {
      const { lastChild } = last.element;
      const added = first.slice(last.text.length);
      if (!first.startsWith(last.text)) last.element.textContent = first;
      else if (lastChild instanceof Text) lastChild.appendData(added);
      else last.element.append(added);
      last.text = first;
      last.isColoured = false;
    }
    for (const piece of rest) this.#begin(piece);
  }

  #begin(text: string): void {
    const element = document.createElement("span");
    element.className = "chunk";
    element.textContent = text;
    this.#element.append(element);
    this.#chunks.push({ element, text, isColoured: false });
  }

  /** Colours the chunk that grows, if that was not done a moment ago. */
  #renew(): void {
    const last = this.#chunks.at(-1);
    const pause = Math.max(RENEW_MS, this.#cost * TIME_SHARE);
    if (last === undefined || performance.now() - this.#renewedAt < pause) return;
    this.#colour(last);
    this.#renewedAt = performance.now();
  }

  /** Colours what has no colours yet, chunk by chunk, when there is time. */
  #colourNext(): void {
    const next = this.#chunks.find(({ isColoured }) => !isColoured);
    if (next === undefined || this.#isDear || this.#painted.length > LONGEST) return;
    let isDone = false;
    const cancel = soon(() => {
      isDone = true;
      this.#colour(next);
      this.#colourNext();
    });
    // What was done at once has set what cancels the rest.
    if (!isDone) this.#cancel = cancel;
  }

  #colour(chunk: Chunk): void {
    chunk.isColoured = true;
    if (this.#isDear) return;
    const start = performance.now();
    const runs = highlight(chunk.text, this.#language);
    if (runs !== null) chunk.element.replaceChildren(coloured(runs));
    this.#cost = performance.now() - start;
    this.#isDear = this.#cost > DEAR_MS;
  }
}
