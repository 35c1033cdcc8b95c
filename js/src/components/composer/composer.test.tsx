import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { GivenOptions } from "../../state/options";
import { memoryKernel } from "../../testing/kernel/kernel";
import type { Script } from "../../testing/kernel/turn";
import { clear, show } from "../fixture";

afterEach(clear);

// biome-ignore lint/correctness/useYield: it only keeps the response under way
const going: Script = async function* (_request, turn) {
  await turn.wait(10_000);
};

async function started(script: Script = going) {
  const kernel = memoryKernel({ script, options: { modelName: "Offline model" } });
  const view = show(kernel.connect());
  const box = (await view.findByRole("textbox", { name: "Message the AI" })) as HTMLTextAreaElement;
  await waitFor(() => expect(view.session.loading.value).toBe(false));
  const send = vi.spyOn(view.session, "send");
  const write = (text: string) => fireEvent.input(box, { target: { value: text } });
  /** Whether the view keeps the key from the browser. */
  const press = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    fireEvent(box, event);
    return event.defaultPrevented;
  };
  return { ...view, kernel, box, send, write, press };
}

it("sends on Enter, not on Shift+Enter", async () => {
  const { send, write, press } = await started();
  write("hello");
  expect(press({ key: "Enter", shiftKey: true })).toBe(false);
  expect(send).not.toHaveBeenCalled();
  expect(press({ key: "Enter" })).toBe(true);
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

it("says which model answers, if it has a name", async () => {
  const { root, kernel, getByText } = await started();
  expect(getByText("Offline model")).toBeTruthy();
  for (const modelName of ["", 5]) {
    kernel.setOptions({ modelName } as GivenOptions);
    await waitFor(() => expect(root.querySelector(".model")).toBeNull());
    kernel.setOptions({ modelName: "Another model" });
    await waitFor(() => expect(getByText("Another model")).toBeTruthy());
  }
});

it("does not stop what cannot be stopped, and shows that it is under way", async () => {
  const { session, write, press, getByRole, queryByRole } = await started(async function* (_request, turn) {
    yield { type: "stream_options", stream_options: { allow_cancel: false } };
    await turn.wait(10_000);
  });
  const stop = vi.spyOn(session, "stop");
  write("go");
  press({ key: "Enter" });
  await waitFor(() => expect(session.response.value?.allowCancel).toBe(false));
  await waitFor(() => expect(queryByRole("button", { name: "Stop" })).toBeNull());
  expect(getByRole("button", { name: "Send" }).classList).toContain("is-busy");
  press({ key: "Escape" });
  expect(stop).not.toHaveBeenCalled();
});

it("says that it stops", async () => {
  const { kernel, write, press, findByRole } = await started();
  write("go");
  press({ key: "Enter" });
  const button = await findByRole("button", { name: "Stop" });
  expect([button.dataset.tip, button.getAttribute("aria-disabled")]).toEqual(["Stop", "false"]);
  kernel.busy = true;
  fireEvent.click(button);
  await waitFor(() => expect(button.getAttribute("aria-disabled")).toBe("true"));
  expect(button.dataset.tip).toBe("Stopping…");
});

it("keeps Escape from the page, and lets the caret go where there is nothing to stop", async () => {
  const { box, write, press, findByRole } = await started();
  const outside = vi.fn();
  document.addEventListener("keydown", outside);
  box.focus();
  write("go");
  press({ key: "Enter" });
  await findByRole("button", { name: "Stop" });
  outside.mockClear();
  expect([press({ key: "Escape" }), document.activeElement]).toEqual([true, box]);
  await findByRole("button", { name: "Send" });
  expect([press({ key: "Escape" }), document.activeElement === box]).toEqual([true, false]);
  expect(outside).not.toHaveBeenCalled();
  document.removeEventListener("keydown", outside);
});

it("takes a press beside the field as one on it, but not that of a button", async () => {
  const { box, root, getByRole } = await started();
  const pressed = (element: Element | null) => {
    box.blur();
    const event = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    fireEvent(element as Element, event);
    return [event.defaultPrevented, document.activeElement === box];
  };
  expect(pressed(root.querySelector(".composer-box"))).toEqual([true, true]);
  expect(pressed(getByRole("button", { name: "Send" }))).toEqual([false, false]);
  expect(pressed(box)[0]).toBe(false);
});

it("sends with the button and stays on the page", async () => {
  const { root, send, write } = await started();
  write("hello");
  const submit = new Event("submit", { bubbles: true, cancelable: true });
  fireEvent(root.querySelector("form") as HTMLFormElement, submit);
  expect([submit.defaultPrevented, send.mock.calls.length]).toEqual([true, 1]);
});

it("takes the caret without scrolling, and not before it can be seen", async () => {
  const { box, kernel, findByRole } = await started();
  const hidden: boolean[] = [];
  const focus = vi.spyOn(box, "focus").mockImplementation(() => {
    hidden.push(box.closest("[hidden]") !== null);
  });
  kernel.ui("show_history");
  fireEvent.click(await findByRole("button", { name: "Back to chat" }));
  await waitFor(() => expect(hidden).toEqual([false]));
  kernel.ui("focus_composer");
  await waitFor(() => expect(hidden).toEqual([false, false]));
  expect(focus.mock.calls).toEqual([[{ preventScroll: true }], [{ preventScroll: true }]]);
});

it.each([
  ["locked", "This chat is locked."],
  ["closed", "This chat has ended."],
] as const)("says of a thread that is %s without a reason what it is", async (type, words) => {
  const info = { id: "thr", status: { type } };
  const kernel = memoryKernel({ script: going, threads: [{ info, items: [] }], thread: "thr" });
  const { findByText, findByRole, queryByRole } = show(kernel.connect());
  if (type === "closed") {
    await findByText(words);
    expect(queryByRole("textbox")).toBeNull();
  } else expect(((await findByRole("textbox", { name: words })) as HTMLTextAreaElement).disabled).toBe(true);
});
