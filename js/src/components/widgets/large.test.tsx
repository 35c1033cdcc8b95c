import { waitFor } from "@testing-library/preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it } from "vitest";
import type { WidgetNode, WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

afterEach(clear);

const COUNT = 1_000;

function text(value: string, id = value): WidgetNode {
  return { type: "Text", id, value };
}

function texts(count: number): WidgetNode[] {
  return Array.from({ length: count }, (_, index) => text(`text ${index}`));
}

function card(children: readonly WidgetNode[]) {
  return <WidgetView itemId="itm" root={{ type: "Card", children } as unknown as WidgetRoot} />;
}

function drawn(children: readonly WidgetNode[]) {
  const { root, update } = draw(card(children), new Session(memoryKernel({ script: () => [] }).connect()));
  const values = () => [...root.querySelectorAll(".w-text")].map((element) => element.textContent);
  return { values, change: (next: readonly WidgetNode[]) => act(() => update(card(next))) };
}

it("draws the beginning of a long list at once, and all of it in the frames that follow", async () => {
  const { values } = drawn(texts(COUNT));
  const first = values().length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(COUNT / 4);
  await waitFor(() => expect(values().length).toBe(COUNT));
  expect(values()).toEqual(texts(COUNT).map(({ value }) => value));
});

it("counts what is within a node, so that a list of large nodes is drawn in slices, too", async () => {
  const rows = Array.from({ length: 10 }, (): WidgetNode => ({ type: "Col", children: texts(100) }));
  const { values } = drawn(rows);
  expect(values().length).toBeLessThan(COUNT / 2);
  await waitFor(() => expect(values().length).toBe(COUNT));
});

it("draws at once what comes to a long list that is there", async () => {
  const nodes = texts(COUNT);
  const { values, change } = drawn(nodes);
  await waitFor(() => expect(values().length).toBe(COUNT));
  change([text("before"), ...nodes, text("after")]);
  expect([values().length, values()[0], values().at(-1)]).toEqual([COUNT + 2, "before", "after"]);
});

it("looks at nothing of a thousand nodes when text streams into another", async () => {
  let looks = 0;
  const watched = texts(COUNT).map(
    (node) =>
      new Proxy(node, {
        get(target, name, receiver) {
          looks += 1;
          return Reflect.get(target, name, receiver);
        },
      }),
  );
  const { values, change } = drawn([text("Hel", "growing"), ...watched]);
  await waitFor(() => expect(values().length).toBe(COUNT + 1));
  looks = 0;
  change([text("Help", "growing"), ...watched]);
  await waitFor(() => expect(values()[0]).toBe("Help"));
  expect(looks).toBe(0);
});

it("keeps the elements of nodes that are moved", () => {
  const [one, two, three] = [text("one"), text("two"), text("three")];
  const { root, update } = draw(card([one, two]), new Session(memoryKernel({ script: () => [] }).connect()));
  const element = (value: string) =>
    [...root.querySelectorAll(".w-text")].find(({ textContent }) => textContent === value);
  const [first, second] = [element("one"), element("two")];
  act(() => update(card([three, two, one])));
  expect([...root.querySelectorAll(".w-text")].map(({ textContent }) => textContent)).toEqual([
    "three",
    "two",
    "one",
  ]);
  expect([element("one"), element("two")]).toEqual([first, second]);
  act(() => update(card([two])));
  expect([element("two"), element("one")]).toEqual([second, undefined]);
});
