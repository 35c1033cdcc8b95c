import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { ItemSignal } from "../../state/conversation";
import { groupExchanges, hasText, turnText } from "./exchanges";

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

it.each(["assistant_message", "widget", "generated_image", "structured_input", "workflow", "task"])(
  "shows a %s",
  (type) => {
    expect(outline([entry("q", "user_message"), entry("a", type)])).toEqual([["q", ["a"]]]);
  },
);

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

it("tells an exchange that grew, ended a turn or was replaced from what it was", () => {
  const [q, a, b] = [entry("q", "user_message"), entry("a", "widget"), entry("b", "widget")];
  const end = entry("end", "end_of_turn");
  const isKept = (now: ItemSignal[]) => {
    const before = groupExchanges([q, a]);
    return groupExchanges(now, before)[0] === before[0];
  };
  expect(isKept([q, a, end])).toBe(true);
  expect(isKept([q, a, b])).toBe(false);
  expect(isKept([q, a, end, b])).toBe(false);
  expect(isKept([q, b])).toBe(false);
  const before = groupExchanges([q, a, end, a, b]);
  expect(groupExchanges([q, a, end, a, entry("b", "widget")], before)[0]).not.toBe(before[0]);
  expect(groupExchanges([q, a, end, a, b], before)[0]).toBe(before[0]);
  expect(isKept([entry("q", "user_message"), a])).toBe(false);
});

it("begins the turns of a thread that begins with an answer there", () => {
  const items = [
    entry("a", "task"),
    entry("b", "workflow"),
    entry("end", "end_of_turn"),
    entry("c", "generated_image"),
  ];
  expect(outline(items)).toEqual([[null, ["a", "b"], ["c"]]]);
  expect(groupExchanges(items)[0]?.key).toBe("before:a");
});

it("finds text only where something is said", () => {
  const blank = entry("a", "assistant_message", { content: [{ text: " \n" }] });
  const workflow = entry("w", "workflow", { content: [{ text: "no" }] });
  expect(hasText([blank, workflow, entry("x", "widget")])).toBe(false);
  expect(hasText([blank, entry("w", "widget", { copy_text: "yes" })])).toBe(true);
  expect(turnText([blank, entry("w", "widget", { copy_text: "yes" })])).toBe("yes");
});

it("copies texts and what widgets give for copying", () => {
  const items = [
    entry("a", "assistant_message", { content: [{ text: "one" }, { text: "two" }] }),
    entry("w", "widget", { copy_text: "three" }),
    entry("x", "widget"),
  ];
  expect(turnText(items)).toBe("one\n\ntwo\n\nthree");
});
