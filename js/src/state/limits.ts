/** Which files may go with a message. The kernel checks them, too; here it is known before anything is sent. */
import { type AttachmentOptions, DEFAULT_OPTIONS } from "../protocol/options.gen";

/** A file that was left out, and why. Sizes in bytes. */
export type Refusal =
  | { readonly reason: "size"; readonly name: string; readonly size: number; readonly limit: number }
  | { readonly reason: "type"; readonly name: string; readonly accepted: readonly string[] }
  | { readonly reason: "count"; readonly names: readonly string[]; readonly limit: number }
  | { readonly reason: "folder"; readonly name: string };

/** Sorts files that come to `count` others into those that may be attached and those that may not. */
export function checkFiles(
  files: readonly File[],
  count: number,
  options: AttachmentOptions,
): { taken: File[]; refusals: Refusal[] } {
  const taken: File[] = [];
  const refusals: Refusal[] = [];
  const surplus: string[] = [];
  for (const file of files) {
    const refusal = refusalOf(file, options);
    if (refusal) refusals.push(refusal);
    else if (count + taken.length >= options.maxCount) surplus.push(file.name);
    else taken.push(file);
  }
  if (surplus.length > 0) refusals.push({ reason: "count", names: surplus, limit: options.maxCount });
  return { taken, refusals };
}

/** The MIME type of a file without parameters; empty when the browser knows none. */
export function mediaType({ type }: Blob): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}

/** What a file dialog is told to offer; empty for everything. */
export function dialogFilter({ accept }: AttachmentOptions): string {
  const offered = namesIn(accept);
  return offered.some(isForAll) ? "" : offered.join(",");
}

function refusalOf(file: File, options: AttachmentOptions): Refusal | null {
  const { name, size } = file;
  const type = mediaType(file);
  if (!isAccepted(name, type, options.accept)) return { reason: "type", name, accepted: named(options) };
  const limit = limitOf(type, options.maxSize);
  return size > limit ? { reason: "size", name, size, limit } : null;
}

function limitOf(type: string, maxSize: AttachmentOptions["maxSize"]): number {
  if (typeof maxSize === "number") return maxSize;
  const limits = new Map(Object.entries(maxSize));
  const patterns = [type, `${type.split("/")[0]}/*`, "*/*", "*", ""];
  const limit = patterns.map((pattern) => limits.get(pattern)).find((found) => typeof found === "number");
  return limit ?? DEFAULT_OPTIONS.composer.attachments.maxSize;
}

function isAccepted(name: string, type: string, accept: AttachmentOptions["accept"]): boolean {
  if (accept === undefined) return true;
  const hasEnding = (endings: readonly string[]) =>
    endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  // The kernel knows more types by their endings than some browsers do: what has none here is left to it.
  return Object.entries(accept).some(
    ([pattern, endings]) => (type === "" || matches(type, pattern)) && hasEnding(textsIn(endings)),
  );
}

function matches(type: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return (
    isForAll(wanted) || type === wanted || (wanted.endsWith("/*") && type.startsWith(wanted.slice(0, -1)))
  );
}

function isForAll(pattern: string): boolean {
  return pattern === "" || pattern === "*" || pattern === "*/*";
}

/** What is accepted, as people may know it: endings where there are any. */
function named({ accept }: AttachmentOptions): string[] {
  return [...new Set(namesIn(accept))];
}

function namesIn(accept: AttachmentOptions["accept"] = {}): string[] {
  return Object.entries(accept).flatMap(([pattern, endings]) => {
    const known = textsIn(endings);
    return known.length > 0 ? known : [pattern];
  });
}

function textsIn(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}
