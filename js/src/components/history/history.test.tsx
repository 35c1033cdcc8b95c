import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../kernel/kernel";
import { clear, faults, show } from "../fixture";
import { groupByDay } from "./days";

afterEach(() => {
  clear();
  vi.useRealTimers();
});

async function started(count = 3, options = {}) {
  const threads = Array.from({ length: count }, (_, index) => ({
    info: { id: `thr_${index}`, title: `Chat ${index}` },
    items: [],
  }));
  const kernel = memoryKernel({ async *script() {}, threads, thread: "thr_0", options });
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
  const field = await findByRole("textbox", { name: "Name of the chat" });
  fireEvent.input(field, { target: { value: "Better name" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await findByText("Better name");
  expect(kernel.threads.get("thr_2").info.title).toBe("Better name");
});

it("gives up a new name on Escape and stays open", async () => {
  const { getAllByRole, findByRole, findByText } = await started();
  fireEvent.click(getAllByRole("button", { name: "Rename" })[0] as HTMLElement);
  const field = await findByRole("textbox", { name: "Name of the chat" });
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

it("groups by days as people count them", () => {
  const now = new Date(2026, 10, 21, 0, 30);
  const thread = (created_at: Date) =>
    ({ id: String(created_at), created_at: created_at.toISOString() }) as never;
  const days = groupByDay(
    [
      thread(new Date(2026, 10, 21, 0, 10)),
      thread(new Date(2026, 10, 20, 23, 50)),
      thread(new Date(2026, 10, 18)),
      thread(new Date(2025, 0, 5)),
    ],
    now,
  );
  expect(days.map(({ label }) => label)).toEqual(["Today", "Yesterday", "Past 7 days", "January 2025"]);
});
