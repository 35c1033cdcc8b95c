/** Widgets as agents write them: with props that nobody knows, and null for what is not set. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import samples from "../../../../tests/widget_samples.json";
import { isObject } from "../../protocol/guards";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { COMPONENTS } from "../../testing/components";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Measured } from "../../testing/measured";
import { clear, draw, faults } from "../fixture";
import { WidgetView } from "./widget";

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Measured);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const KNOWN = new Map(COMPONENTS.map(({ type, props }) => [type, new Set([...props.keys(), "type"])]));

/** The texts of props that no component of the type has. */
function strangers(node: unknown): string[] {
  if (!isObject(node)) return [];
  const known = KNOWN.get(String(node.type));
  const own = Object.entries(node).filter(([name, value]) => !known?.has(name) && typeof value === "string");
  const children = Array.isArray(node.children) ? node.children : [];
  return [...own.map(([, value]) => String(value)), ...children.flatMap(strangers)];
}

it("has samples with props that nobody knows", () => {
  expect(Object.values(samples).flatMap(strangers)).not.toEqual([]);
});

it.each(Object.entries(samples))("draws the widget %s, and breaks no rule", async (_, root) => {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const told = vi.spyOn(session, "log");
  const { root: drawn } = draw(<WidgetView itemId="itm" root={root as unknown as WidgetRoot} />, session);
  expect(drawn.textContent).not.toMatch(/can't be shown|null|undefined|NaN|\[object/);
  for (const text of strangers(root)) expect(drawn.innerHTML).not.toContain(text);
  expect(told.mock.calls.filter(([name]) => name === "part.failed")).toEqual([]);
  expect(await faults(drawn)).toEqual([]);
});
