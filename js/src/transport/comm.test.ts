// @vitest-environment node
import { expect, test } from "vitest";
import { commWire } from "./comm";
import { FakeModel } from "./fake-model";
import { WireError } from "./transport";

const BEACON = { type: "frames", seq: 1, frames: [] };

test("messages that come before anybody listens are kept, in order", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  model.fire("msg:custom", BEACON, []);
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  const heard: unknown[] = [];
  wire.subscribe((message) => heard.push(message));
  model.fire("msg:custom", { ...BEACON, seq: 3 }, []);
  expect(heard).toEqual([BEACON, { ...BEACON, seq: 2 }, { ...BEACON, seq: 3 }]);
});

test("what is not a message of this protocol is dropped", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const heard: unknown[] = [];
  wire.subscribe((message) => heard.push(message));
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
  const { wire } = commWire(model, (...bundle) => bundles.push(bundle));
  const heard: unknown[] = [];
  wire.subscribe((message) => heard.push(message));
  const [js, css] = [new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2))];
  model.fire("msg:custom", { type: "bundle", hash: "h" }, [js, css]);
  model.fire("msg:custom", { type: "bundle", hash: "h" }, []);
  expect(bundles).toEqual([["h", js, css]]);
  expect(heard).toEqual([]);
});

test("the bytes of a message come and go with it", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const bytes = new DataView(new ArrayBuffer(3));
  model.fire("msg:custom", { type: "reply", id: "r", body: {} }, [bytes]);
  const heard: unknown[] = [];
  wire.subscribe((_, buffers) => heard.push(buffers));
  model.fire("msg:custom", { type: "reply", id: "r", body: {} });
  expect(heard).toEqual([[bytes], []]);
  const piece = new ArrayBuffer(2);
  wire.send({ type: "ask", id: "a", name: "upload", args: {} }, [piece]);
  expect(model.buffers).toEqual([[piece]]);
});

test("a kernel restart ends the wire once", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const ends: string[] = [];
  wire.onEnd((end) => ends.push(end));
  model.fire("comm_live_update");
  model.fire("comm_live_update");
  expect(wire.end).toBe("restarted");
  expect(ends).toEqual(["restarted"]);
  expect(() => wire.send({ type: "cancel", id: null })).toThrow(WireError);
});

test("a send that throws ends the wire and says so", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const ends: string[] = [];
  wire.onEnd((end) => ends.push(end));
  model.isDead = true;
  expect(() => wire.send({ type: "cancel", id: null })).toThrow("restarted");
  expect(ends).toEqual(["restarted"]);
});

test("traits are read and their changes heard", () => {
  const model = new FakeModel({ _options: { height: 1 } });
  const { wire } = commWire(model, () => {});
  const seen = [wire.trait("_options")];
  const stop = wire.onTrait("_options", (value) => seen.push(value));
  model.set("_options", { height: 2 });
  stop();
  model.set("_options", { height: 3 });
  expect(seen).toEqual([{ height: 1 }, { height: 2 }]);
});

test("disposing leaves no listener on the model", () => {
  const model = new FakeModel();
  const { wire, dispose } = commWire(model, () => {});
  dispose();
  expect(model.listeners).toBe(0);
  expect(wire.end).toBe("closed");
});

test("a bundle without its code or its style sheet is not taken", () => {
  const model = new FakeModel();
  const bundles: unknown[] = [];
  commWire(model, (...bundle) => bundles.push(bundle));
  model.fire("msg:custom", { type: "bundle", hash: "h" }, [new ArrayBuffer(1)]);
  expect(bundles).toEqual([]);
});

test("what was heard once is not kept for the next listener, and who has left hears nothing", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const first: unknown[] = [];
  const second: unknown[] = [];
  const leave = wire.subscribe((message) => first.push(message));
  model.fire("msg:custom", BEACON, []);
  wire.subscribe((message) => second.push(message));
  leave();
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  expect([first, second]).toEqual([[BEACON], [{ ...BEACON, seq: 2 }]]);
});

test("what came before anybody listened is told once, and who comes meanwhile hears what comes next", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  model.fire("msg:custom", BEACON, []);
  const heard: unknown[] = [];
  wire.subscribe(() => heard.push("first"));
  expect(heard).toEqual(["first"]);
  wire.subscribe(() => {
    heard.push("second");
    if (heard.length === 3) wire.subscribe(() => heard.push("third"));
  });
  model.fire("msg:custom", { ...BEACON, seq: 2 }, []);
  expect(heard).toEqual(["first", "first", "second"]);
  model.fire("msg:custom", { ...BEACON, seq: 3 }, []);
  expect(heard.slice(3)).toEqual(["first", "second", "third"]);
});

test("who has left does not hear of the end", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  const ends: string[] = [];
  wire.onEnd((end) => ends.push(end))();
  model.fire("comm_live_update");
  expect(ends).toEqual([]);
});

test("nothing is sent over a line that has ended", () => {
  const model = new FakeModel();
  const { wire } = commWire(model, () => {});
  model.fire("comm_live_update");
  expect(() => wire.send({ type: "cancel", id: null })).toThrow(WireError);
  expect(model.sent).toEqual([]);
});
