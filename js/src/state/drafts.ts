/** What is being written in each thread: the composer shows one draft, the others wait. */
import { type Signal, signal } from "@preact/signals";
import type { UserMessageInput } from "../protocol/wire.gen";
import type { Attachments } from "./attachments";
import type { PendingMessage } from "./conversation";
import type { DraftFile } from "./draft-file";

export interface Draft {
  readonly text: string;
  readonly files: readonly DraftFile[];
}

/** A message under way and the draft it was. */
export interface SubmittedMessage {
  readonly input: UserMessageInput;
  readonly draft: Draft;
}

const EMPTY: Draft = { text: "", files: [] };

export class Drafts {
  readonly text: Signal<string> = signal("");
  readonly #attachments: Attachments;
  /** By thread id, `null` for a thread that is still to begin. */
  readonly #waiting = new Map<string | null, Draft>();
  readonly #deleted = new Set<string | null>();

  constructor(attachments: Attachments) {
    this.#attachments = attachments;
  }

  /** Takes what goes with a message out of the composer; a text that does not go with it stays. */
  take(input: UserMessageInput): SubmittedMessage {
    const text = textOf(input);
    if (this.text.peek() === text) this.text.value = "";
    return { input, draft: { text, files: this.#attachments.take(input.attachments) } };
  }

  /** Gives back what was not sent; a text written since stays. */
  restore({ text, files }: Draft): void {
    if (this.text.peek() === "") this.text.value = text;
    this.#attachments.giveBack(files);
  }

  /** The message to send again, without files removed since; `null` when nothing is left of it. */
  again({ input, draft }: SubmittedMessage): UserMessageInput | null {
    const list = this.#attachments.list.peek();
    const removed = draft.files.filter((file) => !list.includes(file)).map((file) => file.attachment?.id);
    const attachments = input.attachments.filter((id) => !removed.includes(id));
    return attachments.length === 0 && draft.text === "" ? null : { ...input, attachments };
  }

  /** The server has the message. */
  sent({ files }: Draft): void {
    for (const file of files) file.forget();
  }

  /**
   * Puts the draft of a thread aside, with a message of it that was not heard of, and shows another's. A text written
   * since stays.
   */
  change(from: string | null, to: string | null, unsent: Draft | null): void {
    const text = this.text.peek() || (unsent?.text ?? "");
    const files = [...(unsent?.files ?? []), ...this.#attachments.list.peek()];
    if (this.#deleted.has(from)) removeAll(files);
    else this.#waiting.set(from, { text, files });
    const next = this.#waiting.get(to) ?? EMPTY;
    this.#waiting.delete(to);
    this.text.value = next.text;
    this.#attachments.show(next.files);
  }

  /** The thread is deleted, and its draft with it, at the latest when another is shown. */
  forget(id: string): void {
    this.#deleted.add(id);
    removeAll(this.#waiting.get(id)?.files ?? []);
    this.#waiting.delete(id);
  }

  /** Stops every upload. */
  dispose(): void {
    removeAll([...this.#waiting.values()].flatMap((draft) => draft.files));
    removeAll(this.#attachments.list.peek());
  }
}

function removeAll(files: readonly DraftFile[]): void {
  for (const file of files) file.remove();
}

export function pendingOf({ input, draft }: SubmittedMessage): PendingMessage {
  return { ...input, attachments: draft.files.flatMap(({ attachment }) => attachment ?? []) };
}

function textOf({ content }: UserMessageInput): string {
  return content.map((part) => part.text).join("");
}
