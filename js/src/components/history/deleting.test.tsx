import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, show } from "../fixture";

afterEach(() => {
  clear();
  vi.useRealTimers();
});

/** The history of three chats, of which the newest is open. Time passes only by `pass`. */
async function started() {
  const threads = ["a", "b", "c"].map((id) => ({ info: { id, title: `Chat ${id}` }, items: [] }));
  const kernel = memoryKernel({ async *script() {}, threads, thread: "c" });
  const view = show(kernel.connect());
  fireEvent.click(await view.findByRole("button", { name: "Conversation history" }));
  await view.findByText("Chat a");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const deletion = vi.spyOn(view.session, "deleteThread");
  const opened = vi.spyOn(view.session, "openThread");
  const titles = () => [...view.root.querySelectorAll(".thread-title")].map((title) => title.textContent);
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const remove = (index: number) => {
    fireEvent.click(view.getAllByRole("button", { name: "Delete" })[index] as HTMLElement);
  };
  const press = (name: string) => fireEvent.click(view.getByRole("button", { name }));
  const shows = (...expected: string[]) =>
    waitFor(() => expect(titles()).toEqual(expected.map((id) => `Chat ${id}`)));
  const deleted = () => deletion.mock.calls.map(([id]) => id);
  return { ...view, kernel, deletion, opened, pass, remove, press, shows, deleted };
}

it("takes the chat off the list at once and deletes it after a while", async () => {
  const { pass, remove, shows, deleted, queryByRole } = await started();
  remove(1);
  await shows("c", "a");
  await pass(5_999);
  expect(deleted()).toEqual([]);
  expect(queryByRole("button", { name: "Undo" })).not.toBeNull();
  await pass(1);
  expect(deleted()).toEqual(["b"]);
  await waitFor(() => expect(queryByRole("button", { name: "Undo" })).toBeNull());
});

it("offers no undo from the moment of the deletion, though the offer was drawn a little late", async () => {
  const { pass, shows, deleted, getAllByRole, queryByRole } = await started();
  getAllByRole("button", { name: "Delete" })[1]?.click();
  vi.advanceTimersByTime(50);
  await shows("c", "a");
  await waitFor(() => expect(queryByRole("button", { name: "Undo" })).not.toBeNull());
  await pass(5_950);
  expect(deleted()).toEqual(["b"]);
  await waitFor(() => expect(queryByRole("button", { name: "Undo" })).toBeNull());
});

it("puts it back where it was, and never deletes it, when that is undone", async () => {
  const { pass, remove, press, shows, deleted, opened, queryByRole } = await started();
  remove(1);
  await shows("c", "a");
  press("Undo");
  await shows("c", "b", "a");
  await waitFor(() => expect(queryByRole("button", { name: "Undo" })).toBeNull());
  await pass(20_000);
  expect([deleted(), opened.mock.calls]).toEqual([[], []]);
});

it("leaves the open chat for a new one, and opens it again when that is undone", async () => {
  const { session, remove, press, shows, opened } = await started();
  remove(0);
  await shows("b", "a");
  await waitFor(() => expect(session.thread.value).toBeNull());
  press("Undo");
  await shows("c", "b", "a");
  expect(opened.mock.calls).toEqual([[null], ["c"]]);
  await waitFor(() => expect(session.thread.value?.id).toBe("c"));
});

it("deletes both of two, each after its own while, and undoes the last", async () => {
  const { pass, remove, press, shows, deleted } = await started();
  remove(1);
  await shows("c", "a");
  await pass(3_000);
  remove(1);
  await shows("c");
  await pass(3_000);
  expect(deleted()).toEqual(["b"]);
  press("Undo");
  await shows("c", "a");
  await pass(20_000);
  expect(deleted()).toEqual(["b"]);
});

it("deletes it also when the offer to undo is dismissed or the history closed", async () => {
  const { pass, remove, press, shows, deleted, queryByText } = await started();
  remove(1);
  await shows("c", "a");
  press("Dismiss");
  await pass(1_000);
  remove(1);
  await shows("c");
  press("Back to chat");
  await waitFor(() => expect(queryByText("Chat c", { selector: "bdi" })).toBeNull());
  await pass(6_000);
  expect(deleted()).toEqual(["b", "a"]);
});

it("puts it back and says why when the kernel refuses", async () => {
  const { pass, remove, shows, deletion, findByText, queryByRole } = await started();
  deletion.mockRejectedValueOnce(new Error("The store is read-only."));
  remove(1);
  await shows("c", "a");
  await pass(6_000);
  await findByText("The store is read-only.");
  await shows("c", "b", "a");
  expect(queryByRole("button", { name: "Undo" })).toBeNull();
});

it("leaves another message standing when the chat is deleted", async () => {
  const { pass, remove, shows, deletion, findByText, queryByText } = await started();
  deletion.mockRejectedValueOnce(new Error("The store is read-only."));
  remove(1);
  await shows("c", "a");
  await pass(100);
  remove(1);
  await shows("c");
  await pass(5_900);
  await findByText("The store is read-only.");
  await pass(100);
  expect(queryByText("The store is read-only.")).not.toBeNull();
});
