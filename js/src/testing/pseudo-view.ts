/** A chat in the pseudo-locale, whose tests look for what is said in plain letters. */
import { fireEvent, waitFor } from "@testing-library/preact";
import { expect } from "vitest";
import { show } from "../components/fixture";
import type { talk } from "./greek-items";
import { type KernelSetup, memoryKernel } from "./kernel/kernel";
import { plainTexts, readTexts } from "./plain-texts";

export const ATTACHMENTS = {
  enabled: true,
  maxSize: 1000,
  maxCount: 2,
  accept: { "image/*": [], "text/plain": [] },
};
export const OPTIONS: NonNullable<KernelSetup["options"]> = {
  history: { search: true },
  composer: { attachments: ATTACHMENTS },
  threadItemActions: { feedback: true, retry: true },
};

/** A view that speaks the pseudo-locale, and its kernel. */
export function started(setup: Partial<KernelSetup> = {}) {
  const kernel = memoryKernel({ script: () => [], options: OPTIONS, ...setup });
  const view = show(kernel.connect());
  const button = (name: string) => view.findByRole("button", { name });
  const press = async (name: string) => fireEvent.click(await button(name));
  const ready = () => waitFor(() => expect(view.session.loading.value).toBe(false));
  const ask = () => view.session.send({ content: [], attachments: [], inference_options: {} });
  const isSaid = (text: string) => waitFor(() => expect(readTexts(view.root)).toContain(text));
  /** Nothing on the page is in plain letters. */
  const check = () => {
    expect(plainTexts(view.root)).toEqual([]);
    expect(view.root.textContent).toContain("⟦");
  };
  return { ...view, kernel, button, press, ready, ask, isSaid, check };
}

export const thread = (items: ReturnType<typeof talk>, status?: object) => ({
  threads: [{ info: { id: "thr", title: "Τίτλος", ...(status && { status }) } as never, items }],
  thread: "thr",
});

export const fileOf = (name: string, type = "text/plain", size = 3) =>
  new File([new Uint8Array(size)], name, { type });
