import { waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import { clear, draw, faults } from "../../fixture";
import { WidgetView } from "../widget";
import {
  begin,
  drawn,
  type Given,
  gauge,
  kernel,
  type Render,
  ran,
  register,
  run,
  said,
  sources,
} from "./fixture";

beforeEach(begin);
afterEach(clear);

it("draws a node in a shadow root of its own, from a frozen copy, with its style sheet", async () => {
  const nodes: Given["node"][] = [];
  const render: Render = (given) => {
    nodes.push(given.node);
    return said(given);
  };
  register("a", render, "b { color: red }");
  const node = gauge(3, { marks: [{ at: 1 }] });
  const { hosts, shown } = await drawn(node, { type: "Text", value: "after" });
  await waitFor(() => expect(shown()).toEqual(["at 3"]));
  expect(nodes).toEqual([node]);
  expect(nodes[0]).not.toBe(node);
  expect([nodes[0], nodes[0]?.marks, nodes[0]?.marks?.[0]].map(Object.isFrozen)).toEqual([true, true, true]);
  const sheets = hosts()[0]?.shadowRoot?.adoptedStyleSheets ?? [];
  expect(sheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join()).toContain("red");
});

it("runs a module once for all its nodes, and asks for it only when there is one", async () => {
  register("a", said);
  const { shown, update } = await drawn({ type: "Text", value: "none" });
  expect(kernel.received.filter(({ type }) => type === "ask")).toEqual([]);
  update(gauge(1), { type: "Card", children: [{ type: "Row", children: [gauge(2)] }] });
  await waitFor(() => expect(shown()).toEqual(["at 1", "at 2"]));
  update(gauge(3), gauge(4));
  await waitFor(() => expect(shown()).toEqual(["at 3", "at 4"]));
  expect(ran).toEqual(["a"]);
});

it("a function render beside the default export will do", async () => {
  sources.set("a", { render: said });
  kernel.register("Gauge", { esm: "a" });
  const { shown } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
});

it("what has an update is updated when its node has changed, and only then", async () => {
  const calls: unknown[] = [];
  register("a", ({ node, el }) => {
    calls.push(["render", node.value]);
    const field = document.createElement("input");
    el.append(field);
    return {
      update: (next: Given["node"]) => calls.push(["update", next.value]),
      destroy: () => calls.push("destroy"),
    };
  });
  const { update, hosts, root } = await drawn(gauge(1));
  await waitFor(() => expect(calls).toEqual([["render", 1]]));
  const field = hosts()[0]?.shadowRoot?.querySelector("input");
  update(gauge(1), { type: "Text", value: "more" });
  update(gauge(2));
  await waitFor(() =>
    expect(calls).toEqual([
      ["render", 1],
      ["update", 2],
    ]),
  );
  expect(hosts()[0]?.shadowRoot?.querySelector("input")).toBe(field);
  update({ type: "Text", value: "no gauge" });
  await waitFor(() => expect(calls.at(-1)).toBe("destroy"));
  expect(root.querySelector(".w-custom")).toBeNull();
  expect(calls).toHaveLength(3);
});

it("what has none is cleaned up and rendered anew into an empty element", async () => {
  const calls: string[] = [];
  register("a", ({ node, el }) => {
    calls.push(`render ${node.value}`);
    el.append(`${el.childNodes.length} at ${node.value}`);
    return () => calls.push(`clean ${node.value}`);
  });
  const { update, shown } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["0 at 1"]));
  update(gauge(2));
  await waitFor(() => expect(shown()).toEqual(["0 at 2"]));
  expect(calls).toEqual(["render 1", "clean 1", "render 2"]);
});

it("waits for a render that is async, and then brings what came meanwhile", async () => {
  let release = () => {};
  const calls: unknown[] = [];
  register("a", async ({ node }) => {
    calls.push(node.value);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { update: (next: Given["node"]) => calls.push(next.value) };
  });
  const { update } = await drawn(gauge(1));
  await waitFor(() => expect(calls).toEqual([1]));
  update(gauge(2));
  update(gauge(3));
  release();
  await waitFor(() => expect(calls).toEqual([1, 3]));
});

it("cleans up a render that ends when its node is gone", async () => {
  let release = (_: () => void) => {};
  const cleaned = vi.fn();
  const begun = vi.fn();
  register("a", () => {
    begun();
    return new Promise<() => void>((resolve) => {
      release = resolve;
    });
  });
  const { update } = await drawn(gauge(1));
  await waitFor(() => expect(begun).toHaveBeenCalled());
  update();
  release(cleaned);
  await waitFor(() => expect(cleaned).toHaveBeenCalledTimes(1));
});

it.each<[string, unknown, string]>([
  ["throws when it is run", () => Promise.reject(new SyntaxError("no ;")), "Gauge failed: SyntaxError: no ;"],
  [
    "has no render",
    { default: {} },
    "Gauge failed: TypeError: The module exports no function called render.",
  ],
  [
    "exports nothing at all",
    undefined,
    "Gauge failed: TypeError: The module exports no function called render.",
  ],
  ["throws when it renders", thrower(new RangeError("far")), "Gauge failed: RangeError: far"],
  ["rejects", { render: () => Promise.reject(new RangeError("late")) }, "Gauge failed: RangeError: late"],
  ["throws a string", thrower("words"), "Gauge failed: words"],
])("a component that %s leaves a line in its place, and the log knows", async (_, exports, line) => {
  sources.set("a", exports);
  kernel.register("Gauge", { esm: "a" });
  const { findByRole, getByText, hosts, logged, root } = await drawn(gauge(1), {
    type: "Text",
    value: "after",
  });
  expect((await findByRole("note")).textContent).toBe(line);
  expect(getByText("after")).toBeTruthy();
  expect(hosts()).toEqual([]);
  await waitFor(() => expect(logged()).toHaveLength(1));
  expect(logged()[0]).toMatchObject({ part: "Gauge", item_id: "itm" });
  expect(await faults(root)).toEqual([]);
});

function thrower(error: unknown) {
  return {
    default: {
      render() {
        throw error;
      },
    },
  };
}

it("an update that throws ends what was drawn, and the next node is tried anew", async () => {
  const calls: string[] = [];
  register("a", (given) => {
    said(given);
    return {
      update() {
        throw new Error("stuck");
      },
      destroy: () => calls.push("destroy"),
    };
  });
  const { update, findByRole, shown } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  update(gauge(2));
  expect((await findByRole("note")).textContent).toBe("Gauge failed: Error: stuck");
  await waitFor(() => expect(calls).toEqual(["destroy"]));
  update(gauge(3));
  await waitFor(() => expect(shown()).toEqual(["at 3"]));
});

it("a clean-up that throws is told to the log alone", async () => {
  register("a", (given) => {
    said(given);
    return () => Promise.reject(new Error("left open"));
  });
  const { update, shown, logged, queryByRole } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  update(gauge(2));
  await waitFor(() => expect(shown()).toEqual(["at 2"]));
  expect(logged()).toEqual([{ part: "Gauge", item_id: "itm", reason: "Error: left open" }]);
  expect(queryByRole("note")).toBeNull();
});

it("another module for the type takes over at once, when the kernel says so", async () => {
  const cleaned = vi.fn();
  register("a", (given) => {
    said(given);
    return cleaned;
  });
  const { shown } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  kernel.busy = true;
  register("b", ({ el }) => el.append("new"));
  expect(shown()).toEqual(["at 1"]);
  kernel.busy = false;
  await waitFor(() => expect(shown()).toEqual(["new"]));
  expect(cleaned).toHaveBeenCalledTimes(1);
});

it("a module that failed is mended by another", async () => {
  sources.set("a", {});
  kernel.register("Gauge", { esm: "a" });
  const { findByRole, shown, queryByRole } = await drawn(gauge(1));
  await findByRole("note");
  register("b", said);
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  expect(queryByRole("note")).toBeNull();
});

it("a type that nobody registered says so until somebody does", async () => {
  const { getByText, shown, queryByText } = await drawn(gauge(1));
  getByText("This part can't be shown: Gauge");
  register("a", said);
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  expect(queryByText("This part can't be shown: Gauge")).toBeNull();
});

it("what the view draws by itself is not drawn by another", async () => {
  sources.set("a", { render: ({ el }: Given) => el.append("taken over") });
  kernel.register("Card", { esm: "a" });
  const { hosts, getByText } = await drawn({ type: "Card", children: [{ type: "Text", value: "mine" }] });
  getByText("mine");
  expect(hosts()).toEqual([]);
});

it("nothing in a widget can say what is run", async () => {
  register("a", said);
  const { shown } = await drawn(gauge(1, { esm: "b", hash: "b", css: "b", render: "b" }));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  expect(ran).toEqual(["a"]);
});

it("a chat that is closed cleans up, leaves what is drawn, and takes no more actions", async () => {
  const cleaned = vi.fn();
  let send: Given["send"] = () => true;
  register("a", (given) => {
    send = given.send;
    said(given);
    return cleaned;
  });
  const { shown } = await drawn(gauge(1));
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  kernel.end("closed");
  await waitFor(() => expect(cleaned).toHaveBeenCalledTimes(1));
  expect(shown()).toEqual(["at 1"]);
  expect(send({ type: "look", handler: "client" })).toBe(false);
  clear();
  expect(cleaned).toHaveBeenCalledTimes(1);
});

it("a kernel that does not send the module is named as the reason", async () => {
  kernel.register("Gauge", { esm: "a" });
  const session = new Session(kernel.connect(), false, run);
  kernel.end("stopped");
  const root = { type: "Basic", children: [gauge(1)] } as unknown as WidgetRoot;
  const { findByRole } = draw(<WidgetView itemId="itm" root={root} />, session);
  expect((await findByRole("note")).textContent).toMatch(/^Gauge failed: .*kernel/i);
});
