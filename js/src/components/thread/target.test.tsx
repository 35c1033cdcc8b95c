import { waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import { userItem } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, show } from "../fixture";

afterEach(clear);

const VIEW = 400;
/** Between the upper edges of the page and of the view. */
const EDGE = 50;
const SCROLLED = 1600;

function said(id: string, text: string): ThreadItem {
  const content = [{ type: "output_text" as const, text, annotations: [] }];
  return { ...userItem(id, "thr"), type: "assistant_message", content } as ThreadItem;
}

/** An answer that begins at 456 of all that scrolls, and whose words are drawn at `words`, 20 pixels high. */
async function started(text: string, words = 500) {
  const items = [userItem("asked", "thr"), said("answer", text)];
  const threads = [{ info: { id: "thr" }, items }];
  const view = show(memoryKernel({ script: () => [], threads, thread: "thr" }).connect());
  await view.findByText("asked");
  const box = view.getByRole("log");
  const tops: number[] = [];
  Object.defineProperties(box, {
    clientHeight: { value: VIEW },
    scrollHeight: { value: 3000 },
    scrollTop: { value: SCROLLED },
    scrollTo: { value: ({ top }: { top: number }) => tops.push(top) },
  });
  const at = (top: number, height: number) => new DOMRect(0, top + EDGE - SCROLLED, 0, height);
  box.getBoundingClientRect = () => new DOMRect(0, EDGE, 0, VIEW);
  const item = view.root.querySelector<HTMLElement>('[data-item="answer"]');
  if (item === null) throw new Error("The answer is not drawn.");
  item.getBoundingClientRect = () => at(456, 900);
  const ranges: string[][] = [];
  vi.spyOn(Range.prototype, "getBoundingClientRect").mockImplementation(function (this: Range) {
    ranges.push([this.toString(), this.startContainer.textContent ?? ""]);
    return at(words, 20);
  });
  const seek = async (query: string) => {
    view.session.search.target.value = { itemId: "answer", query };
    await waitFor(() => expect(tops.length).toBeGreaterThan(0));
    return tops.splice(0);
  };
  return { seek, ranges };
}

it("shows a message from its beginning when its words are in view then", async () => {
  const { seek } = await started("a light", 400 + VIEW - 48 - 20);
  expect(await seek("light")).toEqual([400]);
});

it("shows the words a third below the edge when they are further down", async () => {
  const { seek } = await started("a light", 400 + VIEW - 48 - 19);
  expect(await seek("light")).toEqual([733 - VIEW / 3]);
});

it("goes to the first place where most of the words are together", async () => {
  const { seek, ranges } = await started("A boat.\n\nHer light, a boat\n\nA boat, her light and boat");
  await seek("light boat");
  expect(ranges).toEqual([["light", "Her light, a boat"]]);
});

it("goes to one of the words where no two are together", async () => {
  const { seek, ranges } = await started("Nothing here.\n\nHer light, a lamp\n\nA boat");
  await seek("light boat");
  expect(ranges).toEqual([["light", "Her light, a lamp"]]);
});

it("shows a message from its beginning when its words are nowhere in it", async () => {
  const { seek, ranges } = await started("a light", 2000);
  expect([await seek("submarine"), ranges]).toEqual([[400], []]);
});
