import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, show } from "../fixture";

afterEach(clear);

/** The history with the newest of two chats about to be renamed. */
async function started() {
  const threads = ["Old", "New"].map((title) => ({ info: { id: title, title }, items: [] }));
  const kernel = memoryKernel({ async *script() {}, threads });
  const view = show(kernel.connect());
  const rename = vi.spyOn(view.session, "renameThread");
  fireEvent.click(await view.findByRole("button", { name: "Conversation history" }));
  await view.findByText("New");
  fireEvent.click(view.getAllByRole("button", { name: "Rename" })[0] as HTMLElement);
  const field = (await view.findByRole("textbox", { name: "Chat name" })) as HTMLInputElement;
  const write = (value: string) => fireEvent.input(field, { target: { value } });
  const titles = () => [...view.root.querySelectorAll(".thread-title")].map((title) => title.textContent);
  const closed = () => waitFor(() => expect(titles()).toHaveLength(2));
  return { ...view, kernel, rename, field, write, titles, closed };
}

it("starts from the name there is, selected", async () => {
  const { field } = await started();
  expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(["New", 0, 3]);
});

it("takes the new name with Enter, once, without the space around it", async () => {
  const { field, write, rename, titles, closed } = await started();
  write("  Better ");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  field.dispatchEvent(new FocusEvent("blur"));
  await closed();
  expect(rename.mock.calls).toEqual([["New", "Better"]]);
  expect(titles()).toEqual(["Better", "Old"]);
});

it("takes the new name when the field is left", async () => {
  const { field, write, rename, closed } = await started();
  write("Better");
  fireEvent.blur(field);
  await closed();
  expect(rename.mock.calls).toEqual([["New", "Better"]]);
});

it("keeps the old name on Escape, also when the field then loses the focus", async () => {
  const { field, write, rename, titles, closed } = await started();
  write("Better");
  const press = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  // Both before anything is drawn again, as when the browser takes the focus from what goes.
  field.dispatchEvent(press);
  field.dispatchEvent(new FocusEvent("blur"));
  await closed();
  expect([rename.mock.calls, titles(), press.defaultPrevented]).toEqual([[], ["New", "Old"], true]);
});

it.each(["New", "  New ", "", "   "])("asks nothing for the name %j", async (name) => {
  const { field, write, rename, titles, closed } = await started();
  write(name);
  fireEvent.keyDown(field, { key: "Enter" });
  await closed();
  expect([rename.mock.calls, titles()]).toEqual([[], ["New", "Old"]]);
});

it("asks nothing when the field is left as it was", async () => {
  const { field, rename, titles, closed } = await started();
  fireEvent.blur(field);
  await closed();
  expect([rename.mock.calls, titles()]).toEqual([[], ["New", "Old"]]);
});

it("keeps Enter and Escape from the page, and no other key", async () => {
  const { field } = await started();
  const outside: string[] = [];
  const listen = (event: KeyboardEvent) => outside.push(event.key);
  document.addEventListener("keydown", listen);
  for (const key of ["a", "Enter"]) {
    field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  document.removeEventListener("keydown", listen);
  expect(outside).toEqual(["a"]);
});

it("shows the new name before the kernel has it", async () => {
  const { kernel, field, write, closed, titles } = await started();
  kernel.busy = true;
  write("Better");
  fireEvent.keyDown(field, { key: "Enter" });
  await closed();
  expect(titles()).toEqual(["Better", "Old"]);
});

it("leaves Enter and Escape to an input method", async () => {
  const { field, write, rename, titles } = await started();
  write("こん");
  for (const key of ["Enter", "Escape"]) fireEvent.keyDown(field, { key, isComposing: true });
  expect([rename.mock.calls, titles()]).toEqual([[], ["Old"]]);
});

it("goes back to the row when the name is given, and can be renamed again", async () => {
  const { field, write, rename, getAllByRole, findByRole, closed } = await started();
  write("Better");
  fireEvent.keyDown(field, { key: "Enter" });
  await closed();
  expect(document.activeElement?.textContent).toContain("Better");
  fireEvent.click(getAllByRole("button", { name: "Rename" })[0] as HTMLElement);
  const again = await findByRole("textbox", { name: "Chat name" });
  fireEvent.input(again, { target: { value: "Best" } });
  fireEvent.keyDown(again, { key: "Enter" });
  await closed();
  expect(rename.mock.calls.map(([, title]) => title)).toEqual(["Better", "Best"]);
});

it("gives the old name back and says why when the kernel refuses", async () => {
  const { field, write, rename, titles, findByText } = await started();
  rename.mockRejectedValueOnce(new Error("The thread is locked."));
  write("Better");
  fireEvent.keyDown(field, { key: "Enter" });
  await findByText("The thread is locked.");
  expect(titles()).toEqual(["New", "Old"]);
});
