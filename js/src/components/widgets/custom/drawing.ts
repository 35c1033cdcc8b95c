/**
 * One node drawn by a module of the user's, in a shadow root of its own: rendered, updated, cleaned up.
 *
 * What the module does is its own business, so all that it throws ends here, in `failed`.
 */
import { words } from "../../../locales";
import { isObject, type JsonObject } from "../../../protocol/guards";
import type { ComponentCode } from "../../../state/conversation";

/** What comes in by inheritance ends at the frame, but for the theme and what hides or disables what is around it. */
const BASE = `
.frame{all:initial;display:block;visibility:inherit;pointer-events:inherit;color-scheme:inherit;color:var(--ck-text);
font:400 var(--ck-text-size)/1.45 var(--ck-font);overflow-wrap:break-word}
`;

/** What a module gets. */
interface Given {
  readonly node: JsonObject;
  readonly el: HTMLElement;
  readonly send: (action: unknown) => boolean;
}

/** What a module may return: what updates and ends its drawing. */
interface Handle {
  readonly update: ((node: JsonObject) => unknown) | null;
  readonly destroy: (() => unknown) | null;
}

interface Setup {
  readonly host: HTMLElement;
  readonly code: ComponentCode;
  readonly send: Given["send"];
  /** The module threw. `isGone`: only when it was cleaned up, so that nothing is missing that a person could see. */
  readonly failed: (error: unknown, isGone: boolean) => void;
}

export class Drawing {
  readonly #setup: Setup;
  readonly #frame: HTMLElement;
  #handle: Handle = NOTHING;
  #wanted: JsonObject | null = null;
  #shown: JsonObject | null = null;
  #isAtWork = false;
  #isOver = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    const root = setup.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetOf(BASE), sheetOf(setup.code.css)];
    this.#frame = document.createElement("div");
    this.#frame.className = "frame";
    root.append(this.#frame);
  }

  /** Draws a node, or what it has become. */
  show(node: JsonObject): void {
    this.#wanted = node;
    void this.#catchUp();
  }

  /** Cleans up. What is on the page is left to whoever owns the host. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // What is not there yet is cleaned up when it comes.
    if (!this.#isAtWork) void this.#destroy();
  }

  async #catchUp(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    try {
      while (!this.#isOver && this.#wanted !== null && this.#shown !== this.#wanted) {
        const node = this.#wanted;
        await this.#draw(node);
        this.#shown = node;
      }
    } catch (error) {
      if (!this.#isOver) this.#setup.failed(error, false);
    } finally {
      this.#isAtWork = false;
      if (this.#isOver) await this.#destroy();
    }
  }

  async #draw(node: JsonObject): Promise<void> {
    if (this.#handle.update !== null) {
      await this.#handle.update(node);
      return;
    }
    await this.#destroy();
    // A new one each time: what was begun in the last one may still write to it.
    const el = document.createElement("div");
    this.#frame.replaceChildren(el);
    const send = (action: unknown) => !this.#isOver && this.#setup.send(action);
    this.#handle = handleOf(await renderOf(this.#setup.code.exports)({ node, el, send }));
  }

  async #destroy(): Promise<void> {
    const { destroy } = this.#handle;
    this.#handle = NOTHING;
    try {
      await destroy?.();
    } catch (error) {
      this.#setup.failed(error, true);
    }
  }
}

const NOTHING: Handle = { update: null, destroy: null };

/** @throws {TypeError} when there is none. */
function renderOf(exports: unknown): (given: Given) => unknown {
  for (const owner of isObject(exports) ? [exports.default, exports] : []) {
    const found = isObject(owner) ? owner.render : undefined;
    if (typeof found === "function") return (given) => found.call(owner, given);
  }
  throw new TypeError(words.component.noRender);
}

function handleOf(returned: unknown): Handle {
  if (typeof returned === "function") return { update: null, destroy: () => returned() };
  if (!isObject(returned)) return NOTHING;
  const method = (name: string) => {
    const found = returned[name];
    return typeof found === "function" ? (...args: unknown[]) => found.apply(returned, args) : null;
  };
  return { update: method("update"), destroy: method("destroy") };
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
