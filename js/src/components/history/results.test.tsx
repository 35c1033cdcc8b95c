import { act, fireEvent } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { FoundItem } from "../../protocol/envelope";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import type { Group } from "./groups";
import { Results } from "./results";

afterEach(clear);

const found = (item_id: string, excerpt = `the light ${item_id}`): FoundItem => ({
  thread_id: "thr",
  title: null,
  item_id,
  created_at: "2025-11-20T10:00:00",
  excerpt,
});

const GROUP: Group = { threadId: "thr", title: "Chat", createdAt: null, titleItem: null, items: [] };

/** What was found for "light": these chats. */
function drawn(groups: Partial<Group>[], { hasMore = false, current = "other" } = {}) {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const [onOpen, onShow] = [vi.fn(), vi.fn()];
  const whole = groups.map((group) => ({ ...GROUP, ...group }));
  const answerOf = (query: string) => {
    const answer = { query, items: whole.flatMap(({ items }) => items), hasMore };
    return <Results answer={answer} groups={whole} current={current} onOpen={onOpen} onShow={onShow} />;
  };
  const view = draw(answerOf("light"), session);
  const lines = () =>
    [...view.root.querySelectorAll(".found-item .found-text")].map((line) => line.textContent);
  const times = () => [...view.root.querySelectorAll("time")].map((time) => time.dateTime);
  const press = (name: string | RegExp) =>
    act(() => void fireEvent.click(view.getByRole("button", { name })));
  return { ...view, answerOf, onOpen, onShow, lines, times, press };
}

const items = (count: number) => Array.from({ length: count }, (_, index) => found(String(index)));

it("shows a fourth message rather than that there is one", () => {
  expect(drawn([{ items: items(4) }]).lines().length).toBe(4);
});

it("shows three of five messages, and all of them on demand", () => {
  const { lines, press, queryByRole } = drawn([{ items: items(5) }]);
  expect(lines()).toEqual(["the light 0", "the light 1", "the light 2"]);
  press("Show 2 more");
  expect(lines().length).toBe(5);
  expect(queryByRole("button", { name: /Show/ })).toBeNull();
  expect(document.activeElement?.textContent).toContain("the light 3");
});

it("shows of something else that was found three messages again", () => {
  const { lines, press, update, answerOf } = drawn([{ items: items(5) }]);
  press("Show 2 more");
  expect(lines().length).toBe(5);
  act(() => update(answerOf("boat")));
  expect(lines().length).toBe(3);
});

it("shows a message where it was said", () => {
  const given = items(2);
  const { press, onShow, onOpen } = drawn([{ items: given }]);
  press(/the light 1/);
  expect([onShow.mock.calls, onOpen.mock.calls]).toEqual([[[given[1]]], []]);
});

it("opens a chat from its title, at the message that says the same if there is one", () => {
  const titleItem = found("same", "Second");
  const { press, onShow, onOpen } = drawn([
    { threadId: "a", title: "First" },
    { threadId: "b", title: "Second", titleItem },
  ]);
  press(/First/);
  press(/Second/);
  expect([onOpen.mock.calls, onShow.mock.calls]).toEqual([[["a"]], [[titleItem]]]);
});

it("dates a chat by the message that says the same, or by its beginning where it stands alone", () => {
  const createdAt = "2025-01-02T10:00:00";
  const titleItem = { ...found("same"), created_at: "2025-02-03T10:00:00" };
  expect(drawn([{ createdAt }]).times()).toEqual([createdAt]);
  expect(drawn([{ createdAt, titleItem }]).times()).toEqual([titleItem.created_at]);
  expect(drawn([{ createdAt, items: items(1) }]).times()).toEqual(["2025-11-20T10:00:00"]);
});

it.each([null, ""])("names a chat with the title %j", (title) => {
  expect(drawn([{ title }]).getByRole("button").textContent).toBe("New chat");
});

it("marks the words without losing any text", () => {
  const excerpt = "A light, and no light in the night";
  const { root, lines } = drawn([{ items: [found("x", excerpt)] }]);
  expect(lines()).toEqual([excerpt]);
  expect([...root.querySelectorAll(".found-text mark")].map((mark) => mark.textContent)).toEqual([
    "light",
    "light",
  ]);
});

it("marks the chat that is open", () => {
  const { getByRole } = drawn(
    [
      { threadId: "a", title: "A" },
      { threadId: "b", title: "B" },
    ],
    { current: "b" },
  );
  const current = ["A", "B"].map((name) => getByRole("button", { name }).getAttribute("aria-current"));
  expect(current).toEqual([null, "true"]);
});

it.each([true, false])("says that there is more: %s", (hasMore) => {
  const { queryByText } = drawn([{ items: items(2) }], { hasMore });
  const said = queryByText("Only the first 2 messages are shown. Add a word to narrow the search.");
  expect(said !== null).toBe(hasMore);
});
