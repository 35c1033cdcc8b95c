import { expect, test } from "vitest";
import type { FoundItem, ThreadInfo } from "../../protocol/envelope";
import { groupFound } from "./groups";

const thread = (id: string, title?: string) =>
  ({ id, title, created_at: `of ${id}` }) as unknown as ThreadInfo;
const item = (thread_id: string, item_id: string, excerpt = "the light"): FoundItem => ({
  thread_id,
  item_id,
  title: `stored ${thread_id}`,
  created_at: "",
  excerpt,
});
const none = () => false;
const answer = (query: string, items: FoundItem[]) => ({ query, items, hasMore: false });

test("chats are in the order found, but those whose title has the words come first", () => {
  const items = [item("a", "a1"), item("b", "b1"), item("a", "a2")];
  const groups = groupFound(
    answer("light", items),
    [thread("c", "A lighthouse"), thread("b", "Other")],
    none,
  );
  expect(
    groups.map(({ threadId, title, createdAt, items }) => [threadId, title, createdAt, items.length]),
  ).toEqual([
    ["c", "A lighthouse", "of c", 0],
    ["a", "stored a", null, 2],
    ["b", "Other", "of b", 1],
  ]);
});

test("a message that says the same as the title has no line of its own", () => {
  const [group] = groupFound(
    answer("light", [item("a", "a1"), item("a", "a2", "The **light**")]),
    [thread("a", "The light")],
    none,
  );
  expect([group?.titleItem?.item_id, group?.items.map(({ item_id }) => item_id)]).toEqual(["a2", ["a1"]]);
});

test("a chat that was just deleted is not found", () => {
  expect(groupFound(answer("light", [item("a", "a1")]), [], (id) => id === "a")).toEqual([]);
});
