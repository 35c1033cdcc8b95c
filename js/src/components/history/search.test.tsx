import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import { input, asked as questions, userItem } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, faults, show } from "../fixture";

afterEach(() => {
  clear();
  vi.useRealTimers();
});

function message(id: string, thread_id: string, text: string): ThreadItem {
  return { ...userItem(id, thread_id), content: input(text).content } as ThreadItem;
}

const threads = [
  {
    info: { id: "thr_old", title: "Harbour" },
    items: [
      message("m0", "thr_old", "Where is the lighthouse?"),
      ...Array.from({ length: 60 }, (_, index) => message(`x${index}`, "thr_old", `Word ${index}`)),
      ...Array.from({ length: 5 }, (_, index) => message(`b${index}`, "thr_old", `Boat ${index}`)),
    ],
  },
  { info: { id: "thr_light", title: "Lighting a stage" }, items: [] },
  { info: { id: "thr_new", title: "Other" }, items: [message("m1", "thr_new", "The boat and the light")] },
];

async function started(options: object = { history: { search: true } }) {
  const kernel = memoryKernel({ async *script() {}, threads, thread: "thr_new", options });
  const view = show(kernel.connect());
  fireEvent.click(await view.findByRole("button", { name: "Conversation history" }));
  await view.findByText("Harbour");
  const field = () => view.getByRole("searchbox", { name: "Search chats" }) as HTMLInputElement;
  const type = (text: string) => fireEvent.input(field(), { target: { value: text } });
  const rows = () => [...view.root.querySelectorAll(".found .thread-open")].map((row) => row.textContent);
  const asked = () => questions(kernel, "search");
  return { ...view, kernel, field, type, rows, asked };
}

it("lists what was said by chat, with the words marked and titles first", async () => {
  const { root, type, rows, findByText } = await started();
  type("light");
  await findByText("Lighting a stage", { exact: false, selector: "bdi" });
  await waitFor(() => expect(rows().length).toBe(5));
  const titles = [...root.querySelectorAll(".found .thread-title")].map((title) => title.textContent);
  expect(titles).toEqual(["Lighting a stage", "Harbour", "Other"]);
  const marks = [...root.querySelectorAll("mark")].map((mark) => mark.textContent);
  expect(marks).toEqual(["Light", "light", "light"]);
  expect(await faults(root)).toEqual([]);
});

it("opens the chat at the message, however far back it is", async () => {
  const { root, type, findByRole, queryByRole, session } = await started();
  type("lighthouse");
  fireEvent.click(await findByRole("button", { name: /Where is the lighthouse/ }));
  const item = await waitFor(() => {
    const lit = root.querySelector<HTMLElement>("[data-found]");
    expect(lit).not.toBeNull();
    return lit;
  });
  expect(item?.dataset.item).toBe("m0");
  expect(queryByRole("searchbox")).toBeNull();
  expect([session.thread.value?.id, session.search.target.value]).toEqual(["thr_old", null]);
});

it("opens the first result with Enter", async () => {
  const { field, type, rows, session } = await started();
  type("harbour");
  fireEvent.keyDown(field(), { key: "Enter" });
  await waitFor(() => expect(rows().length).toBe(1));
  fireEvent.keyDown(field(), { key: "Enter" });
  await waitFor(() => expect(session.thread.value?.id).toBe("thr_old"));
});

it("shows three messages of a chat, and the others on demand", async () => {
  const { type, rows, findByRole } = await started();
  type("boat");
  fireEvent.click(await findByRole("button", { name: "Show 2 more" }));
  await waitFor(() => expect(rows().filter((row) => row?.startsWith("Boat")).length).toBe(5));
  expect(document.activeElement?.textContent).toContain("Boat 3");
});

it("moves between the field and the results with the arrow keys", async () => {
  const { field, type, rows } = await started();
  type("light");
  await waitFor(() => expect(rows().length).toBe(5));
  const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
  field().focus();
  press("ArrowDown");
  expect(document.activeElement?.textContent).toContain("Lighting a stage");
  press("End");
  expect(document.activeElement?.textContent).toContain("The boat and the light");
  press("Home");
  press("ArrowUp");
  expect(document.activeElement).toBe(field());
});

it("clears with Escape, then closes", async () => {
  const { field, type, rows, queryByRole, findByText } = await started();
  type("light");
  await waitFor(() => expect(rows().length).toBe(5));
  fireEvent.keyDown(document.querySelector(".found .thread-open") as Element, { key: "Escape" });
  await findByText("Harbour");
  expect([field().value, document.activeElement]).toEqual(["", field()]);
  fireEvent.keyDown(field(), { key: "Escape" });
  await waitFor(() => expect(queryByRole("searchbox")).toBeNull());
});

it("gives a letter typed in the list to the field", async () => {
  const { field } = await started();
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Other"));
  const focus = vi.spyOn(field(), "focus");
  fireEvent.keyDown(document.activeElement as Element, { key: "b" });
  expect(document.activeElement).toBe(field());
  expect(focus.mock.calls).toEqual([[{ preventScroll: true }]]);
});

it("says that nothing was found, and goes back to the list with the clear button", async () => {
  const { type, findByText, getByRole, field } = await started();
  type("submarine");
  await findByText("No results for “submarine”.", { selector: "p" });
  fireEvent.click(getByRole("button", { name: "Clear search" }));
  await findByText("Harbour");
  expect(document.activeElement).toBe(field());
});

it("says that the search failed and tries again", async () => {
  const { kernel, type, rows, findByRole, getByRole } = await started();
  const search = vi.spyOn(kernel.threads, "all", "get").mockImplementation(() => {
    throw new Error("The disk is gone.");
  });
  type("light");
  await findByRole("alert");
  search.mockRestore();
  fireEvent.click(getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(rows().length).toBe(5));
});

it("has no field where the kernel cannot search, and asks nothing", async () => {
  const { queryByRole, root, asked } = await started({});
  expect(queryByRole("searchbox")).toBeNull();
  fireEvent.keyDown(root.querySelector(".thread-open") as Element, { key: "b" });
  expect(asked()).toEqual([]);
});

const spoken = (root: HTMLElement) => root.querySelector("[aria-live=polite]")?.textContent;

it("says aloud what was found, and begins at the top of it", async () => {
  const { root, type } = await started();
  const scrollTo = vi.fn();
  Object.defineProperty(root.querySelector(".history-list"), "scrollTo", { value: scrollTo });
  type("light");
  await waitFor(() => expect(spoken(root)).toBe("2 messages in 3 chats"));
  expect(scrollTo.mock.calls).toEqual([[{ top: 0, behavior: "instant" }]]);
  type("submarine");
  await waitFor(() => expect(spoken(root)).toBe("No results for “submarine”."));
});

it.each([
  ["gone", "This message is no longer in the chat."],
  ["far", "This message is too far back to jump to. Scroll up to load it."],
  [new Error("The disk is gone."), "The disk is gone."],
  ["shown", null],
  ["left", null],
] as const)("says why it could not go to a message: %s", async (result, words) => {
  const { root, session, type, findByRole, queryByRole } = await started();
  const shown = vi.spyOn(session.search, "show").mockImplementation(() => {
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  });
  type("lighthouse ");
  fireEvent.click(await findByRole("button", { name: /Where is the lighthouse/ }));
  expect(shown.mock.calls).toMatchObject([[{ thread_id: "thr_old", item_id: "m0" }, "lighthouse"]]);
  await waitFor(() => expect(queryByRole("searchbox")).toBeNull());
  await waitFor(() => expect(root.querySelector(".toast span")?.textContent ?? null).toBe(words));
  await waitFor(() => expect(document.activeElement).toBe(queryByRole("textbox")));
});

it("says that it searches when that takes a while, and keeps what was found until there is something else", async () => {
  const { root, kernel, type, rows, findByText, queryByText } = await started();
  kernel.busy = true;
  type("light");
  await findByText("Searching…");
  kernel.busy = false;
  await waitFor(() => expect(rows().length).toBe(5));
  expect(queryByText("Searching…")).toBeNull();
  kernel.busy = true;
  type("boat");
  const isBusy = () => root.querySelector(".found-frame")?.getAttribute("aria-busy");
  expect(isBusy()).toBe("false");
  await waitFor(() => expect(isBusy()).toBe("true"));
  expect(rows().length).toBe(5);
  kernel.busy = false;
});

it("asks nothing any more when the history is closed", async () => {
  const { asked, type, getByRole, queryByRole } = await started();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type("light");
  fireEvent.click(getByRole("button", { name: "Back to chat" }));
  await vi.waitFor(() => expect(queryByRole("searchbox")).toBeNull());
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  expect(asked()).toEqual([]);
});

it("leaves Home and an input method's keys in the field to the field", async () => {
  const { field, type, rows, asked } = await started();
  type("light");
  await waitFor(() => expect(rows().length).toBe(5));
  const press = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    fireEvent(field(), event);
    return event.defaultPrevented;
  };
  field().focus();
  for (const init of [
    { key: "Home" },
    { key: "End" },
    { key: "ArrowDown", isComposing: true },
    { key: "Enter", isComposing: true },
    { key: "Escape", isComposing: true },
  ]) {
    expect([init.key, press(init), document.activeElement === field()]).toEqual([init.key, false, true]);
  }
  expect([field().value, asked().length]).toEqual(["light", 1]);
});

it("asks for what an input method has made once it is chosen", async () => {
  const { field, asked } = await started();
  field().value = "ひかり";
  fireEvent(field(), new InputEvent("input", { bubbles: true, isComposing: true }));
  field().value = "光";
  fireEvent(field(), new CompositionEvent("compositionend", { bubbles: true }));
  await waitFor(() => expect(asked().map(({ args }) => args)).toEqual([{ query: "光" }]));
});

it("draws the line under the field while results are out of sight, and loads no more chats then", async () => {
  const { root, session, type, rows } = await started();
  const asked = vi.spyOn(session, "listThreads");
  type("light");
  await waitFor(() => expect(rows().length).toBe(5));
  const list = root.querySelector<HTMLElement>(".history-list") as HTMLElement;
  for (const [scrollTop, isLine] of [
    [2, true],
    [1, false],
  ] as const) {
    Object.defineProperty(list, "scrollTop", { configurable: true, value: scrollTop });
    fireEvent.scroll(list);
    expect(list.hasAttribute("data-scrolled")).toBe(isLine);
    expect(root.querySelector(".header")?.hasAttribute("data-scrolled")).toBe(false);
  }
  expect(asked).not.toHaveBeenCalled();
});
