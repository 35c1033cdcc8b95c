/** What the parts of the view are called, where one can't be shown. */
import { type Texts, words } from "../locales";

/** One of the view's own parts, or something that has a name already: a file, a type of widget node. */
export type Part = keyof Texts["parts"] | { readonly name: string };

export function partName(part: Part, { parts }: Pick<Texts, "parts"> = words): string {
  return typeof part === "string" ? parts[part] : part.name;
}
