/** What was found, chat by chat. */
import type { FoundItem, ThreadInfo } from "../../protocol/envelope";
import { hasAll, termsOf } from "../../state/matches";
import { plainText } from "./excerpt";
import type { Answer } from "./searching";

export interface Group {
  readonly threadId: string;
  readonly title: string | null;
  /** When the chat was begun, as far as that is known here. */
  readonly createdAt: string | null;
  /** The message that says the same as the title, and so needs no line of its own. */
  readonly titleItem: FoundItem | null;
  readonly items: readonly FoundItem[];
}

/**
 * The chats whose title has the words come first, as far as the list is loaded, then those in which they were said.
 * `isGone` tells which ones are not to be seen any more.
 */
export function groupFound(
  { query, items }: Answer,
  threads: readonly ThreadInfo[],
  isGone: (threadId: string) => boolean,
): Group[] {
  const terms = termsOf(query);
  const titled = threads.filter(({ title }) => typeof title === "string" && hasAll(title, terms));
  const known = new Map(threads.map((thread) => [thread.id, thread]));
  const byThread = new Map<string, FoundItem[]>(titled.map(({ id }) => [id, []]));
  for (const item of items) {
    const group = byThread.get(item.thread_id);
    if (group) group.push(item);
    else byThread.set(item.thread_id, [item]);
  }
  return [...byThread]
    .filter(([threadId]) => !isGone(threadId))
    .map(([threadId, found]) => {
      const thread = known.get(threadId);
      const title = thread?.title ?? found[0]?.title ?? null;
      const titleItem = found.find(({ excerpt }) => plainText(excerpt) === title) ?? null;
      const createdAt = thread?.created_at ?? null;
      return { threadId, title, createdAt, titleItem, items: found.filter((item) => item !== titleItem) };
    });
}
