/** The files in the composer: what was added, what was left out, and what goes with the message. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ChatOptions } from "../protocol/options.gen";
import type { Link } from "../transport/link";
import type { DraftAttachments } from "./conversation";
import { DraftFile } from "./draft-file";
import { checkFiles, type Refusal } from "./limits";
import type { Pictures } from "./pictures";

export class Attachments implements DraftAttachments {
  readonly list: Signal<readonly DraftFile[]> = signal([]);
  readonly refusals: Signal<readonly Refusal[]> = signal([]);
  readonly #link: Link;
  readonly #pictures: Pictures;
  readonly #options: ReadonlySignal<ChatOptions>;

  constructor(link: Link, pictures: Pictures, options: ReadonlySignal<ChatOptions>) {
    this.#link = link;
    this.#pictures = pictures;
    this.#options = options;
  }

  add(files: readonly File[], folders: readonly string[] = []): void {
    const options = this.#options.peek().composer.attachments;
    if (!options.enabled) return;
    const list = this.list.peek();
    const { taken, refusals } = checkFiles(files, list.length, options);
    const skipped = folders.map((name): Refusal => ({ reason: "folder", name }));
    this.refusals.value = [...skipped, ...refusals];
    const added = taken.map((file) => new DraftFile(file, this.#link, this.#pictures));
    this.list.value = [...list, ...added];
  }

  retry(key: string): void {
    this.list
      .peek()
      .find((file) => file.key === key)
      ?.retry();
  }

  remove(key: string): void {
    const list = this.list.peek();
    this.refusals.value = [];
    this.list.value = list.filter((file) => file.key !== key);
    list.find((file) => file.key === key)?.remove();
  }

  dismissRefusals(): void {
    this.refusals.value = [];
  }

  /** Takes the files of a message out of the composer. */
  take(ids: readonly string[]): DraftFile[] {
    const isTaken = ({ attachment }: DraftFile) => attachment !== null && ids.includes(attachment.id);
    const taken = this.list.peek().filter(isTaken);
    if (taken.length > 0) this.list.value = this.list.peek().filter((file) => !isTaken(file));
    this.refusals.value = [];
    return taken;
  }

  /** Puts files back in front of what was added since. */
  giveBack(files: readonly DraftFile[]): void {
    if (files.length > 0) this.list.value = [...files, ...this.list.peek()];
  }

  /** Shows the files of another draft. */
  show(files: readonly DraftFile[]): void {
    this.list.value = files;
    this.refusals.value = [];
  }
}
