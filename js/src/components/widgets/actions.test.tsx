import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { input } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import type { Script } from "../../testing/kernel/turn";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

afterEach(clear);

// biome-ignore lint/correctness/useYield: it only keeps the response under way
const going: Script = async function* (_request, turn) {
  await turn.wait(10_000);
};

async function drawn(widget: object) {
  const threads = [{ info: { id: "thr" }, items: [] }];
  const kernel = memoryKernel({ script: going, threads, thread: "thr" });
  const session = new Session(kernel.connect());
  await waitFor(() => expect(session.thread.value?.id).toBe("thr"));
  const view = draw(<WidgetView itemId="itm" root={widget as WidgetRoot} />, session);
  const button = (name: string) => view.getByRole("button", { name });
  const press = (name: string) => fireEvent.click(button(name));
  const disabled = (...names: string[]) => names.map((name) => button(name).hasAttribute("disabled"));
  const busy = (...names: string[]) => names.map((name) => button(name).getAttribute("aria-busy"));
  const whole = () => view.root.querySelector(".widget");
  return { ...view, kernel, session, button, press, disabled, busy, whole };
}

const card = (children: object[], fields: object = {}) => ({ type: "Card", children, ...fields });

const button = (label: string, action: object | null = {}, fields: object = {}) => ({
  type: "Button",
  label,
  onClickAction: action === null ? undefined : { type: `do ${label}`, ...action },
  ...fields,
});

const KINDS = [
  button("Ask"),
  button("Swap", { streaming: false }),
  button("Look", { handler: "client" }),
  button("Nothing", null),
];
const NAMES = ["Ask", "Swap", "Look", "Nothing"];

it("lets wait during a response only what would begin another", async () => {
  const { session, disabled } = await drawn(card(KINDS));
  expect(disabled(...NAMES)).toEqual([false, false, false, false]);
  session.send(input("go"));
  await waitFor(() => expect(disabled(...NAMES)).toEqual([true, false, false, false]));
  session.stop();
  await waitFor(() => expect(disabled(...NAMES)).toEqual([false, false, false, false]));
});

it("lets everything wait that the kernel answers while another action of the item is under way", async () => {
  const { kernel, session, disabled } = await drawn(card(KINDS));
  kernel.busy = true;
  void session.action("other", { type: "elsewhere", streaming: false });
  expect(session.busyActions.value.has("other")).toBe(true);
  expect(disabled(...NAMES)).toEqual([false, false, false, false]);
  void session.action("itm", { type: "here", streaming: false });
  await waitFor(() => expect(disabled(...NAMES)).toEqual([true, true, false, true]));
  kernel.busy = false;
  await waitFor(() => expect(disabled(...NAMES)).toEqual([false, false, false, false]));
});

it("runs what the client handles beside others, but the same control once at a time", async () => {
  const { session, press, disabled, busy } = await drawn(
    card([
      button("Start", { handler: "client" }),
      button("Stop", { handler: "client", loadingBehavior: "none" }),
      button("Ask"),
    ]),
  );
  const ends: (() => void)[] = [];
  const action = vi
    .spyOn(session, "action")
    .mockImplementation(() => new Promise((resolve) => ends.push(resolve)));
  press("Start");
  await waitFor(() => expect(busy("Start", "Stop", "Ask")).toEqual(["true", "false", "false"]));
  expect(disabled("Start", "Stop", "Ask")).toEqual([true, false, true]);
  press("Stop");
  await waitFor(() => expect(action).toHaveBeenCalledTimes(2));
  press("Start");
  press("Stop");
  press("Ask");
  expect(action.mock.calls.map(([, { type }]) => type)).toEqual(["do Start", "do Stop"]);
  ends[1]?.();
  await waitFor(() => press("Stop") && expect(action).toHaveBeenCalledTimes(3));
  expect(busy("Start")).toEqual(["true"]);
  ends[0]?.();
  ends[2]?.();
  await waitFor(() => expect(disabled("Start", "Stop", "Ask")).toEqual([false, false, false]));
});

it("tells why an action failed, and lets it be tried again", async () => {
  const { session, press, disabled } = await drawn(card([button("Ask")]));
  const action = vi.spyOn(session, "action").mockRejectedValueOnce(new Error("no")).mockResolvedValue();
  const log = vi.spyOn(session, "log");
  press("Ask");
  await waitFor(() =>
    expect(log.mock.calls).toEqual([
      ["part.failed", { part: "Widget", item_id: "itm", reason: expect.stringContaining("no") }],
    ]),
  );
  await waitFor(() => expect(disabled("Ask")).toEqual([false]));
  press("Ask");
  await waitFor(() => expect(action).toHaveBeenCalledTimes(2));
});

it.each([
  [undefined, ["true", "false"], false],
  ["auto", ["true", "false"], false],
  ["self", ["true", "false"], false],
  ["container", ["false", "false"], true],
  ["none", ["false", "false"], false],
])("shows that the action of a button runs: %s", async (loadingBehavior, expected, isWhole) => {
  const { root, session, press, busy, whole } = await drawn(
    card([button("One", { loadingBehavior }), button("Two")]),
  );
  vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  press("One");
  await waitFor(() => expect(session.action).toHaveBeenCalledOnce());
  await waitFor(() => expect(busy("One", "Two")).toEqual(expected));
  expect(root.querySelectorAll(".spinner").length).toBe(expected[0] === "true" ? 1 : 0);
  await waitFor(() => expect(whole()?.classList.contains("is-loading")).toBe(isWhole));
  expect([whole()?.hasAttribute("inert"), whole()?.getAttribute("aria-busy")]).toEqual([
    isWhole,
    String(isWhole),
  ]);
});

it.each([
  ["Yes", ["true", "false"]],
  ["No", ["false", "true"]],
])("shows which of the two at the foot runs when that is asked for: %s", async (name, expected) => {
  const action = (type: string) => ({ type, loadingBehavior: "self" });
  const { root, session, button, press, busy, disabled } = await drawn(
    card([], {
      confirm: { label: "Yes", action: action("yes") },
      cancel: { label: "No", action: action("no") },
    }),
  );
  vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  press(name);
  await waitFor(() => expect(busy("Yes", "No")).toEqual(expected));
  expect(root.querySelectorAll(".w-card-foot .spinner").length).toBe(1);
  const looks = ["Yes", "No"].map((label) => Object.values(button(label).dataset).slice(0, 2));
  expect(looks).toEqual([
    ["primary", "solid"],
    ["secondary", "outline"],
  ]);
  expect([disabled("Yes", "No"), vi.mocked(session.action).mock.calls]).toEqual([
    [true, true],
    [["itm", action(name.toLowerCase())]],
  ]);
});

it("holds a button back while its own action runs in the view, and no other of that kind", async () => {
  const client = { handler: "client" };
  const { session, press, disabled } = await drawn(card([button("Look", client), button("Zoom", client)]));
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  press("Look");
  await waitFor(() => expect(disabled("Look", "Zoom")).toEqual([true, false]));
  press("Look");
  expect(action).toHaveBeenCalledOnce();
});

it("takes no button of a card for one at its foot", async () => {
  const named = ["confirm", "cancel"].map((key) => button(`Button ${key}`, {}, { key }));
  const foot = { confirm: { label: "Yes", action: { type: "yes" } }, cancel: { label: "No" } };
  const { session, press, busy } = await drawn(card(named, foot));
  vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  press("Button confirm");
  await waitFor(() => expect(busy("Button confirm", "Button cancel")).toEqual(["true", "false"]));
  expect(busy("Yes", "No")).toEqual(["false", "false"]);
});

it("has one button at the foot where only one is asked for, and none without an action does anything", async () => {
  const { session, press, queryByRole } = await drawn(
    card([button("Idle", null)], { cancel: { label: "No" } }),
  );
  const action = vi.spyOn(session, "action");
  expect(queryByRole("button", { name: "Yes" })).toBeNull();
  press("No");
  press("Idle");
  expect(action).not.toHaveBeenCalled();
});

const rows = (keys: string[]) => ({
  type: "ListView",
  children: keys.map((key) => ({
    type: "ListViewItem",
    key,
    onClickAction: { type: "open", payload: key },
    children: [{ type: "Text", value: key }],
  })),
});

it("holds a row back while another runs, and keeps showing that by its key", async () => {
  const { root, session, press, busy, button, update } = await drawn(rows(["a", "b"]));
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  press("a");
  await waitFor(() => expect(busy("a", "b")).toEqual(["true", "false"]));
  expect(root.querySelectorAll(".spinner").length).toBe(1);
  expect([button("a"), button("b")].map((row) => row.getAttribute("aria-disabled"))).toEqual([
    "true",
    "true",
  ]);
  press("b");
  fireEvent.keyDown(button("b"), { key: "Enter" });
  expect(action.mock.calls).toEqual([["itm", { type: "open", payload: "a" }]]);
  update(<WidgetView itemId="itm" root={rows(["new", "b", "a"]) as WidgetRoot} />);
  await waitFor(() => expect(busy("new", "b", "a")).toEqual(["false", "false", "true"]));
});

it("keeps what was opened in a part of a widget when others come before it", async () => {
  const list = (id: number, count: number) => ({
    type: "ListView",
    id,
    limit: 1,
    children: Array.from({ length: count }, (_, index) => ({
      type: "ListViewItem",
      children: [{ type: "Text", value: `${id}${index}` }],
    })),
  });
  const { press, queryByText, update } = await drawn({ type: "Basic", children: [list(7, 3)] });
  press("Show more");
  await waitFor(() => expect(queryByText("72")).not.toBeNull());
  const next = { type: "Basic", children: [list(8, 3), list(7, 3)] } as unknown as WidgetRoot;
  update(<WidgetView itemId="itm" root={next} />);
  await waitFor(() => expect(queryByText("80")).not.toBeNull());
  expect([queryByText("72") !== null, queryByText("82")]).toEqual([true, null]);
});

it("leaves a press on something else in a row to that", async () => {
  const row = {
    type: "ListViewItem",
    onClickAction: { type: "open" },
    children: [{ type: "Markdown", value: "words and [a link](https://example.com)" }],
  };
  const { root, session, getByRole, getByText } = await drawn({ type: "ListView", children: [row] });
  // The page of the tests would go there.
  root.addEventListener("click", (event) => event.preventDefault());
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  fireEvent.click(getByRole("link"));
  expect(action).not.toHaveBeenCalled();
  fireEvent.click(getByText(/words and/));
  expect(action).toHaveBeenCalledOnce();
});

it("draws nothing for what stands for nothing", async () => {
  const children = [null, undefined, false, true, { type: "Text", value: "one" }];
  const { root } = await drawn(card(children as object[]));
  expect(root.querySelector(".w-card-body")?.children.length).toBe(1);
  const { root: single } = await drawn(card(false as unknown as object[]));
  expect(single.querySelector(".w-card-body")?.children.length).toBe(0);
});

it("draws nodes as deep as anybody looks", async () => {
  const nested = (depth: number): object =>
    depth === 0 ? { type: "Text", value: "deep" } : { type: "Box", children: nested(depth - 1) };
  // The root and the text count, too.
  expect((await drawn(card([nested(58)]))).queryByText("deep")).not.toBeNull();
  expect((await drawn(card([nested(59)]))).queryByText("deep")).toBeNull();
});
