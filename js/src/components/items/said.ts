import { isObject } from "../../protocol/guards";
import type { ThreadItem } from "../../protocol/wire.gen";

/** The texts of a message, whatever else is wrong with it; none for other items. */
export function said(item: ThreadItem): string[] {
  if (item.type !== "assistant_message" && item.type !== "user_message") return [];
  const content: unknown = item.content;
  if (!Array.isArray(content)) return typeof content === "string" ? [content] : [];
  return content.flatMap((part: unknown) => {
    const text = isObject(part) ? part.text : part;
    return typeof text === "string" ? [text] : [];
  });
}
