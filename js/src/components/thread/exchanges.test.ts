import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { ItemSignal } from "../../state/conversation";
import { groupExchanges, turnText } from "./exchanges";

function entry(id: string, type: string, fields: object = {}): ItemSignal {
  const item = { id, type, thread_id: "t", created_at: "2026-01-01", ...fields } as unknown as ThreadItem;
  return { id, item: signal(item), streaming: signal(false) };
}

function outline(items: readonly ItemSignal[]) {
  return groupExchanges(items).map(({ user, turns }) => [
    user?.id ?? null,
    ...turns.map((turn) => turn.items.map((item) => item.id)),
  ]);
}

it("puts what follows a question under it", () => {
  const items = [
    entry("before", "assistant_message"),
    entry("q1", "user_message"),
    entry("w1", "workflow"),
    entry("a1", "assistant_message"),
    entry("q2", "user_message"),
  ];
  expect(outline(items)).toEqual([[null, ["before"]], ["q1", ["w1", "a1"]], ["q2"]]);
});

it("begins another turn after the end of one", () => {
  const items = [
    entry("q", "user_message"),
    entry("a", "assistant_message"),
    entry("end", "end_of_turn"),
    entry("b", "widget"),
  ];
  expect(outline(items)).toEqual([["q", ["a"], ["b"]]]);
});

it("shows nothing of calls and hidden items", () => {
  const items = ["client_tool_call", "hidden_context_item", "sdk_hidden_context", "unheard_of"].map((type) =>
    entry(type, type),
  );
  expect(outline(items)).toEqual([]);
});

it("keeps exchanges that did not change", () => {
  const items = [entry("q1", "user_message"), entry("a1", "assistant_message"), entry("q2", "user_message")];
  const before = groupExchanges(items);
  const after = groupExchanges([...items, entry("a2", "assistant_message")], before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

it("copies texts and what widgets give for copying", () => {
  const items = [
    entry("a", "assistant_message", { content: [{ text: "one" }, { text: "two" }] }),
    entry("w", "widget", { copy_text: "three" }),
    entry("x", "widget"),
  ];
  expect(turnText(items)).toBe("one\n\ntwo\n\nthree");
});
