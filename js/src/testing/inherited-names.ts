import type { JsonObject } from "../protocol/guards";

/** Names that every JavaScript object answers to, though nobody gave them to it, and the like. */
export const INHERITED_NAMES: readonly string[] = [
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
  "constructor.prototype",
  "__proto__.polluted",
];

/** JSON that has the name as a key of its own, as a parser makes it. */
export function objectWith(name: string, value: unknown): JsonObject {
  return JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);
}
