import { batch, signal } from "@preact/signals";
import { act, fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadInfo } from "../../protocol/envelope";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { ItemSignal, PendingMessage } from "../../state/conversation";
import { Session } from "../../state/session";
import { input, userItem } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, show } from "../fixture";
import { Thread } from "./thread";

afterEach(clear);

/** A chat, of which a thread of two questions is open unless it is new. */
function started({ isNew = false, questions = 2 } = {}) {
  const moves: string[] = [];
  vi.spyOn(Element.prototype, "scrollTo").mockImplementation((move) => {
    moves.push((move as unknown as ScrollToOptions).behavior ?? "");
  });
  const items = (id: string) =>
    Array.from({ length: questions }, (_, index) => userItem(`${id}-${index}`, id));
  const threads = ["other", "thr"].map((id) => ({ info: { id }, items: items(id) }));
  const kernel = memoryKernel({
    async *script(_request, turn) {
      yield* turn.say("fine", { pace: 0 });
    },
    threads,
    ...(isNew ? {} : { thread: "thr" }),
  });
  const view = show(kernel.connect());
  /** Which exchanges have a whole view of room. */
  const roomy = () =>
    [...view.root.querySelectorAll(".exchange")].map((exchange) => exchange.classList.contains("is-roomy"));
  const ended = () => waitFor(() => expect(view.session.response.value).toBeNull());
  return { ...view, kernel, moves, roomy, ended };
}

it("puts the first message of a new chat at the top, and leaves it there", async () => {
  const { session, moves, roomy, ended, findByText } = started({ isNew: true });
  await findByText("What can I help with today?");
  session.send(input("mine"));
  await findByText("fine");
  await ended();
  expect([moves, roomy()]).toEqual([["instant", "smooth"], [true]]);
});

it("does not take the thread that a first message begins for another one", async () => {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  await waitFor(() => expect(session.loading.value).toBe(false));
  const state = {
    thread: signal<ThreadInfo | null>(null),
    pendingUser: signal<PendingMessage | null>({ ...input("mine"), attachments: [] }),
    items: signal<readonly ItemSignal[]>([]),
  };
  for (const [name, value] of Object.entries(state)) Object.defineProperty(session, name, { value });
  const moves = vi.spyOn(Element.prototype, "scrollTo").mockImplementation(() => {});
  const { root } = draw(<Thread />, session);
  await waitFor(() => expect(moves).toHaveBeenCalledTimes(2));
  const info = {
    id: "thr",
    title: "Begun",
    created_at: "",
    metadata: {},
    status: { type: "active" as const },
  };
  await act(() => {
    state.thread.value = info;
  });
  await act(() => {
    const item = { id: "q", item: signal(userItem("q", "thr")), streaming: signal(false) };
    batch(() => {
      state.items.value = [item];
      state.pendingUser.value = null;
    });
  });
  expect(root.querySelector(".exchange")?.className).toBe("exchange is-roomy");
  expect(moves).toHaveBeenCalledTimes(2);
});

it("keeps what is drawn of a message when the one before it is taken away", async () => {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  await waitFor(() => expect(session.loading.value).toBe(false));
  const said = (id: string) => {
    const content = [{ type: "output_text" as const, text: id, annotations: [] }];
    const item = { ...userItem(id, "thr"), type: "assistant_message", content } as ThreadItem;
    return { id, item: signal(item), streaming: signal(false) };
  };
  const [first, second, third] = [said("a"), said("b"), said("c")];
  const items = signal<readonly ItemSignal[]>([first, second, third]);
  Object.defineProperty(session, "items", { value: items });
  const { root } = draw(<Thread />, session);
  const drawn = (id: string) => root.querySelector(`[data-item="${id}"]`);
  const before = drawn("c");
  await act(() => {
    items.value = [first, third];
  });
  expect([drawn("b"), drawn("c") === before, before === null]).toEqual([null, true, false]);
});

it("gives room to the message that was sent last, until another thread is opened", async () => {
  const { session, roomy, ended, findByText } = started();
  await findByText("thr-1");
  expect(roomy()).toEqual([false, false]);
  session.send(input("mine"));
  await findByText("mine");
  expect(roomy()).toEqual([false, false, true]);
  await findByText("fine");
  await ended();
  expect(roomy()).toEqual([false, false, true]);
  session.openThread("other");
  await findByText("other-1");
  expect(roomy()).toEqual([false, false]);
});

it("shows a message as a whole before the server has it", async () => {
  const { root, kernel, session, findByText } = started();
  await findByText("thr-1");
  kernel.busy = true;
  session.send({ ...input("mine"), quoted_text: "what was said" });
  await findByText("what was said", { selector: "blockquote *, blockquote" });
  expect(session.pendingUser.value).not.toBeNull();
  // What happens now shows at its end only.
  const ends = [...root.querySelectorAll(".exchange[data-latest]")].map(({ className }) => className);
  expect(ends).toEqual(["exchange is-roomy is-new"]);
});

it("gives room to a message from Python, too", async () => {
  const { kernel, roomy, ended, findByText } = started();
  await findByText("thr-1");
  kernel.ask("from Python");
  await findByText("fine");
  await ended();
  expect(roomy()).toEqual([false, false, true]);
});

it.each([
  ["could not be loaded", () => Promise.reject(new Error("gone"))],
  ["are still to come", () => new Promise<void>(() => {})],
])("rests at the end of another thread although older messages of this one %s", async (_, loadOlder) => {
  const { root, session, findByRole, findByText } = started({ questions: 30 });
  await findByText("thr-29");
  const box = root.querySelector(".scroller") as HTMLElement;
  const tops: number[] = [];
  Object.defineProperties(box, {
    scrollHeight: { value: 2000 },
    clientHeight: { value: 400 },
    scrollTop: { value: 100 },
    scrollTo: { value: ({ top }: { top: number }) => tops.push(top) },
  });
  const older = vi.spyOn(session, "loadOlder").mockImplementation(loadOlder);
  fireEvent.click(await findByRole("button", { name: "Load older messages" }));
  expect(older).toHaveBeenCalledOnce();
  session.openThread("other");
  await findByText("other-29");
  expect(new Set(tops)).toEqual(new Set([2000]));
});

it("draws the line under the header while there is something above, and only for the thread", async () => {
  const { root, kernel, findByText, queryByRole } = started();
  await findByText("thr-1");
  const box = root.querySelector(".scroller") as HTMLElement;
  Object.defineProperty(box, "scrollTop", { value: 100 });
  fireEvent.scroll(box);
  const line = () => root.querySelector(".header")?.hasAttribute("data-scrolled");
  await waitFor(() => expect(line()).toBe(true));
  kernel.ui("show_history");
  await waitFor(() => expect(queryByRole("log")).toBeNull());
  await waitFor(() => expect(line()).toBe(false));
});
