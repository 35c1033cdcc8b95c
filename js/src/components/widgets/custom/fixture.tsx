/** Widgets with a component of the user's own, in a page that runs its module without importing it. */
import { waitFor } from "@testing-library/preact";
import { expect } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import { type MemoryKernel, memoryKernel } from "../../../testing/kernel/kernel";
import type { Script } from "../../../testing/kernel/turn";
import { draw } from "../../fixture";
import { WidgetView } from "../widget";

export interface Given {
  node: { readonly value?: unknown; readonly marks?: readonly unknown[] };
  el: HTMLElement;
  send: (action: unknown) => boolean;
}
export type Render = (given: Given) => unknown;

/** What each source exports, as if it had been run; a function for one that throws. */
export const sources = new Map<string, unknown>();
/** The sources that were run. */
export const ran: string[] = [];

export async function run(js: BufferSource): Promise<unknown> {
  const source = new TextDecoder().decode(js);
  ran.push(source);
  const exports = sources.get(source);
  return typeof exports === "function" ? exports() : exports;
}

// biome-ignore lint/correctness/useYield: it only keeps the response under way
const going: Script = async function* (_request, turn) {
  await turn.wait(10_000);
};

export let kernel: MemoryKernel;

/** Begins a test with a kernel of its own. */
export function begin(): void {
  sources.clear();
  ran.length = 0;
  kernel = memoryKernel({ script: going, threads: [{ info: { id: "thr" }, items: [] }], thread: "thr" });
}

/** Registers a component by the function that renders it. */
export function register(source: string, render: Render, css = "") {
  sources.set(source, { default: { render } });
  kernel.register("Gauge", { esm: source, css });
}

export async function drawn(...children: object[]) {
  const session = new Session(kernel.connect(), false, run);
  await waitFor(() => expect(session.thread.value?.id).toBe("thr"));
  const view = (nodes: object[], type = "Basic") => {
    const root = { type, children: nodes } as unknown as WidgetRoot;
    return <WidgetView itemId="itm" root={root} />;
  };
  const made = draw(view(children), session);
  const hosts = () => [...made.root.querySelectorAll(".w-custom")];
  const shown = () => hosts().map((host) => host.shadowRoot?.textContent);
  const update = (...nodes: object[]) => made.update(view(nodes));
  const logged = () =>
    kernel.received.flatMap((message) =>
      message.type === "ui" && message.event === "part.failed" ? [message.data] : [],
    );
  return { ...made, session, hosts, shown, update, logged };
}

export const gauge = (value: unknown, more: object = {}) => ({ type: "Gauge", value, ...more });
export const said: Render = ({ node, el }) => {
  el.textContent = `at ${node.value}`;
};
