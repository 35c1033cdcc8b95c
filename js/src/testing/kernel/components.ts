/** The components of the in-page kernel: what is registered, and what a view gets that asks for one. */
import type { ComponentInfo } from "../../protocol/envelope";
import { RequestError } from "../../transport/requests";

export interface ComponentSource {
  readonly esm: string;
  readonly css?: string;
}

export class Components {
  readonly #sources = new Map<string, ComponentSource>();

  register(name: string, source: ComponentSource): void {
    this.#sources.set(name, source);
  }

  /** The value of the trait: here a source is its own hash. */
  get hashes(): object {
    return Object.fromEntries([...this.#sources].map(([name, source]) => [name, hashOf(source)]));
  }

  read(name: string): { body: ComponentInfo; bytes: ArrayBuffer[] } {
    const source = this.#sources.get(name);
    if (source === undefined)
      throw new RequestError({ code: "not_found", message: `No component ${name}.`, allow_retry: false });
    const bytes = [source.esm, source.css ?? ""].map((text) => new TextEncoder().encode(text).buffer);
    return { body: { hash: hashOf(source) }, bytes };
  }
}

function hashOf({ esm, css = "" }: ComponentSource): string {
  return JSON.stringify([esm, css]);
}
