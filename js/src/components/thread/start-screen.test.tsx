import { signal } from "@preact/signals";
import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { StartPrompt } from "../../protocol/options.gen";
import type { ActiveResponse } from "../../state/conversation";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import type { Script } from "../../testing/kernel/turn";
import { clear, draw, show } from "../fixture";
import { StartScreen } from "./start-screen";

afterEach(clear);

// biome-ignore lint/correctness/useYield: it only keeps the response under way
const going: Script = async function* (_request, turn) {
  await turn.wait(10_000);
};

async function started(prompts: StartPrompt[], isBusy = false) {
  const kernel = memoryKernel({ script: going, options: { startScreen: { greeting: "Hello", prompts } } });
  kernel.busy = isBusy;
  const view = show(kernel.connect());
  if (!isBusy) await view.findByText("Hello");
  const send = vi.spyOn(view.session, "send");
  const log = vi.spyOn(view.session, "log");
  return { ...view, kernel, send, log };
}

const part = (text: string) => ({ type: "input_text" as const, text });

it("sends the text of a prompt and tells that it was picked", async () => {
  const { send, log, getByRole } = await started([{ label: "Pick me", prompt: "picked" }]);
  fireEvent.click(getByRole("button", { name: "Pick me" }));
  expect(send.mock.calls).toEqual([[{ content: [part("picked")], attachments: [], inference_options: {} }]]);
  expect(log.mock.calls).toEqual([["startScreenPrompt.select", { text: "picked" }]]);
});

it("sends the parts of a prompt as they are, and names it by its text", async () => {
  const prompt = [part("one "), part("two")];
  const { send, log, getByRole } = await started([{ prompt } as StartPrompt]);
  fireEvent.click(getByRole("button", { name: "one two" }));
  expect(send.mock.calls).toMatchObject([[{ content: prompt }]]);
  expect(log.mock.calls).toEqual([["startScreenPrompt.select", { text: "one two" }]]);
});

it("draws a prompt's picture, or a common one", async () => {
  const prompts = ["star", "unheard of", undefined].map(
    (icon, index) => ({ label: String(index), prompt: "x", icon }) as StartPrompt,
  );
  const { root } = await started(prompts);
  const icons = [...root.querySelectorAll<HTMLElement>(".prompt .icon")].map((icon) => icon.dataset.icon);
  expect(icons).toEqual(["star", "message-square", "message-square"]);
});

it("has no list where there is nothing to pick", async () => {
  const { root } = await started([]);
  expect(root.querySelector(".prompts")).toBeNull();
});

it("offers nothing to pick during a response", async () => {
  const options = { startScreen: { prompts: [{ label: "Pick me", prompt: "picked" }] } };
  const session = new Session(memoryKernel({ script: () => [], options }).connect());
  const response = signal<ActiveResponse | null>(null);
  Object.defineProperty(session, "response", { value: response });
  await waitFor(() => expect(session.connection.value).toBe("ready"));
  const { getByRole } = draw(<StartScreen />, session);
  const isDisabled = () => getByRole("button", { name: "Pick me" }).hasAttribute("disabled");
  expect(isDisabled()).toBe(false);
  response.value = { id: "r", op: "threads.create", allowCancel: true, stopping: false };
  await waitFor(() => expect(isDisabled()).toBe(true));
});

it("offers nothing to pick once the kernel is gone", async () => {
  const { kernel, getByRole } = await started([{ label: "Pick me", prompt: "picked" }]);
  const isDisabled = () => getByRole("button", { name: "Pick me" }).hasAttribute("disabled");
  expect(isDisabled()).toBe(false);
  kernel.end("restarted");
  await waitFor(() => expect(isDisabled()).toBe(true));
});
