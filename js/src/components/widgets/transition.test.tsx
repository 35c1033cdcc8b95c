import { act, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

const animate = vi.fn();
let reduced = false;

beforeEach(() => {
  animate.mockReset();
  reduced = false;
  vi.stubGlobal("matchMedia", () => ({ matches: reduced }));
  vi.spyOn(Element.prototype, "animate").mockImplementation(animate);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const text = (value: string, props: object = {}) => ({ type: "Text", value, ...props });

function shown(children: unknown) {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const view = (next: unknown) => {
    const root = { type: "Card", children: [{ type: "Transition", children: next }] };
    return <WidgetView itemId="itm" root={root as unknown as WidgetRoot} />;
  };
  const made = draw(view(children), session);
  animate.mockReset();
  return { ...made, change: (next: unknown) => act(() => made.update(view(next))) };
}

it.each([
  ["another key", text("a", { key: "1" }), text("b", { key: "2" }), true],
  ["another id", text("a", { id: "1" }), text("b", { id: "2" }), true],
  ["another type", text("a"), { type: "Title", value: "b" }, true],
  ["nothing", text("a"), null, true],
  ["something after nothing", null, text("b"), true],
  ["more text in the same child", text("a", { key: "1" }), text("a and b", { key: "1" }), false],
  ["more text in a child without a name", text("a"), text("b"), false],
])("moves to %s: %s", async (_, before, after, moves) => {
  const { change, root } = shown(before);
  change(after);
  expect(animate.mock.calls.length > 0).toBe(moves);
  const said = (after as { value?: string } | null)?.value ?? "";
  // What is added to a text appears at its own pace.
  await waitFor(() => expect(root.querySelector(".w-transition")?.textContent).toBe(said));
});

it("loses none of several children", () => {
  const { root } = shown([text("a"), text("b")]);
  expect(root.querySelector(".w-transition")?.textContent).toBe("ab");
});

it("moves nothing for those who ask for stillness, nor when it is drawn first", () => {
  const { change } = shown(text("a", { key: "1" }));
  expect(animate).not.toHaveBeenCalled();
  reduced = true;
  change(text("b", { key: "2" }));
  expect(animate).not.toHaveBeenCalled();
});
