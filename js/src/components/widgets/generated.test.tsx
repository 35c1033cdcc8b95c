/// <reference types="vite/client" />
/**
 * Random widgets of the right kinds. `VITE_WIDGET_SEED=7 VITE_WIDGET_COUNT=2000 npx vitest run src/components/widgets/generated`
 * makes another run; a failure names the number of the widget.
 */
import { act } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { GeneratedWidgets, type Made } from "../../testing/generated-widgets";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Measured } from "../../testing/measured";
import { Random } from "../../testing/random";
import { clear, draw } from "../fixture";
import { later } from "../prose/budget";
import { WidgetView } from "./widget";

const SEED = Number(import.meta.env.VITE_WIDGET_SEED ?? 20_260_102);
const COUNT = Number(import.meta.env.VITE_WIDGET_COUNT ?? 150);

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Measured);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

/** Draws the states of a widget one after another, and tells the last one's markup. */
async function drawn(...states: readonly Made[]): Promise<string> {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const told = vi.spyOn(session, "log");
  const view = (root: Made) => <WidgetView itemId="itm" root={root as unknown as WidgetRoot} />;
  let made: ReturnType<typeof draw> | undefined;
  for (const state of states) {
    act(() => {
      if (made === undefined) made = draw(view(state), session);
      else made.update(view(state));
    });
  }
  await behind(states);
  const html = made === undefined ? "" : canonical(made.root);
  expect(told.mock.calls.filter(([name]) => name === "part.failed")).toEqual([]);
  clear();
  return counted(html);
}

/** Waits for the frames that draw what is large. */
async function behind(states: readonly Made[]): Promise<void> {
  const nodes = Math.max(...states.map((state) => JSON.stringify(state).split('"type"').length));
  for (let frame = 0; frame < nodes / 50; frame += 1)
    await act(() => new Promise<void>((resolve) => later(resolve)));
}

/** Attributes that say something by being there. */
const TELLING: ReadonlySet<string> = new Set(
  "alt checked disabled hidden inert multiple novalidate readonly required".split(" "),
);

/** Markup in which attributes and styles stand in one order, whenever they were set. */
function canonical(element: Element): string {
  const attributes = [...element.attributes]
    .map(({ name, value }) => [name, name === "style" ? styles(value) : value] as const)
    // What Preact sets as a property is left as an empty attribute when it is taken away, which says nothing.
    .filter(([name, value]) => value !== "" || TELLING.has(name))
    .map(([name, value]) => `${name}=${value}`);
  const inner = [...element.childNodes].map((node) =>
    node instanceof Element ? canonical(node) : node.textContent,
  );
  return `<${element.tagName} ${attributes.sort().join(" ")}>${inner.join("")}`;
}

/** What this page can't read, such as variables in borders, is left in pieces when it is taken away; browsers do better. */
const UNREAD = /^border(?:-(?:color|style|width))?:|^border-[a-z-]+-(?:color|style|width): var|:\s*$/;

function styles(text: string): string {
  const lines = text.split(";").map((line) => line.trim());
  return lines
    .filter((line) => line !== "" && !UNREAD.test(line))
    .sort()
    .join(";");
}

/** Ids count up wherever they are made; only which are the same matters. */
function counted(html: string): string {
  const known = new Map<string, number>();
  return html.replace(/\bP\d+-\d+/g, (id) => {
    if (!known.has(id)) known.set(id, known.size);
    return `id${known.get(id)}`;
  });
}

/** Where `one` is first other than `two`: nobody reads all of it. */
function around(one: string, two: string): string {
  const at = [...one].findIndex((character, index) => character !== two[index]);
  return at === -1 && one.length === two.length ? "" : one.slice(Math.max(at - 300, 0), at + 200);
}

it("draws whatever Python's classes can say, and the same after a change as from the beginning", async () => {
  for (let number = 0; number < COUNT; number += 1) {
    const widgets = new GeneratedWidgets(new Random(SEED + number));
    const before = widgets.root();
    const after = widgets.changed(before);
    expect(await drawn(before), `widget ${number}`).not.toBe("");
    const [patched, fresh] = [await drawn(before, after), await drawn(after)];
    expect(around(patched, fresh), `widget ${number}, changed`).toBe(around(fresh, patched));
  }
}, 900_000);
