/** A scroller with sizes, for tests: the page of the tests lays nothing out. */
import { vi } from "vitest";

export interface Jump {
  readonly top: number;
  readonly behavior: ScrollBehavior | undefined;
}

export class FakeBox {
  readonly box = document.createElement("div");
  readonly content = document.createElement("div");
  /** Where the code went, since the last look. */
  readonly jumps: Jump[] = [];
  readonly observed = new Set<Element>();
  prefersStillness = false;
  #height: number;
  #view: number;
  #top = 0;
  #shownTop = 0;
  #isResized = false;
  #onResize = () => {};

  /** `height` of what is in it and of the `view` on it, in pixels. */
  constructor(height: number, view: number) {
    this.#height = height;
    this.#view = view;
    const { box } = this;
    box.tabIndex = 0;
    box.append(this.content);
    document.body.append(box);
    Object.defineProperties(box, {
      scrollHeight: { get: () => this.#height },
      clientHeight: { get: () => this.#view },
      scrollTop: { get: () => this.#top },
      scrollTo: { value: (to: Jump) => this.#scrollTo(to) },
    });
    const fake = this;
    vi.stubGlobal("ResizeObserver", function ResizeObserver(this: object, onResize: () => void) {
      fake.#onResize = onResize;
      return {
        observe: (element: Element) => fake.observed.add(element),
        disconnect: () => fake.observed.clear(),
      };
    });
    vi.stubGlobal("matchMedia", (query: string) => {
      return { matches: query === "(prefers-reduced-motion: reduce)" && fake.prefersStillness };
    });
  }

  get top(): number {
    return this.#top;
  }

  get atEnd(): boolean {
    return this.#top === this.#most;
  }

  /** The content takes another size, and the page is drawn. */
  resize(height: number, view = this.#view): void {
    this.#height = height;
    this.#view = view;
    this.#isResized = true;
    this.frame();
  }

  /** The reader, or a glide, moves it by these pixels, and the page is drawn. */
  scroll(by: number): void {
    this.#top = this.#bounded(this.#top + by);
    this.frame();
  }

  /** Puts an element as far below the upper edge as `below` pixels say. */
  place(element: HTMLElement, below: number): void {
    const at = this.#top + below;
    this.content.append(element);
    element.getBoundingClientRect = () => new DOMRect(0, at - this.#top, 0, 0);
  }

  /** What a page tells when it is drawn: first of scrolling, then of sizes. */
  frame(): void {
    this.#top = this.#bounded(this.#top);
    if (this.#top !== this.#shownTop) this.box.dispatchEvent(new Event("scroll"));
    this.#shownTop = this.#top;
    if (this.#isResized && this.observed.size > 0) this.#onResize();
    this.#isResized = false;
    if (this.#top !== this.#shownTop) this.frame();
  }

  remove(): void {
    this.box.remove();
    vi.unstubAllGlobals();
  }

  get #most(): number {
    return Math.max(this.#height - this.#view, 0);
  }

  #bounded(top: number): number {
    return Math.min(Math.max(top, 0), this.#most);
  }

  #scrollTo({ top, behavior }: Jump): void {
    this.jumps.push({ top, behavior });
    this.#top = this.#bounded(top);
  }
}
