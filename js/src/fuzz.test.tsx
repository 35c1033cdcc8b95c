/// <reference types="vite/client" />
/**
 * Random inputs through the whole view. `VITE_FUZZ_SEED=7 VITE_FUZZ_COUNT=50000 npx vitest run src/fuzz` makes another
 * run; a failure names the seed and the input.
 */
import { waitFor } from "@testing-library/preact";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clear, show } from "./components/fixture";
import type { StreamEvent } from "./protocol/envelope";
import type { Session } from "./state/session";
import { builtIn } from "./testing/built-in";
import { foreignIn } from "./testing/foreign";
import { type FuzzInput, type FuzzKind, fuzzInput } from "./testing/fuzz";
import { memoryKernel } from "./testing/kernel/kernel";

const SEED = Number(import.meta.env.VITE_FUZZ_SEED ?? 20_260_102);
const COUNT = Number(import.meta.env.VITE_FUZZ_COUNT ?? 10_000);
const BATCH = 100;

/** What of the inputs is of each kind. */
const SHARES: readonly (readonly [FuzzKind, number])[] = [
  ["markdown", 0.4],
  ["widget", 0.3],
  ["event", 0.3],
];

const uncaught: unknown[] = [];
const catches = (event: ErrorEvent | PromiseRejectionEvent) => {
  uncaught.push("error" in event ? event.error : event.reason);
};

beforeAll(() => {
  window.addEventListener("error", catches);
  window.addEventListener("unhandledrejection", catches);
});

afterAll(() => {
  window.removeEventListener("error", catches);
  window.removeEventListener("unhandledrejection", catches);
});

afterEach(clear);

async function goThrough(inputs: readonly FuzzInput[]): Promise<HTMLElement> {
  const asked = [[...inputs.map(({ event }) => event)], []];
  const kernel = memoryKernel({
    script: async function* (_request, turn) {
      for (const event of asked.shift() ?? []) yield event as StreamEvent;
      if (asked.length === 0) yield* turn.say("and the chat goes on", { pace: 0, size: 100 });
    },
    threads: [{ info: { id: "thr_1" }, items: [] }],
    thread: "thr_1",
  });
  const { root, session } = show(kernel.connect());
  kernel.ask("first");
  await drawn(session);
  kernel.ask("then");
  await drawn(session);
  expect(root.textContent).toContain("and the chat goes on");
  return root;
}

/** Waits until the response has ended and is drawn. */
async function drawn({ response }: Session): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve));
  while (response.peek() !== null);
  await new Promise((resolve) => setTimeout(resolve));
}

/** What stands in the fields of an item. */
function valuesIn(item: HTMLElement): string[] {
  const fields = item.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return [...fields].map(({ value }) => value);
}

/** The words of the inputs that are neither seen nor behind a line that leads to them. */
function lost(root: HTMLElement, inputs: readonly FuzzInput[]): string[] {
  const texts = new Map(
    [...root.querySelectorAll<HTMLElement>("[data-item]")].map((item) => [
      item.dataset.item,
      [item.textContent, ...valuesIn(item)].join("\n"),
    ]),
  );
  return inputs.flatMap(({ event, words }) => {
    const text = texts.get((event as { item: { id: string } }).item.id) ?? "";
    return /can't be shown|Show (all|more)/.test(text) ? [] : words.filter((word) => !text.includes(word));
  });
}

describe(`seed ${SEED}`, () => {
  const batches = SHARES.flatMap(([kind, share]) =>
    Array.from({ length: Math.ceil((COUNT * share) / BATCH) }, (_, batch) => [kind, batch * BATCH] as const),
  );
  it.each(batches)("%s inputs from %i on harm nothing and lose nothing", async (kind, start) => {
    const before = builtIn();
    const inputs = Array.from({ length: BATCH }, (_, index) => fuzzInput(SEED, start + index, kind));
    const root = await goThrough(inputs);
    expect(uncaught).toEqual([]);
    expect(builtIn()).toBe(before);
    expect(foreignIn(root)).toEqual([]);
    // Long messages are drawn in slices.
    if (kind !== "event") await waitFor(() => expect(lost(root, inputs)).toEqual([]), { container: root });
  });
});
