/** Brings what is typed to the kernel, which keeps it for other pages and for this one when it is loaded again. */
import type { FieldDraft as SentDraft } from "../protocol/envelope";
import { readDrafts } from "../protocol/guards";
import { newId } from "../transport/ids";
import type { Link } from "../transport/link";
import { type FieldDraft, Fields } from "./fields";

/** After this long, what was typed is sent: a person does not type a whole form within it. */
const PAUSE_MS = 400;
/** Longer ones stay in the page. */
const LONGEST = 100_000;

type Drafts = Map<string, FieldDraft>;

export class FieldSync {
  readonly fields = new Fields((...change) => this.#changed(...change));
  /** What this page is called, so that it knows what it has sent itself. */
  readonly #origin = newId("page");
  readonly #link: Pick<Link, "ask">;
  /** By item, what is still to be sent. */
  readonly #waiting = new Map<string, Drafts>();
  /** What is on its way. */
  #sending: ReadonlyMap<string, Drafts> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Pick<Link, "ask">) {
    this.#link = link;
    globalThis.addEventListener("pagehide", this.#flush);
  }

  /** Takes what the kernel has of a form, but what this page sent; what was typed here since is newer. */
  fill(itemId: string, sent: unknown, origin?: unknown): void {
    if (origin === this.#origin) return;
    const drafts = readDrafts(sent).filter(({ key }) => !this.#isAhead(itemId, key));
    this.fields.take(
      itemId,
      drafts.map(({ key, ...draft }) => [key, draft] as const),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    globalThis.removeEventListener("pagehide", this.#flush);
  }

  #changed(itemId: string, key: string, draft: FieldDraft): void {
    if ([key, draft.name, draft.value, draft.base].some(isLong)) return;
    const drafts = this.#waiting.get(itemId) ?? new Map();
    this.#waiting.set(itemId, drafts.set(key, draft));
    this.#timer ??= setTimeout(this.#flush, PAUSE_MS);
  }

  #isAhead(itemId: string, key: string): boolean {
    return [this.#waiting, this.#sending].some((drafts) => drafts.get(itemId)?.has(key));
  }

  /** One after the other: what was typed later must not arrive earlier. */
  readonly #flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sending.size > 0 || this.#waiting.size === 0) return;
    this.#sending = new Map(this.#waiting);
    this.#waiting.clear();
    void this.#send(this.#sending).then(() => {
      this.#sending = new Map();
      this.#flush();
    });
  };

  async #send(drafts: ReadonlyMap<string, Drafts>): Promise<void> {
    const origin = this.#origin;
    const asked = [...drafts].map(([item_id, ofItem]) => {
      const fields: SentDraft[] = [...ofItem].map(([key, draft]) => ({ key, ...draft }));
      return this.#link.ask("fill", { item_id, origin, fields }, { quiet: true });
    });
    // What the kernel does not keep, the page still shows.
    await Promise.allSettled(asked);
  }
}

function isLong(value: unknown): boolean {
  return typeof value === "string" && value.length > LONGEST;
}
