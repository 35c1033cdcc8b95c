import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { input } from "../../../testing/kernel/fixture";
import { clear } from "../../fixture";
import { begin, drawn, type Given, gauge, register, said } from "./fixture";

beforeEach(begin);
afterEach(clear);

it("sends actions under the rules of a button, with the values of its form", async () => {
  let send: Given["send"] = () => false;
  register("a", (given) => {
    send = given.send;
    said(given);
  });
  const form = {
    type: "Form",
    children: [{ type: "Input", name: "note", defaultValue: "hm" }, gauge(1)],
  };
  const { session, shown, hosts } = await drawn(form);
  await waitFor(() => expect(shown()).toEqual(["at 1"]));
  let end = () => {};
  const action = vi.spyOn(session, "action").mockImplementation(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  expect([send({ type: "set", payload: { at: 4 } }), send({ type: "set" })]).toEqual([true, false]);
  expect(action.mock.calls).toEqual([["itm", { type: "set", payload: { at: 4, note: "hm" } }]]);
  await waitFor(() => expect(hosts()[0]?.getAttribute("aria-busy")).toBe("true"));
  end();
  await waitFor(() => expect(hosts()[0]?.getAttribute("aria-busy")).toBe("false"));
  action.mockResolvedValue();
  session.send(input("go"));
  expect([send({ type: "set" }), send({ type: "look", handler: "client" })]).toEqual([false, true]);
  session.stop();
});

it("of several in one widget each may have its own under way, if the kernel is not to answer it", async () => {
  const sends = new Map<unknown, Given["send"]>();
  register("a", (given) => {
    sends.set(given.node.value, given.send);
    said(given);
  });
  const { session, shown } = await drawn(gauge(1), gauge(2));
  await waitFor(() => expect(shown()).toEqual(["at 1", "at 2"]));
  vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  const send = (value: number, action: object) => sends.get(value)?.({ type: "go", ...action });
  const local = { handler: "client" };
  expect([send(1, local), send(1, local), send(2, local)]).toEqual([true, false, true]);
  expect([send(1, {}), send(2, { streaming: false })]).toEqual([false, false]);
});

it("two of one widget that ask the kernel in one go are one too many", async () => {
  const sends: Given["send"][] = [];
  register("a", (given) => {
    sends.push(given.send);
    said(given);
  });
  const { session, shown } = await drawn(gauge(1), gauge(2));
  await waitFor(() => expect(shown()).toEqual(["at 1", "at 2"]));
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  expect(sends.map((send) => send({ type: "go", streaming: false }))).toEqual([true, false]);
  expect(action).toHaveBeenCalledTimes(1);
});

it.each([undefined, null, "buy", 3, {}, { type: 3 }, [], { payload: {} }])(
  "what is not an action is refused where it is sent: %j",
  async (wrong) => {
    register("a", ({ send, el }) => {
      const button = document.createElement("button");
      button.onclick = () => {
        try {
          send(wrong);
        } catch (error) {
          el.append(String(error));
        }
      };
      el.append(button);
    });
    const { hosts, shown } = await drawn(gauge(1));
    await waitFor(() => expect(hosts()[0]?.shadowRoot?.querySelector("button")).toBeTruthy());
    fireEvent.click(hosts()[0]?.shadowRoot?.querySelector("button") as Element);
    expect(shown()[0]).toBe('TypeError: send() takes an action, such as { type: "buy" }.');
  },
);
