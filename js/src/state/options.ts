/**
 * The options of a chat as the `_options` trait carries them, laid over their defaults. Texts that are left out have
 * theirs where they are drawn.
 */
import { isObject, type JsonObject } from "../protocol/guards";
import { type ChatOptions, DEFAULT_OPTIONS } from "../protocol/options.gen";

/** Options as somebody gives them: what is left out has its default. */
export type GivenOptions = Given<ChatOptions>;

type Given<T> = T extends readonly unknown[]
  ? Readonly<T>
  : T extends object
    ? { [K in keyof T]?: Given<T[K]> }
    : T;

/** Lays what Python sent over the defaults; a value of another type than its default is left out. */
export function readOptions(value: unknown): ChatOptions {
  return isObject(value) ? (merged(DEFAULT_OPTIONS, value) as unknown as ChatOptions) : DEFAULT_OPTIONS;
}

function merged(base: object, given: JsonObject): JsonObject {
  const result = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    const known = result.get(key);
    if (isObject(known) && isObject(value)) result.set(key, merged(known, value));
    else if (fits(key, known, value)) result.set(key, value);
  }
  return Object.fromEntries(result);
}

/** Types that the default of an option does not tell. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["greeting", ["string"]],
  ["placeholder", ["string"]],
  ["frameTitle", ["string"]],
  ["height", ["number", "string"]],
  ["maxSize", ["number", "object"]],
  ["accept", ["object"]],
]);

function fits(key: string, known: unknown, value: unknown): boolean {
  const kinds = KINDS.get(key) ?? (known === undefined ? undefined : [kindOf(known)]);
  return kinds?.includes(kindOf(value)) ?? true;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}
