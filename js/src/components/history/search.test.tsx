import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { input, userItem } from "../../kernel/fixture";
import { memoryKernel } from "../../kernel/kernel";
import type { ThreadItem } from "../../protocol/wire.gen";
import { clear, faults, show } from "../fixture";

afterEach(clear);

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
  const asked = () => kernel.received.filter(({ type: kind }) => kind === "search");
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
  fireEvent.keyDown(document.activeElement as Element, { key: "b" });
  expect(document.activeElement).toBe(field());
});

it("says that nothing was found, and goes back to the list with the clear button", async () => {
  const { type, findByText, getByRole, field } = await started();
  type("submarine");
  await findByText('Nothing found for "submarine".', { selector: "p" });
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
