/** Puts a view on the page for a test, without a shadow root, which the queries cannot look into. */
import { configure, within } from "@testing-library/preact";
import axe from "axe-core";
import { render, type VNode } from "preact";
import type { Conversation } from "../state/conversation";
import { Session } from "../state/session";
import type { Transport } from "../transport/transport";
import { mount } from "./app";
import { createView, ViewProvider } from "./view";

// The queries by role are slow where nothing is painted, and more so on a busy machine.
configure({ asyncUtilTimeout: Number(import.meta.env?.VITE_WAIT_MS ?? 15_000) });

const undo: (() => void)[] = [];

function place(): HTMLElement {
  const root = document.createElement("div");
  document.body.append(root);
  undo.push(() => root.remove());
  return root;
}

/** Takes down what the test has put up. */
export function clear(): void {
  for (const step of undo.splice(0).toReversed()) step();
}

/** The whole view over a transport. */
export function show(transport: Transport) {
  const root = place();
  const session = new Session(transport);
  undo.push(() => session.dispose());
  undo.push(mount(root, session));
  return { root, session, ...within(root) };
}

/** A part of the view by itself. */
export function draw(node: VNode, conversation: Conversation) {
  const root = place();
  const view = createView(conversation);
  const update = (next: VNode) => render(<ViewProvider value={view}>{next}</ViewProvider>, root);
  update(node);
  undo.push(() => render(null, root));
  return { root, view, update, ...within(root) };
}

/** The rules that `root` breaks, as axe names them. Colours need a browser that paints. */
export async function faults(root: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(root, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}
