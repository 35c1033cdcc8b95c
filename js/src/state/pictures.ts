/**
 * The pictures of attachments, as addresses within the page.
 *
 * The kernel is asked for the bytes once, when a picture is first needed. What is out of sight is kept up to a
 * bound. Only kinds of pictures that cannot carry a document are ever shown, whatever the bytes say.
 */
import { type Signal, signal } from "@preact/signals";
import type { FileInfo } from "../protocol/envelope";
import { isFileInfo } from "../protocol/guards";
import type { Link } from "../transport/link";
import { type AskOptions, type Reply, RequestError } from "../transport/requests";
import type { PictureState, Pictures as PicturesInterface } from "./conversation";

/** What is kept of pictures out of sight. */
const MOST_BYTES = 96 * 2 ** 20;
const MOST_PICTURES = 60;

/** A file may be on its way for long, and each time it is asked for, it is sent anew. */
const PATIENT: AskOptions = { quiet: true, every: 30_000, slowest: 30_000, limit: 300_000 };

const RASTER: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Whether files of that type may be shown as a picture. */
export function isRaster(mimeType: string): boolean {
  return RASTER.has(mimeType);
}

/**
 * Asks for the bytes of an attachment.
 *
 * @throws {RequestError} when the kernel has none, or does not answer.
 */
export function askFile(link: Link, attachment_id: string): Promise<Reply<FileInfo>> {
  return link.ask("fetch", { attachment_id }, PATIENT);
}

/**
 * The bytes of an attachment as something to be saved, never to be opened.
 *
 * @throws {RequestError} when the kernel has none.
 */
export async function fetchFile(link: Link, id: string): Promise<Blob> {
  const { buffers } = await askFile(link, id);
  const [bytes] = buffers;
  if (!bytes) throw new RequestError({ code: "empty", message: null, allow_retry: true });
  return new Blob([bytes], { type: "application/octet-stream" });
}

interface Entry {
  readonly state: Signal<PictureState>;
  holders: number;
  bytes: number;
  isAsked: boolean;
}

const WAITING: PictureState = { kind: "waiting" };
const FAILED: PictureState = { kind: "failed" };

export class Pictures implements PicturesInterface {
  readonly #fetch: (id: string) => Promise<Reply>;
  /** The least recently released first. */
  readonly #entries = new Map<string, Entry>();
  #isDisposed = false;

  constructor(fetch: (id: string) => Promise<Reply>) {
    this.#fetch = fetch;
  }

  of(id: string): Signal<PictureState> {
    return this.#entry(id).state;
  }

  hold(id: string): () => void {
    const entry = this.#entry(id);
    entry.holders += 1;
    if (entry.state.peek().kind === "waiting" && !entry.isAsked) void this.#ask(id, entry);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      entry.holders -= 1;
      this.#entries.delete(id);
      this.#entries.set(id, entry);
      this.#clear();
    };
  }

  again(id: string): void {
    const entry = this.#entry(id);
    if (entry.state.peek().kind === "failed") void this.#ask(id, entry);
  }

  broken(id: string): void {
    const entry = this.#entry(id);
    this.#empty(entry);
    entry.state.value = FAILED;
  }

  /** Takes the address of a picture whose bytes are in the page already. */
  adopt(id: string, url: string, bytes: number): void {
    const entry = this.#entry(id);
    this.#empty(entry);
    this.#show(entry, url, bytes);
  }

  /** The attachment is gone. */
  drop(id: string): void {
    this.#empty(this.#entry(id));
    this.#entries.delete(id);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const entry of this.#entries.values()) this.#empty(entry);
  }

  #entry(id: string): Entry {
    const known = this.#entries.get(id);
    if (known) return known;
    const entry: Entry = { state: signal(WAITING), holders: 0, bytes: 0, isAsked: false };
    this.#entries.set(id, entry);
    return entry;
  }

  async #ask(id: string, entry: Entry): Promise<void> {
    entry.isAsked = true;
    entry.state.value = WAITING;
    const { body, buffers } = await this.#fetch(id).catch((): Reply => ({ body: null, buffers: [] }));
    if (!entry.isAsked || this.#isDisposed) return;
    entry.isAsked = false;
    const [bytes] = buffers;
    if (!bytes || !isFileInfo(body) || !isRaster(body.mime_type)) entry.state.value = FAILED;
    else {
      const url = URL.createObjectURL(new Blob([bytes], { type: body.mime_type }));
      this.#show(entry, url, bytes.byteLength);
    }
  }

  #show(entry: Entry, url: string, bytes: number): void {
    entry.bytes = bytes;
    entry.state.value = { kind: "shown", url };
    this.#clear();
  }

  #empty(entry: Entry): void {
    const state = entry.state.peek();
    if (state.kind === "shown") URL.revokeObjectURL(state.url);
    entry.bytes = 0;
    entry.isAsked = false;
    entry.state.value = WAITING;
  }

  /** Gives up the pictures that nobody has looked at for longest. */
  #clear(): void {
    const kept = [...this.#entries.values()].filter(({ holders, bytes }) => holders === 0 && bytes > 0);
    let bytes = kept.reduce((sum, entry) => sum + entry.bytes, 0);
    for (let count = kept.length; count > MOST_PICTURES || bytes > MOST_BYTES; count -= 1) {
      const oldest = kept.shift();
      if (!oldest) return;
      bytes -= oldest.bytes;
      this.#empty(oldest);
    }
  }
}
