import { afterEach, expect, it } from "vitest";
import { attach } from "../index";
import type { ThreadItem } from "../protocol/wire.gen";
import { memoryKernel } from "../testing/kernel/kernel";

const card = {
  type: "Card",
  children: [
    { type: "Text", value: "Where to?" },
    { type: "Button", label: "Book", onClickAction: { type: "book" } },
  ],
};

let leave = () => {};
afterEach(() => {
  leave();
  document.body.replaceChildren();
});

async function shown(isAlone: boolean): Promise<{ host: HTMLElement; root: ShadowRoot }> {
  const widget = { id: "wid", thread_id: "thr", created_at: "2026-05-12", type: "widget", widget: card };
  const items = [widget as unknown as ThreadItem];
  const kernel = memoryKernel({
    script: () => {
      throw new Error("Nobody answers.");
    },
    threads: [{ info: { id: "thr" }, items }],
    thread: "thr",
    options: { height: 480 },
    isAlone,
  });
  const host = document.body.appendChild(document.createElement("div"));
  leave = attach({ transport: kernel.connect(), host });
  await expect.poll(() => host.shadowRoot?.textContent).toContain("Where to?");
  if (host.shadowRoot === null) throw new Error("The host has no shadow root.");
  return { host, root: host.shadowRoot };
}

it("is the widget and nothing of a chat, as high as it is", async () => {
  const { host, root } = await shown(true);
  expect(host.style.height).toBe("");
  expect([...root.querySelectorAll("header, textarea, [role=log]")]).toEqual([]);
  expect(root.querySelector("section")?.getAttribute("aria-label")).toBe("Widget");
});

it("says what becomes of an action", async () => {
  const { root } = await shown(true);
  root.querySelector("button")?.click();
  await expect.poll(() => root.querySelector("[role=alert]")?.textContent).toContain("Nobody answers.");
});

it("is not what a chat looks like", async () => {
  const { host, root } = await shown(false);
  expect(host.style.height).toBe("480px");
  expect(root.querySelector("[role=log]")).not.toBeNull();
});
