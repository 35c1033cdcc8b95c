/** Draws widgets for tests of their fields. */
import { fireEvent } from "@testing-library/preact";
import { vi } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import { memoryKernel } from "../../../testing/kernel/kernel";
import { draw } from "../../fixture";
import { WidgetView } from "../widget";

/** A widget whose actions are noted, and end when `end` is called. */
export function drawWidget(widget: object, conversation?: Session) {
  const session = conversation ?? new Session(memoryKernel({ script: async function* () {} }).connect());
  const ends: (() => void)[] = [];
  const action = vi
    .spyOn(session, "action")
    .mockImplementation(() => new Promise((resolve) => ends.push(resolve)));
  const element = (root: object) => <WidgetView itemId="itm" root={root as WidgetRoot} />;
  const view = draw(element(widget), session);
  return {
    ...view,
    session,
    action,
    end: () => {
      for (const end of ends.splice(0)) end();
    },
    /** What was sent last, as JSON would have it. */
    sent: () => action.mock.calls.at(-1)?.[1],
    payload: () => action.mock.calls.at(-1)?.[1].payload,
    show: (root: object) => view.update(element(root)),
    field: (key: string) => fieldOf(view.root, key),
    write: (key: string, text: string) =>
      fireEvent.input(fieldOf(view.root, key), { target: { value: text } }),
    press: (name: string | RegExp) => fireEvent.click(view.getByRole("button", { name })),
  };
}

function fieldOf(root: HTMLElement, key: string): HTMLInputElement {
  const found = [...root.querySelectorAll<HTMLInputElement>("[data-field]")].find(
    ({ dataset }) => dataset.field === key,
  );
  if (found === undefined) throw new Error(`There is no field ${JSON.stringify(key)}.`);
  return found;
}

export const form = (children: object[], props: object = {}) => ({
  type: "Card",
  children: [{ type: "Form", onSubmitAction: { type: "send" }, children, ...props }],
});

export const submit = (label = "Send", props: object = {}) => ({
  type: "Button",
  label,
  submit: true,
  ...props,
});
