/** The files of the in-page kernel: announced, sent piece by piece, read again. */
import type { Failure, FileInfo, UploadProgress } from "../../protocol/envelope";
import type { Attachment, AttachmentCreateParams } from "../../protocol/wire.gen";
import { RequestError } from "../../transport/requests";
import { NotFoundError } from "./failures";

interface Stored {
  readonly attachment: Attachment;
  readonly size: number;
  readonly pieces: Uint8Array<ArrayBuffer>[];
}

/** What takes no piece. */
export function refusing(failure: Failure): () => never {
  return () => {
    throw new RequestError(failure);
  };
}

/** Pictures that the view may draw. */
const IMAGE = /^image\/(png|jpeg|gif|webp)$/;

export class Attachments {
  readonly #stored = new Map<string, Stored>();

  /** A file that is there already, as one that Python attached. */
  add(id: string, name: string, mime_type: string, bytes: Uint8Array<ArrayBuffer>): Attachment {
    return this.#put(id, { name, mime_type, size: bytes.length }, [bytes]);
  }

  create(id: string, params: AttachmentCreateParams): Attachment {
    return this.#put(id, params, []);
  }

  /** @throws {NotFoundError} when there is no such attachment. */
  get(id: string): Attachment {
    return this.#get(id).attachment;
  }

  delete(id: string): void {
    this.#stored.delete(id);
  }

  /** @throws {NotFoundError} when no such attachment is announced. */
  receive(id: string, offset: number, piece: ArrayBuffer | undefined): UploadProgress {
    const stored = this.#stored.get(id);
    if (!stored || !piece) throw new NotFoundError(`There is no upload ${JSON.stringify(id)}.`);
    if (offset === lengthOf(stored) && offset < stored.size) stored.pieces.push(new Uint8Array(piece));
    const received = lengthOf(stored);
    return { received, done: received === stored.size };
  }

  /** @throws {NotFoundError} when there is no such attachment. */
  read(id: string): { body: FileInfo; bytes: ArrayBuffer } {
    const stored = this.#get(id);
    const bytes = new Uint8Array(lengthOf(stored));
    let at = 0;
    for (const piece of stored.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const { name, mime_type } = stored.attachment;
    return { body: { name, mime_type }, bytes: bytes.buffer };
  }

  #put(
    id: string,
    { name, mime_type, size }: AttachmentCreateParams,
    pieces: Uint8Array<ArrayBuffer>[],
  ): Attachment {
    const url = `chatkit-notebook:///attachments/${encodeURIComponent(id)}`;
    const upload_descriptor = { url, method: "PUT" as const, headers: {} };
    const base = { id, name, mime_type, upload_descriptor };
    const attachment: Attachment = IMAGE.test(mime_type)
      ? { ...base, type: "image", preview_url: url }
      : { ...base, type: "file" };
    this.#stored.set(id, { attachment, size, pieces });
    return attachment;
  }

  #get(id: string): Stored {
    const stored = this.#stored.get(id);
    if (!stored) throw new NotFoundError(`There is no attachment ${JSON.stringify(id)}.`);
    return stored;
  }
}

function lengthOf({ pieces }: Stored): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
