import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { GivenOptions } from "../../state/options";
import { input, userItem } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import type { Script } from "../../testing/kernel/turn";
import { clear, show } from "../fixture";

afterEach(clear);

const ALL: GivenOptions = { threadItemActions: { feedback: true, retry: true } };

function said(id: string, text = `answer ${id}`): ThreadItem {
  const content = [{ type: "output_text" as const, text, annotations: [] }];
  return { ...userItem(id, "thr"), type: "assistant_message", content } as ThreadItem;
}

// biome-ignore lint/correctness/useYield: it only keeps the response under way
const going: Script = async function* (_request, turn) {
  await turn.wait(10_000);
};

/** A thread of a question `q` and its answer in two messages. */
async function started(options = ALL, items = [userItem("q", "thr"), said("a"), said("b")], script = going) {
  const threads = [{ info: { id: "thr" }, items }];
  const view = show(memoryKernel({ script, threads, thread: "thr", options }).connect());
  await waitFor(() => expect(view.session.items.value.length).toBe(items.length));
  await view.findByRole("log");
  const pressed = () =>
    ["Good response", "Bad response"].map((name) =>
      view.getByRole("button", { name }).getAttribute("aria-pressed"),
    );
  const press = (name: string) => fireEvent.click(view.getByRole("button", { name }));
  return { ...view, pressed, press };
}

it("gives each opinion once, of all messages of the turn, and lets it be changed", async () => {
  const { session, pressed, press } = await started();
  const feedback = vi.spyOn(session, "feedback").mockResolvedValue();
  const log = vi.spyOn(session, "log");
  expect(pressed()).toEqual(["false", "false"]);
  press("Good response");
  await waitFor(() => expect(pressed()).toEqual(["true", "false"]));
  press("Good response");
  press("Bad response");
  await waitFor(() => expect(pressed()).toEqual(["false", "true"]));
  expect(feedback.mock.calls).toEqual([
    [["a", "b"], "positive"],
    [["a", "b"], "negative"],
  ]);
  expect(log.mock.calls).toEqual([
    ["message.action", { action: "feedback.positive", item_ids: ["a", "b"] }],
    ["message.action", { action: "feedback.negative", item_ids: ["a", "b"] }],
  ]);
});

it("shows an opinion as not given that did not arrive", async () => {
  const { session, pressed, press } = await started();
  const refused = Promise.reject(new Error("no"));
  const feedback = vi.spyOn(session, "feedback").mockReturnValueOnce(refused).mockResolvedValue();
  press("Good response");
  await waitFor(() => expect(feedback).toHaveBeenCalledOnce());
  await waitFor(() => expect(pressed()).toEqual(["false", "false"]));
  press("Good response");
  await waitFor(() => expect(pressed()).toEqual(["true", "false"]));
  expect(feedback).toHaveBeenCalledTimes(2);
});

it("answers the question of the turn again, but not during a response", async () => {
  const { session, getAllByRole } = await started(ALL, [
    userItem("q", "thr"),
    said("a"),
    userItem("r", "thr"),
    said("b"),
  ]);
  const again = vi.spyOn(session, "retryAfter").mockImplementation(() => {});
  const buttons = () => getAllByRole("button", { name: "Regenerate" });
  for (const button of buttons()) fireEvent.click(button);
  expect(again.mock.calls).toEqual([["q"], ["r"]]);
  session.send(input("next"));
  await waitFor(() => expect(buttons().every((button) => button.hasAttribute("disabled"))).toBe(true));
});

it("offers no other answer to what was not asked", async () => {
  const { queryByRole, getByRole } = await started(ALL, [said("greeting")]);
  expect(getByRole("button", { name: "Good response" })).toBeTruthy();
  expect(queryByRole("button", { name: "Regenerate" })).toBeNull();
});

it("offers of a turn without text only what the options say", async () => {
  const picture = {
    ...userItem("p", "thr"),
    type: "widget",
    widget: { type: "Card", children: [] },
  } as unknown as ThreadItem;
  const items = [userItem("q", "thr"), picture];
  const offered = async (options: GivenOptions) => {
    const { root } = await started(options, items);
    return [...root.querySelectorAll(".turn-actions button")].map((button) =>
      button.getAttribute("aria-label"),
    );
  };
  expect(await offered({})).toEqual([]);
  expect(await offered({ threadItemActions: { feedback: true } })).toEqual(["Good response", "Bad response"]);
  expect(await offered({ threadItemActions: { retry: true } })).toEqual(["Regenerate"]);
});

it("keeps the place of the actions of a turn that still grows, and tells that it is busy", async () => {
  const items = [
    userItem("q", "thr"),
    said("a"),
    { ...userItem("end", "thr"), type: "end_of_turn" } as ThreadItem,
  ];
  const { root, session } = await started({}, [...items, said("b")], async function* (_, turn) {
    yield turn.added({ type: "assistant_message", content: [] });
    await turn.wait(10_000);
  });
  const turns = () =>
    [...root.querySelectorAll(".answer")].map((turn) => {
      const actions = turn.querySelector(".turn-actions");
      const has = (name: string) => actions?.hasAttribute(name);
      return [turn.getAttribute("aria-busy"), has("data-going"), has("data-latest")];
    });
  expect(turns()).toEqual([
    ["false", false, false],
    ["false", false, true],
  ]);
  session.send(input("go"));
  await waitFor(() =>
    expect(turns()).toEqual([
      ["false", false, false],
      ["false", false, false],
      ["true", true, true],
    ]),
  );
});
