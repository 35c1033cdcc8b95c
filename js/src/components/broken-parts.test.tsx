import { fireEvent } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import type { ThreadItem } from "../protocol/wire.gen";
import { brokenItem, brokenItems } from "../testing/broken-items";
import { builtIn } from "../testing/built-in";
import { type MemoryKernel, memoryKernel } from "../testing/kernel/kernel";
import { clear, show } from "./fixture";

afterEach(clear);

const NAMES = [...brokenItems.keys()];

function sound(id: string, text: string) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { id, thread_id: "thr_1", created_at: "2026-01-02T03:04:05", type: "assistant_message", content };
}

/** The thread with an item between two sound ones. */
function open(...items: object[]) {
  const all = [sound("first", "the first"), ...items, sound("last", "the last")];
  const kernel = memoryKernel({
    script: async function* (_request, turn) {
      yield* turn.say("the next reply", { pace: 0 });
    },
    threads: [{ info: { id: "thr_1" }, items: all as ThreadItem[] }],
    thread: "thr_1",
  });
  return { kernel, ...show(kernel.connect()) };
}

function told(kernel: MemoryKernel) {
  return kernel.received.flatMap((message) => {
    if (message.type !== "ui" || message.event !== "part.failed") return [];
    return [message.data as { item_id: string | null; part: string }];
  });
}

describe("an item of a wrong shape draws what it can or says that it can't", () => {
  it.each(NAMES)("%s", async (name) => {
    const before = builtIn();
    const { root, findByText, getByText } = open(brokenItem(name, "broken"));
    await findByText("the last");
    getByText("the first");
    await new Promise((resolve) => setTimeout(resolve));
    const item = root.querySelector('[data-item="broken"], .disclosure, .unshown');
    if (item === null) throw new Error("It is nowhere.");
    for (const line of item.querySelectorAll('[aria-expanded="false"]')) fireEvent.click(line);
    await new Promise((resolve) => setTimeout(resolve));
    const says = item.textContent;
    const isKept = JSON.stringify(brokenItems.get(name)).includes("kept t");
    if (isKept) expect(says).toMatch(/kept (text|title)/);
    else expect(says.trim() !== "" || item.querySelector("svg, progress, hr") !== null).toBe(true);
    expect(root.textContent).not.toContain("[object Object]");
    expect(root.querySelector("img[src^=javascript], script")).toBeNull();
    expect(builtIn()).toBe(before);
  });
});

it("goes on after all of them at once, tells each reason once, and shows the next reply", async () => {
  const items = NAMES.map((name, index) => brokenItem(name, `broken_${index}`));
  const view = open(
    ...items.flatMap((item, index) => [item, sound(`sound_${index}`, `neighbour ${index}.`)]).slice(-39),
  );
  await view.findByText("the last");
  const box = await view.findByRole("textbox", { name: "Message the AI" });
  fireEvent.input(box, { target: { value: "go on" } });
  fireEvent.keyDown(box, { key: "Enter" });
  await view.findByText("the next reply");
  const keys = told(view.kernel).map((data) => JSON.stringify(data));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(3);
});

it.each([1_000, 10_000])("says that children %i deep can't be shown", async (depth) => {
  let node: object = { type: "Text", value: "innermost" };
  for (let level = 0; level < depth; level += 1) node = { type: "Box", children: [node] };
  const { session, root, findByText, getByText } = open(
    brokenItem("widget of a type nobody knows", "broken"),
  );
  await findByText("This part can't be shown: Gauge");
  const entry = session.items.value.find(({ id }) => id === "broken");
  if (entry) entry.item.value = { ...entry.item.value, widget: node } as ThreadItem;
  await findByText("This part can't be shown: Box");
  getByText("the last");
  expect(root.querySelectorAll(".w-box").length).toBeGreaterThan(40);
});

it("draws an item again once it is sound", async () => {
  const { session, findByText, queryByText } = open(brokenItem("text is an object", "broken"));
  await findByText("This part can't be shown: Message");
  const entry = session.items.value.find(({ id }) => id === "broken");
  if (entry) entry.item.value = sound("broken", "mended") as ThreadItem;
  await findByText("mended");
  expect(queryByText("This part can't be shown: Message")).toBeNull();
});

it("shows the source of a part that can't be drawn on demand", async () => {
  const { findByText } = open(brokenItem("child of a type nobody knows", "broken"));
  fireEvent.click(await findByText("This part can't be shown: Gauge"));
  await findByText(/"type": "Gauge"/);
});
