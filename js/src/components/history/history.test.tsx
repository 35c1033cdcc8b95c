import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, faults, show } from "../fixture";

afterEach(() => {
  clear();
  vi.useRealTimers();
});

async function started(count = 3, options = {}, thread: string | null = "thr_0") {
  const threads = Array.from({ length: count }, (_, index) => ({
    info: { id: `thr_${index}`, title: `Chat ${index}` },
    items: [],
  }));
  const kernel = memoryKernel({
    async *script() {},
    threads,
    options,
    ...(thread === null ? {} : { thread }),
  });
  const view = show(kernel.connect());
  fireEvent.click(await view.findByRole("button", { name: "Conversation history" }));
  await view.findByText(`Chat ${count - 1}`);
  const titles = () => [...view.root.querySelectorAll(".thread-title")].map((title) => title.textContent);
  return { ...view, kernel, titles };
}

it("lists the newest first and marks the one that is open", async () => {
  const { root, titles, getByRole } = await started();
  expect(titles()).toEqual(["Chat 2", "Chat 1", "Chat 0"]);
  expect(getByRole("button", { name: /Chat 0/ }).getAttribute("aria-current")).toBe("true");
  expect(await faults(root)).toEqual([]);
});

it("loads more on demand", async () => {
  const { titles, getByRole } = await started(40);
  expect(titles().length).toBe(30);
  fireEvent.click(getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(titles().length).toBe(40));
});

it("loads more as the reader comes near the end of the list", async () => {
  const { root, titles } = await started(70);
  const list = root.querySelector<HTMLElement>(".history-list");
  if (list === null) throw new Error("the list is not drawn");
  const scroll = (scrollTop: number) => {
    for (const [name, value] of Object.entries({ scrollHeight: 2000, clientHeight: 500, scrollTop })) {
      Object.defineProperty(list, name, { configurable: true, value });
    }
    fireEvent.scroll(list);
  };
  scroll(1100);
  scroll(1101);
  scroll(1200);
  await waitFor(() => expect(titles().length).toBe(60));
  scroll(1500);
  await waitFor(() => expect(titles().length).toBe(70));
});

it("says that the list could not be loaded, and tries again", async () => {
  const { session, titles, getByRole, findByRole } = await started(40);
  vi.spyOn(session, "listThreads").mockRejectedValueOnce(new Error("no"));
  fireEvent.click(getByRole("button", { name: "Show more" }));
  await findByRole("alert");
  expect(titles().length).toBe(30);
  fireEvent.click(getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(titles().length).toBe(40));
});

it("renames in place", async () => {
  const { getAllByRole, findByRole, findByText, kernel } = await started();
  fireEvent.click(getAllByRole("button", { name: "Rename" })[0] as HTMLElement);
  const field = await findByRole("textbox", { name: "Chat name" });
  fireEvent.input(field, { target: { value: "Better name" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await findByText("Better name");
  expect(kernel.threads.get("thr_2").info.title).toBe("Better name");
});

it("gives up a new name on Escape and stays open", async () => {
  const { getAllByRole, findByRole, findByText } = await started();
  fireEvent.click(getAllByRole("button", { name: "Rename" })[0] as HTMLElement);
  const field = await findByRole("textbox", { name: "Chat name" });
  fireEvent.input(field, { target: { value: "Other" } });
  fireEvent.keyDown(field, { key: "Escape" });
  await findByText("Chat 2");
});

it("deletes after a while in which that can be undone", async () => {
  const { getAllByRole, findByRole, findByText, titles, kernel } = await started();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const remove = () => fireEvent.click(getAllByRole("button", { name: "Delete" })[0] as HTMLElement);
  const chats = () => kernel.received.filter((message) => JSON.stringify(message).includes("threads.delete"));

  remove();
  await waitFor(() => expect(titles()).toEqual(["Chat 1", "Chat 0"]));
  fireEvent.click(await findByRole("button", { name: "Undo" }));
  await findByText("Chat 2");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(chats()).toEqual([]);

  remove();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(chats().length).toBe(1);
});

it("moves through the rows with the arrow keys and closes with Escape", async () => {
  const { root, getByRole, queryByText } = await started();
  const row = getByRole("button", { name: /Chat 2/ });
  row.focus();
  fireEvent.keyDown(row, { key: "ArrowDown" });
  expect(document.activeElement?.textContent).toContain("Chat 1");
  fireEvent.keyDown(document.activeElement as Element, { key: "End" });
  expect(document.activeElement?.textContent).toContain("Chat 0");
  for (const [key, title] of [
    ["ArrowDown", "Chat 0"],
    ["ArrowUp", "Chat 1"],
    ["Home", "Chat 2"],
  ] as const) {
    fireEvent.keyDown(document.activeElement as Element, { key });
    expect(document.activeElement?.textContent).toContain(title);
  }
  fireEvent.keyDown(document.activeElement as Element, { key: "End", isComposing: true });
  expect(document.activeElement?.textContent).toContain("Chat 2");
  fireEvent.keyDown(root.querySelector(".history") as Element, { key: "Escape" });
  await waitFor(() => expect(queryByText("Chat 2")).toBeNull());
});

it("offers only what the options allow", async () => {
  const { queryByRole } = await started(3, { history: { showDelete: false, showRename: false } });
  expect(queryByRole("button", { name: "Rename" })).toBeNull();
  expect(queryByRole("button", { name: "Delete" })).toBeNull();
});

it.each(["showDelete", "showRename"])("offers one without the other: no %s", async (option) => {
  const { queryAllByRole } = await started(2, { history: { [option]: false } });
  const offered = ["Delete", "Rename"].map((name) => queryAllByRole("button", { name }).length);
  expect(offered).toEqual(option === "showDelete" ? [0, 2] : [2, 0]);
});

it("has the focus on the chat that is open", async () => {
  await started();
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Chat 0"));
});

it("has the focus on the first chat where none is open, and gives it to the composer with what is opened", async () => {
  const { session, getByRole, queryByText } = await started(3, {}, null);
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Chat 2"));
  fireEvent.click(getByRole("button", { name: /Chat 1/ }));
  await waitFor(() => expect(queryByText("Chat 2")).toBeNull());
  expect(session.thread.value?.id).toBe("thr_1");
  await waitFor(() => expect(document.activeElement).toBe(getByRole("textbox")));
});

it("gives the focus to the composer with Escape", async () => {
  const { root, getByRole, queryByText } = await started();
  fireEvent.keyDown(root.querySelector(".history") as Element, { key: "Escape" });
  await waitFor(() => expect(queryByText("Chat 2")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(getByRole("textbox")));
});

it("moves with the arrow keys from row to row only", async () => {
  const { getAllByRole } = await started();
  const [rename] = getAllByRole("button", { name: "Rename" });
  rename?.focus();
  fireEvent.keyDown(rename as Element, { key: "ArrowDown" });
  expect(document.activeElement).toBe(rename);
});

it("draws the line under the header while rows are out of sight, and not in the chat", async () => {
  const { root, getByRole } = await started();
  const list = root.querySelector<HTMLElement>(".history-list") as HTMLElement;
  const scroll = (scrollTop: number) => {
    Object.defineProperty(list, "scrollTop", { configurable: true, value: scrollTop });
    fireEvent.scroll(list);
  };
  const line = () => root.querySelector(".header")?.hasAttribute("data-scrolled");
  scroll(2);
  await waitFor(() => expect(line()).toBe(true));
  expect(list.hasAttribute("data-scrolled")).toBe(false);
  scroll(1);
  await waitFor(() => expect(line()).toBe(false));
  scroll(2);
  await waitFor(() => expect(line()).toBe(true));
  fireEvent.click(getByRole("button", { name: "Back to chat" }));
  await waitFor(() => expect(line()).toBe(false));
});

it("asks for one page at a time", async () => {
  const { root, session, titles } = await started(70);
  const list = root.querySelector<HTMLElement>(".history-list") as HTMLElement;
  const asked = vi.spyOn(session, "listThreads");
  for (const [name, value] of Object.entries({ scrollHeight: 2000, clientHeight: 500, scrollTop: 1200 })) {
    Object.defineProperty(list, name, { configurable: true, value });
  }
  fireEvent.scroll(list);
  fireEvent.scroll(list);
  await waitFor(() => expect(titles().length).toBe(60));
  expect(asked).toHaveBeenCalledTimes(1);
});

it("loads no more chats while there is something in the search field", async () => {
  const { root, session, getByRole } = await started(40, { history: { search: true } });
  const asked = vi.spyOn(session, "listThreads");
  const list = root.querySelector<HTMLElement>(".history-list") as HTMLElement;
  const field = getByRole("searchbox") as HTMLInputElement;
  expect(field.maxLength).toBe(1_000);
  fireEvent.input(field, { target: { value: "chat" } });
  fireEvent.scroll(list);
  expect(asked).not.toHaveBeenCalled();
  fireEvent.input(field, { target: { value: "" } });
  fireEvent.scroll(list);
  expect(asked).toHaveBeenCalledTimes(1);
});

it("says that there is something to come", async () => {
  const kernel = memoryKernel({ script: () => [], options: { history: { search: true } } });
  const view = show(kernel.connect());
  const button = await view.findByRole("button", { name: "Conversation history" });
  kernel.busy = true;
  fireEvent.click(button);
  await view.findByText("Loading…");
  kernel.busy = false;
  await view.findByText("No chats yet. Your conversations will appear here.");
  expect([view.queryByText("Loading…"), view.queryByRole("searchbox")]).toEqual([null, null]);
});

it("says that there are no chats yet", async () => {
  const { findByRole, findByText } = show(memoryKernel({ script: () => [] }).connect());
  fireEvent.click(await findByRole("button", { name: "Conversation history" }));
  await findByText("No chats yet. Your conversations will appear here.");
});

it("names a chat without a title", async () => {
  const threads = [{ info: { id: "thr" }, items: [] }];
  const { findByRole, findByText, queryByText } = show(memoryKernel({ script: () => [], threads }).connect());
  fireEvent.click(await findByRole("button", { name: "Conversation history" }));
  await findByText("New chat", { selector: "bdi" });
  expect(queryByText("No chats yet. Your conversations will appear here.")).toBeNull();
});
