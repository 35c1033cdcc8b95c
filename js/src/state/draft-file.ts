/** One file of a draft on its way to the kernel: announced, sent, then ready to go with a message. */
import { type Signal, signal } from "@preact/signals";
import { isAttachment } from "../protocol/guards";
import type { Attachment } from "../protocol/wire.gen";
import { newId } from "../transport/ids";
import type { Link } from "../transport/link";
import { RequestError } from "../transport/requests";
import type { DraftAttachment, UploadState } from "./conversation";
import { mediaType } from "./limits";
import { isRaster, type Pictures } from "./pictures";
import { problemOf } from "./problems";

export class DraftFile implements DraftAttachment {
  readonly key = newId("file");
  readonly file: File;
  readonly mimeType: string;
  readonly preview: string | null;
  readonly upload: Signal<UploadState> = signal({ phase: "uploading", share: 0 });
  readonly #link: Link;
  readonly #pictures: Pictures;
  #try = new AbortController();
  /** Set when the kernel knows of it. */
  #id: string | null = null;
  #release: (() => void) | null = null;

  /** Starts at once. */
  constructor(file: File, link: Link, pictures: Pictures) {
    this.file = file;
    this.mimeType = mediaType(file);
    this.preview = isRaster(this.mimeType) ? URL.createObjectURL(file) : null;
    this.#link = link;
    this.#pictures = pictures;
    void this.#run(this.#try.signal);
  }

  get name(): string {
    return this.file.name;
  }

  get size(): number {
    return this.file.size;
  }

  /** `null` until it is ready. */
  get attachment(): Attachment | null {
    const state = this.upload.peek();
    return state.phase === "ready" ? state.attachment : null;
  }

  /** Begins anew: the kernel may have dropped what it had. */
  retry(): void {
    this.#stop();
    this.#try = new AbortController();
    this.upload.value = { phase: "uploading", share: 0 };
    void this.#run(this.#try.signal);
  }

  /** Takes it back from wherever it is. */
  remove(): void {
    this.#stop();
    this.forget();
    if (this.attachment) this.#pictures.drop(this.attachment.id);
    else if (this.preview !== null) URL.revokeObjectURL(this.preview);
  }

  /** It went with a message; its picture stays as long as others are looked at. */
  forget(): void {
    this.#release?.();
    this.#release = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      const attachment = await this.#create();
      if (signal.aborted) return this.#delete(attachment.id);
      this.#id = attachment.id;
      const progress = (received: number) => {
        this.upload.value = { phase: "uploading", share: received / this.size };
      };
      await this.#link.upload(attachment.id, this.file, progress, signal);
      this.#keepPicture(attachment.id);
      this.upload.value = { phase: "ready", attachment };
    } catch (error) {
      if (!signal.aborted) this.upload.value = failureOf(error);
    }
  }

  async #create(): Promise<Attachment> {
    const mime_type = this.mimeType === "" ? "application/octet-stream" : this.mimeType;
    const params = { name: this.name, size: this.size, mime_type };
    const reply = await this.#link.request({ type: "attachments.create", params });
    // Wherever the server wants the bytes, the kernel takes them there.
    if (isAttachment(reply)) return reply;
    throw new RequestError({ code: "malformed", message: null, allow_retry: false });
  }

  #keepPicture(id: string): void {
    if (this.preview === null) return;
    this.#pictures.adopt(id, this.preview, this.size);
    this.#release = this.#pictures.hold(id);
  }

  #stop(): void {
    this.#try.abort();
    if (this.#id !== null) this.#delete(this.#id);
    this.#id = null;
  }

  /** What is not deleted now, the kernel clears away some day. */
  #delete(attachment_id: string): void {
    this.#link.request({ type: "attachments.delete", params: { attachment_id } }).catch(() => {});
  }
}

function failureOf(error: unknown): UploadState {
  const canRetry = error instanceof RequestError && error.allowRetry;
  return { phase: "failed", problem: problemOf(error), canRetry };
}
