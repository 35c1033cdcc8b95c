// @vitest-environment node
import { expect, test, vi } from "vitest";
import type { ViewMessage } from "../../protocol/envelope";
import { type ChatMessage, TransportError } from "../../transport/transport";
import { memoryTransport } from "./memory";

const beacon = (seq: number): ChatMessage => ({ type: "frames", seq, frames: [] });

const CANCEL: ViewMessage = { type: "cancel", id: "r" };

const delivered = () => new Promise<void>((resolve) => setTimeout(resolve));

test("messages reach the kernel later, in order, as copies with their bytes", async () => {
  const { transport, kernel } = memoryTransport();
  const heard = vi.fn();
  kernel.onMessage(heard);
  const message = { type: "cancel" as const, id: "first" };
  transport.send(message, [new ArrayBuffer(3)]);
  message.id = "changed";
  transport.send(CANCEL);
  expect(heard).not.toHaveBeenCalled();
  await delivered();
  expect(heard.mock.calls).toMatchObject([
    [{ id: "first" }, [{ byteLength: 3 }]],
    [CANCEL, []],
  ]);
});

test("nobody at the kernel's end is not an error", async () => {
  const { transport } = memoryTransport();
  transport.send(CANCEL);
  await delivered();
});

test("messages reach every view later, as copies with their bytes, and none that has left", async () => {
  const { transport, kernel } = memoryTransport();
  const [first, second] = [vi.fn(), vi.fn()];
  const leave = transport.subscribe(first);
  transport.subscribe(second);
  const message = { type: "frames" as const, seq: 1, frames: [] };
  kernel.post(message, [new ArrayBuffer(3)]);
  message.seq = 7;
  expect(first).not.toHaveBeenCalled();
  await delivered();
  leave();
  kernel.post(beacon(2));
  await delivered();
  expect(first.mock.calls).toMatchObject([[beacon(1), [{ byteLength: 3 }]]]);
  expect(second.mock.calls).toMatchObject([
    [beacon(1), [{ byteLength: 3 }]],
    [beacon(2), []],
  ]);
});

test("messages that come before anybody listens are kept for the first, and for no other", async () => {
  const { transport, kernel } = memoryTransport();
  kernel.post(beacon(1));
  kernel.post(beacon(2));
  await delivered();
  const [first, second] = [vi.fn(), vi.fn()];
  transport.subscribe(first);
  kernel.post(beacon(3));
  await delivered();
  transport.subscribe(second);
  expect(first.mock.calls.map(([message]) => message)).toEqual([beacon(1), beacon(2), beacon(3)]);
  expect(second).not.toHaveBeenCalled();
});

test("the end is told once to whoever listens, and nothing crosses the line any more", async () => {
  const { transport, kernel } = memoryTransport();
  const [heard, end, left, view] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  kernel.onMessage(heard);
  transport.subscribe(view);
  transport.onEnd(end);
  transport.onEnd(left)();
  expect(transport.end).toBeNull();
  kernel.post(beacon(1));
  kernel.end("restarted");
  expect([transport.end, end.mock.calls, left.mock.calls]).toEqual(["restarted", [["restarted"]], []]);
  expect(() => transport.send(CANCEL)).toThrow(TransportError);
  await delivered();
  expect([heard.mock.calls, view.mock.calls]).toEqual([[], []]);
});

test("traits are read, and a change is told to those who listen to that trait", () => {
  const { transport, kernel } = memoryTransport({ _options: 1 });
  const [options, other, left] = [vi.fn(), vi.fn(), vi.fn()];
  transport.onTrait("_options", options);
  transport.onTrait("_other", other);
  transport.onTrait("_options", left)();
  kernel.setTrait("_options", 2);
  expect([transport.trait("_options"), transport.trait("_other")]).toEqual([2, undefined]);
  expect([options.mock.calls, other.mock.calls, left.mock.calls]).toEqual([[[2]], [], []]);
});

test("each line has a name of its own", () => {
  expect(memoryTransport().transport.view).not.toBe(memoryTransport().transport.view);
});
