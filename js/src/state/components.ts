/**
 * The components that the kernel's user has registered: which there are, and the modules that draw them.
 *
 * Which there are comes as a trait, each with the hash of its source; the source is asked for when the first node of
 * the type is drawn, and run once. Nothing that a widget says reaches what is run.
 */
import { type Signal, signal } from "@preact/signals";
import { isObject } from "../protocol/guards";
import { importBlob } from "../transport/code";
import { type AskOptions, type Reply, RequestError } from "../transport/requests";
import type { ComponentCode, CustomComponents } from "./conversation";

/** A busy kernel answers later; the conversation does not wait for it. */
const PATIENT: AskOptions = { quiet: true, limit: null };

export type Ask = (name: string, options: AskOptions) => Promise<Reply>;
export type Run = (js: BufferSource) => Promise<unknown>;

export class Components implements CustomComponents {
  readonly registered: Signal<ReadonlyMap<string, string>>;
  readonly #ask: Ask;
  readonly #run: Run;
  /** By hash. */
  readonly #codes = new Map<string, Promise<ComponentCode>>();

  constructor(registered: unknown, ask: Ask, run: Run = importBlob) {
    this.registered = signal(readHashes(registered));
    this.#ask = ask;
    this.#run = run;
  }

  /** Takes what the kernel says is registered now. */
  take(registered: unknown): void {
    const hashes = readHashes(registered);
    const known = new Set(hashes.values());
    for (const hash of [...this.#codes.keys()]) if (!known.has(hash)) this.#codes.delete(hash);
    this.registered.value = hashes;
  }

  load(name: string, hash: string): Promise<ComponentCode> {
    const code = this.#codes.get(hash) ?? this.#fetch(name, hash);
    this.#codes.set(hash, code);
    return code;
  }

  async #fetch(name: string, hash: string): Promise<ComponentCode> {
    try {
      const { body, buffers } = await this.#ask(name, PATIENT);
      const [js, css] = buffers;
      if (!js || !css) throw new RequestError({ code: "empty", message: null, allow_retry: true });
      // It was registered anew meanwhile.
      if (isObject(body) && body.hash !== hash) this.#codes.delete(hash);
      return { exports: await this.#run(js), css: new TextDecoder().decode(css) };
    } catch (error) {
      // What does not run never will; what did not come may come the next time.
      if (error instanceof RequestError) this.#codes.delete(hash);
      throw error;
    }
  }
}

function readHashes(value: unknown): ReadonlyMap<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
