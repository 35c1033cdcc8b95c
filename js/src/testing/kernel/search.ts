/** What was said in the threads of the in-page kernel, found by reading all of it. */
import type { FoundItem, FoundPage } from "../../protocol/envelope";
import type { ThreadItem } from "../../protocol/wire.gen";
import { hasAll, matches, type Term, termsOf } from "../../state/matches";
import type { StoredThread } from "./threads";

const MOST_FOUND = 200;
const EXCERPT = 160;
const BEFORE = 50;

export function search(threads: readonly StoredThread[], query: string): FoundPage {
  const terms = termsOf(query);
  const found = threads.flatMap(({ info, items }) =>
    items.flatMap((item): FoundItem[] => {
      const text = textOf(item);
      if (!hasAll(text, terms)) return [];
      const { id: item_id, created_at, thread_id } = item;
      return [{ thread_id, title: info.title ?? null, item_id, created_at, excerpt: excerpt(text, terms) }];
    }),
  );
  found.sort((a, b) => b.created_at.localeCompare(a.created_at));
  return { data: found.slice(0, MOST_FOUND), has_more: found.length > MOST_FOUND };
}

function textOf(item: ThreadItem): string {
  if (item.type !== "user_message" && item.type !== "assistant_message") return "";
  return item.content.map((part) => part.text).join("\n");
}

function excerpt(text: string, terms: readonly Term[]): string {
  const flat = text.replace(/\s+/gu, " ").trim();
  if (flat.length <= EXCERPT) return flat;
  const first = matches(flat, terms)[0]?.[0] ?? 0;
  const start = flat.lastIndexOf(" ", Math.max(0, Math.min(first - BEFORE, flat.length - EXCERPT))) + 1;
  const end = start + EXCERPT;
  return `${start > 0 ? "…" : ""}${flat.slice(start, end).trim()}${end < flat.length ? "…" : ""}`;
}
