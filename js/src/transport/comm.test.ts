// @vitest-environment node
import { expect, test } from "vitest";
import { commTransport } from "./comm";
import { FakeModel } from "./fake-model";
import { TransportError } from "./transport";

const BEACON = { type: "frames", seq: 1, frames: [] };

test("messages that come before anybody listens are kept, in order", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  model.fire("msg:custom", BEACON, []);
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  const heard: unknown[] = [];
  transport.subscribe((message) => heard.push(message));
  model.fire("msg:custom", { ...BEACON, seq: 3 }, []);
  expect(heard).toEqual([BEACON, { ...BEACON, seq: 2 }, { ...BEACON, seq: 3 }]);
});

test("what is not a message of this protocol is dropped", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const heard: unknown[] = [];
  transport.subscribe((message) => heard.push(message));
  for (const junk of [
    null,
    7,
    "frames",
    [],
    {},
    { type: "frames" },
    { type: "reply", id: 1 },
    { type: "x" },
  ]) {
    model.fire("msg:custom", junk, []);
  }
  expect(heard).toEqual([]);
});

test("a bundle goes to the loader, not to the conversation", () => {
  const model = new FakeModel();
  const bundles: unknown[] = [];
  const { transport } = commTransport(model, (...bundle) => bundles.push(bundle));
  const heard: unknown[] = [];
  transport.subscribe((message) => heard.push(message));
  const [js, css] = [new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2))];
  model.fire("msg:custom", { type: "bundle", hash: "h" }, [js, css]);
  model.fire("msg:custom", { type: "bundle", hash: "h" }, []);
  expect(bundles).toEqual([["h", js, css]]);
  expect(heard).toEqual([]);
});

test("the bytes of a message come and go with it", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const bytes = new DataView(new ArrayBuffer(3));
  model.fire("msg:custom", { type: "reply", id: "r", body: {} }, [bytes]);
  const heard: unknown[] = [];
  transport.subscribe((_, buffers) => heard.push(buffers));
  model.fire("msg:custom", { type: "reply", id: "r", body: {} });
  expect(heard).toEqual([[bytes], []]);
  const piece = new ArrayBuffer(2);
  transport.send({ type: "ask", id: "a", name: "upload", args: {} }, [piece]);
  expect(model.buffers).toEqual([[piece]]);
});

test("a kernel restart ends the transport once", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const ends: string[] = [];
  transport.onEnd((end) => ends.push(end));
  model.fire("comm_live_update");
  model.fire("comm_live_update");
  expect(transport.end).toBe("restarted");
  expect(ends).toEqual(["restarted"]);
  expect(() => transport.send({ type: "cancel", id: null })).toThrow(TransportError);
});

test("a send that throws ends the transport and says so", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const ends: string[] = [];
  transport.onEnd((end) => ends.push(end));
  model.isDead = true;
  expect(() => transport.send({ type: "cancel", id: null })).toThrow("restarted");
  expect(ends).toEqual(["restarted"]);
});

test("traits are read and their changes heard", () => {
  const model = new FakeModel({ _options: { height: 1 } });
  const { transport } = commTransport(model, () => {});
  const seen = [transport.trait("_options")];
  const stop = transport.onTrait("_options", (value) => seen.push(value));
  model.set("_options", { height: 2 });
  stop();
  model.set("_options", { height: 3 });
  expect(seen).toEqual([{ height: 1 }, { height: 2 }]);
});

test("disposing leaves no listener on the model", () => {
  const model = new FakeModel();
  const { transport, dispose } = commTransport(model, () => {});
  dispose();
  expect(model.listeners).toBe(0);
  expect(transport.end).toBe("closed");
});

test("a bundle without its code or its style sheet is not taken", () => {
  const model = new FakeModel();
  const bundles: unknown[] = [];
  commTransport(model, (...bundle) => bundles.push(bundle));
  model.fire("msg:custom", { type: "bundle", hash: "h" }, [new ArrayBuffer(1)]);
  expect(bundles).toEqual([]);
});

test("what was heard once is not kept for the next listener, and who has left hears nothing", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const first: unknown[] = [];
  const second: unknown[] = [];
  const leave = transport.subscribe((message) => first.push(message));
  model.fire("msg:custom", BEACON, []);
  transport.subscribe((message) => second.push(message));
  leave();
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  expect([first, second]).toEqual([[BEACON], [{ ...BEACON, seq: 2 }]]);
});

test("what came before anybody listened is told once, and who comes meanwhile hears what comes next", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  model.fire("msg:custom", BEACON, []);
  const heard: unknown[] = [];
  transport.subscribe(() => heard.push("first"));
  expect(heard).toEqual(["first"]);
  transport.subscribe(() => {
    heard.push("second");
    if (heard.length === 3) transport.subscribe(() => heard.push("third"));
  });
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  expect(heard).toEqual(["first", "first", "second"]);
  model.fire("msg:custom", { ...BEACON, seq: 3 }, []);
  expect(heard.slice(3)).toEqual(["first", "second", "third"]);
});

test("who has left does not hear of the end", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  const ends: string[] = [];
  transport.onEnd((end) => ends.push(end))();
  model.fire("comm_live_update");
  expect(ends).toEqual([]);
});

test("nothing is sent over a line that has ended", () => {
  const model = new FakeModel();
  const { transport } = commTransport(model, () => {});
  model.fire("comm_live_update");
  expect(() => transport.send({ type: "cancel", id: null })).toThrow(TransportError);
  expect(model.sent).toEqual([]);
});
