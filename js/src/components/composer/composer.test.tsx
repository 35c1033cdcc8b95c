import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../kernel/kernel";
import { clear, show } from "../fixture";

afterEach(clear);

async function started() {
  const kernel = memoryKernel({
    // biome-ignore lint/correctness/useYield: it only keeps the response under way
    async *script(_request, turn) {
      await turn.wait(10_000);
    },
    options: { modelName: "Offline model" },
  });
  const view = show(kernel.connect());
  const box = (await view.findByRole("textbox", { name: "Message the AI" })) as HTMLTextAreaElement;
  await waitFor(() => expect(view.session.loading.value).toBe(false));
  const send = vi.spyOn(view.session, "send");
  const write = (text: string) => fireEvent.input(box, { target: { value: text } });
  return { ...view, kernel, box, send, write };
}

it("sends on Enter, not on Shift+Enter", async () => {
  const { box, send, write } = await started();
  write("hello");
  const shifted = new KeyboardEvent("keydown", {
    key: "Enter",
    shiftKey: true,
    cancelable: true,
    bubbles: true,
  });
  fireEvent(box, shifted);
  expect(shifted.defaultPrevented).toBe(false);
  expect(send).not.toHaveBeenCalled();
  fireEvent.keyDown(box, { key: "Enter" });
  expect(send).toHaveBeenCalledWith({
    content: [{ type: "input_text", text: "hello" }],
    attachments: [],
    inference_options: {},
  });
});

it("leaves Alt+Enter to the browser", async () => {
  const { box, send, write } = await started();
  write("hello");
  fireEvent.keyDown(box, { key: "Enter", altKey: true });
  expect(send).not.toHaveBeenCalled();
});

it("shows what is written into it from elsewhere, also what was there before", async () => {
  const { box, session, write } = await started();
  write("mine");
  box.value = "typed, and not told";
  session.draft.value = "";
  session.draft.value = "from Python";
  await waitFor(() => expect(box.value).toBe("from Python"));
});

it("asks only once to stop", async () => {
  const { box, session, kernel, write, findByRole } = await started();
  write("go");
  fireEvent.keyDown(box, { key: "Enter" });
  await findByRole("button", { name: "Stop" });
  kernel.busy = true;
  const stop = vi.spyOn(session, "stop");
  fireEvent.keyDown(box, { key: "Escape" });
  await waitFor(() => expect(session.response.value?.stopping).toBe(true));
  fireEvent.keyDown(box, { key: "Escape" });
  fireEvent.click(await findByRole("button", { name: "Stop" }));
  expect(stop).toHaveBeenCalledTimes(1);
});

it("leaves Enter to an input method", async () => {
  const { box, send, write } = await started();
  write("こん");
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
  expect(send).not.toHaveBeenCalled();
});

it("does not send nothing", async () => {
  const { box, send, write, getByRole } = await started();
  expect(getByRole("button", { name: "Send" }).hasAttribute("disabled")).toBe(true);
  write("   \n ");
  fireEvent.keyDown(box, { key: "Enter" });
  expect(send).not.toHaveBeenCalled();
});

it("stops with Escape and can be written in meanwhile", async () => {
  const { box, session, write, findByRole } = await started();
  write("go");
  fireEvent.keyDown(box, { key: "Enter" });
  await findByRole("button", { name: "Stop" });
  write("next");
  expect(session.draft.value).toBe("next");
  fireEvent.keyDown(box, { key: "Escape" });
  await findByRole("button", { name: "Send" });
  expect(box.value).toBe("next");
});

it("leaves Escape to an input method: it stops nothing", async () => {
  const { box, session, write, findByRole } = await started();
  write("go");
  fireEvent.keyDown(box, { key: "Enter" });
  await findByRole("button", { name: "Stop" });
  fireEvent.keyDown(box, { key: "Escape", isComposing: true });
  expect(session.response.value?.stopping).toBe(false);
});

it("takes the first letter typed anywhere, and only letters", async () => {
  const { box, root } = await started();
  const log = root.querySelector<HTMLElement>(".panel");
  const typed = (init: KeyboardEventInit) => {
    box.blur();
    log?.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...init }));
    return document.activeElement === box;
  };
  expect(typed({ key: "Enter" })).toBe(false);
  expect(typed({ key: " " })).toBe(false);
  expect(typed({ key: "c", ctrlKey: true })).toBe(false);
  expect(typed({ key: "é" })).toBe(true);
});

it("says which model answers", async () => {
  const { getByText } = await started();
  expect(getByText("Offline model")).toBeTruthy();
});
