/**
 * Reads what came from outside while it is drawn. A field of another type throws, so that the boundary around it
 * says that the part can't be shown; the types promise what no server is held to.
 */
import { isObject } from "./guards";

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
}

/**
 * The text of a field; nothing for one that is not set.
 *
 * @throws {TypeError} for a list or an object.
 */
export function asText(value: unknown, field: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "object")
    throw new TypeError(`"${field}" must be a string, but it is ${kindOf(value)}.`);
  return String(value);
}

/** @throws {TypeError} for anything that is not a list. */
export function asList<T>(value: readonly T[] | null | undefined, field: string): readonly T[] {
  if (!Array.isArray(value)) throw new TypeError(`"${field}" must be an array, but it is ${kindOf(value)}.`);
  return value;
}

/** @throws {TypeError} for anything that is not an object. */
export function asObject<T extends object>(value: T | null | undefined, field: string): T {
  if (!isObject(value)) throw new TypeError(`"${field}" must be an object, but it is ${kindOf(value)}.`);
  return value;
}

/** What is sure to be text, where a part of the wrong type is told of elsewhere. */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
