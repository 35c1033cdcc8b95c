// @vitest-environment node
import { expect, test, vi } from "vitest";
import { memoryTransport } from "../testing/kernel/memory";
import { fakePage, frames, LIST, page, pass, RETRY, ready } from "./fixture";
import { Link, type LinkStatus } from "./link";

fakePage();

test("closing refuses what waits and stops every timer, repetition and listener", async () => {
  const { kernel, link, told, statuses, take, hear } = await ready();
  const signal = new AbortController().signal;
  const waiting = [
    link.request(LIST),
    link.ask("search", { query: "x" }),
    link.upload("atc_1", new Blob(["abc"]), () => {}, signal),
  ];
  link.start("r", RETRY);
  link.cancel("r");
  link.greet();
  await hear(frames(15));
  link.isWatched = true;
  const refused = waiting.map((answer) => expect(answer).rejects.toMatchObject({ code: "closed" }));
  link.close();
  await Promise.all(refused);
  await pass();
  take();
  expect([vi.getTimerCount(), page.listeners]).toEqual([0, 0]);
  globalThis.dispatchEvent(new Event("online"));
  document.dispatchEvent(new Event("visibilitychange"));
  await hear(frames(11));
  kernel.end("restarted");
  await pass(60_000);
  expect(take()).toEqual([]);
  expect(told).toEqual([]);
  expect(statuses).toEqual([]);
});

test.each(["restarted", "closed"] as const)(
  "a kernel that is %s ends all that waits, and what comes later",
  async (end) => {
    const { kernel, link, statuses, take } = await ready();
    const early = expect(link.request(LIST)).rejects.toMatchObject({ code: end, allowRetry: false });
    await pass();
    take();
    kernel.end(end);
    await early;
    expect(statuses).toEqual([end]);
    expect(vi.getTimerCount()).toBe(0);
    await expect(link.request(LIST)).rejects.toMatchObject({ code: end });
    await expect(link.ask("refresh", {}, { limit: null })).rejects.toMatchObject({ code: end });
    const signal = new AbortController().signal;
    await expect(link.upload("a", new Blob(), () => {}, signal)).rejects.toMatchObject({ code: end });
    link.catchUp();
    link.tell("click", {});
    expect(vi.getTimerCount()).toBe(0);
    expect(take()).toEqual([]);
  },
);

test("a transport that is dead already is told at once", async () => {
  const { transport, kernel } = memoryTransport();
  kernel.end("restarted");
  const statuses: LinkStatus[] = [];
  const ignore = () => {};
  const receiver = { snapshot: ignore, frames: ignore, reply: ignore, ui: ignore };
  new Link(transport, { ...receiver, status: (status) => statuses.push(status) }).open(false);
  expect(statuses).toEqual(["restarted"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("an error of the transport that is not its end is not swallowed", async () => {
  const { transport } = memoryTransport();
  const ignore = () => {};
  const receiver = { snapshot: ignore, frames: ignore, reply: ignore, ui: ignore, status: ignore };
  const broken = {
    ...transport,
    end: null,
    send: () => {
      throw new RangeError("too long");
    },
  };
  const link = new Link(broken, receiver);
  expect(() => link.tell("click", {})).toThrow("too long");
});
