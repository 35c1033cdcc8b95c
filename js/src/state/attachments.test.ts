import { expect, test, vi } from "vitest";
import { added, deleted, open, photo, pictureAddresses, readyIds } from "../testing/files";
import { refusing } from "../testing/kernel/attachments";
import {
  asked,
  input,
  open as openPlain,
  operations,
  pass,
  receivedIn,
  withItems,
} from "../testing/kernel/fixture";
import type { Session } from "./session";

const urls = pictureAddresses();

function phases(session: Session): string[] {
  return session.attachments.list.value.map(({ upload }) => upload.value.phase);
}

test("a file is announced, sent, and goes with the message", async () => {
  const { kernel, session } = await open();
  session.attachments.add([photo()]);
  expect(phases(session)).toEqual(["uploading"]);
  await pass(10);
  expect(phases(session)).toEqual(["ready"]);
  const ids = readyIds(session);
  expect(kernel.attachments.read(ids[0] ?? "")).toEqual({
    body: { name: "photo.png", mime_type: "image/png" },
    bytes: new ArrayBuffer(5),
  });
  session.send(input("look", ids));
  expect(session.attachments.list.value).toEqual([]);
  expect(session.pendingUser.value?.attachments).toMatchObject([{ id: ids[0], name: "photo.png" }]);
  await pass(200);
  const item = session.items.value[0]?.item.value;
  expect(item).toMatchObject({ attachments: [{ id: ids[0], type: "image" }] });
  expect(session.pictures.of(ids[0] ?? "").value).toEqual({ kind: "shown", url: "blob:1" });
  expect(asked(kernel, "fetch")).toEqual([]);
});

test("progress follows what the kernel has", async () => {
  const { kernel, session } = await open();
  kernel.loses = (message) => (receivedIn(message) ?? 0) > 2 ** 20;
  await added(session, photo("large.png", 2 ** 21));
  expect(session.attachments.list.value[0]?.upload.value).toEqual({ phase: "uploading", share: 0.5 });
});

test("limits are told before anything is sent, and other files go", async () => {
  const { kernel, session } = await open();
  await added(session, photo("large.png", 2 ** 21 + 1), photo(), photo(), photo(), photo("fourth.png"));
  expect(phases(session)).toEqual(["ready", "ready", "ready"]);
  expect(session.attachments.refusals.value).toEqual([
    { reason: "size", name: "large.png", size: 2 ** 21 + 1, limit: 2 ** 21 },
    { reason: "count", names: ["fourth.png"], limit: 3 },
  ]);
  expect(operations(kernel)).toHaveLength(3);
  session.attachments.remove(session.attachments.list.value[0]?.key ?? "");
  expect(session.attachments.refusals.value).toEqual([]);
});

test("nothing is attached where attachments are off", async () => {
  const { kernel, session } = await openPlain();
  await added(session, photo("large.png", 2 ** 21));
  expect([session.attachments.list.value, operations(kernel)]).toEqual([[], []]);
  expect(session.attachments.refusals.value).toEqual([]);
});

test("a removed file is cancelled, deleted in the kernel, and its picture let go", async () => {
  const { kernel, session } = await open();
  await added(session, photo());
  const ids = readyIds(session);
  session.attachments.remove(session.attachments.list.value[0]?.key ?? "");
  await pass();
  expect(deleted(kernel)).toEqual(ids);
  expect([urls.size, session.pictures.of(ids[0] ?? "").value.kind]).toEqual([0, "waiting"]);

  session.attachments.add([photo()]);
  session.attachments.remove(session.attachments.list.value[0]?.key ?? "");
  await pass(10);
  expect(deleted(kernel)).toHaveLength(2);
  expect(asked(kernel, "upload")).toHaveLength(1);
  expect([session.attachments.list.value, urls.size]).toEqual([[], 0]);
});

test("a file that failed says why, and another try begins anew", async () => {
  const { kernel, session } = await open();
  const { receive } = kernel.attachments;
  const error = { code: "disk_full", message: "The disk is full.", allow_retry: true };
  vi.spyOn(kernel.attachments, "receive").mockImplementationOnce(refusing(error));
  await added(session, photo());
  const [file] = session.attachments.list.value;
  expect(file?.upload.value).toEqual({
    phase: "failed",
    problem: { code: "disk_full", message: "The disk is full." },
    canRetry: true,
  });
  vi.spyOn(kernel.attachments, "receive").mockImplementation(receive.bind(kernel.attachments));
  session.attachments.retry(file?.key ?? "");
  expect(phases(session)).toEqual(["uploading"]);
  await pass(10);
  expect(phases(session)).toEqual(["ready"]);
  expect(deleted(kernel)).toHaveLength(1);
});

test("a file of a type the browser does not know is announced as bytes", async () => {
  const { kernel, session } = await open();
  await added(session, new File(["x"], "data.parquet"));
  expect(phases(session)).toEqual(["ready"]);
  expect(session.attachments.list.value[0]).toMatchObject({ mimeType: "", preview: null, size: 1 });
  expect(session.pictures.of(readyIds(session)[0] ?? "").value.kind).toBe("waiting");
  expect(kernel.attachments.read(readyIds(session)[0] ?? "").body).toEqual({
    name: "data.parquet",
    mime_type: "application/octet-stream",
  });
});

test("what was left out is told of the files added last, folders first, until it was read", async () => {
  const { session } = await open();
  const { attachments } = session;
  const refused = () => attachments.refusals.value.map((each) => ("name" in each ? each.name : each.names));
  await added(session, photo("large.png", 2 ** 21 + 1));
  expect(refused()).toEqual(["large.png"]);
  attachments.add([photo(), photo(), photo(), photo("fourth.png")], ["folder"]);
  expect(refused()).toEqual(["folder", ["fourth.png"]]);
  expect(attachments.refusals.value[0]).toEqual({ reason: "folder", name: "folder" });
  attachments.dismissRefusals();
  expect(refused()).toEqual([]);
  const files = attachments.list.value;
  attachments.add([photo("fifth.png")]);
  session.send(input("hello"));
  expect([refused(), attachments.list.value.length]).toEqual([[], files.length]);
  await pass(200);
  attachments.add([photo("fifth.png")]);
  expect(refused()).toEqual([["fifth.png"]]);
  session.openThread(null);
  await pass();
  expect([refused(), attachments.list.value]).toEqual([[], []]);
});

test("pictures that went with a message are kept up to a bound, in another thread too", async () => {
  const most = { composer: { attachments: { enabled: true, maxCount: 100 } } };
  for (const isLeft of [false, true]) {
    const { session } = await open({ options: most });
    await added(session, ...Array.from({ length: 61 }, () => photo()));
    const ids = readyIds(session);
    const shown = () => ids.filter((id) => session.pictures.of(id).value.kind === "shown").length;
    expect([ids.length, shown()]).toEqual([61, 61]);
    session.send(input("look", ids));
    await pass(15);
    if (isLeft) session.openThread(null);
    await pass(200);
    expect(shown()).toBe(60);
    session.dispose();
  }
});

test("of several files the one that is meant is sent, tried again or removed", async () => {
  const { kernel, session } = await open();
  const names = () => session.attachments.list.value.map(({ name }) => name);
  const keyOf = (name: string) =>
    session.attachments.list.value.find((file) => file.name === name)?.key ?? "";
  await added(session, photo("a.png"), photo("b.png"));
  const [a, b] = readyIds(session);
  session.attachments.add([photo("c.png")]);
  session.attachments.retry("unknown");
  session.attachments.remove("unknown");
  expect([session.attachments.refusals.value, names()]).toEqual([[], ["a.png", "b.png", "c.png"]]);
  session.send(input("look", [b ?? ""]));
  expect([names(), session.attachments.refusals.value]).toEqual([["a.png", "c.png"], []]);
  expect(session.pendingUser.value?.attachments.map(({ id }) => id)).toEqual([b]);
  await pass(200);
  session.attachments.retry(keyOf("c.png"));
  expect(phases(session)).toEqual(["ready", "uploading"]);
  await pass(10);
  const [, c] = readyIds(session);
  session.attachments.remove(keyOf("c.png"));
  await pass();
  expect([names(), readyIds(session), deleted(kernel).at(-1)]).toEqual([["a.png"], [a], c]);
});

test("a message that was not heard of takes its files back to its thread, before those added since", async () => {
  const { kernel, session } = await open(withItems([]));
  await added(session, photo("mine.png"));
  kernel.loses = (message) => message.type === "frames";
  session.draft.value = "mine";
  session.send(input("mine", readyIds(session)));
  session.attachments.add([photo("since.png")]);
  session.openThread(null);
  await pass(10);
  expect([session.draft.value, session.attachments.list.value]).toEqual(["", []]);
  session.openThread("thr_old");
  await pass(10);
  expect(session.draft.value).toBe("mine");
  expect(session.attachments.list.value.map(({ name }) => name)).toEqual(["mine.png", "since.png"]);
});

test("an answer that is not an attachment fails the file", async () => {
  const { kernel, session } = await open();
  vi.spyOn(kernel.attachments, "create").mockReturnValue({ id: 7 } as never);
  await added(session, photo());
  expect(session.attachments.list.value[0]?.upload.value).toEqual({
    phase: "failed",
    problem: { code: "malformed", message: null },
    canRetry: false,
  });
});

test("a message that could not be sent gives its files back, and a file removed then stays away", async () => {
  const { kernel, session } = await open();
  await added(session, photo("a.png"), photo("b.png"));
  const [first, second] = readyIds(session);
  kernel.crowded = true;
  session.draft.value = "mine";
  session.send(input("mine", readyIds(session)));
  await pass();
  expect([session.draft.value, ...readyIds(session)]).toEqual(["mine", first, second]);
  kernel.crowded = false;
  session.attachments.remove(session.attachments.list.value[0]?.key ?? "");
  session.retry();
  await pass(200);
  expect(session.attachments.list.value).toEqual([]);
  const item = session.items.value.at(-2)?.item.value;
  expect(item).toMatchObject({ type: "user_message", attachments: [{ id: second }] });
});

test("files that come back stand before those added since", async () => {
  const { kernel, session } = await open();
  await added(session, photo("first.png"));
  kernel.crowded = true;
  session.send(input("mine", readyIds(session)));
  session.attachments.add([photo("since.png")]);
  await pass(10);
  expect(session.attachments.list.value.map(({ name }) => name)).toEqual(["first.png", "since.png"]);
});

test("another try while the first is under way is not failed by the first", async () => {
  const { kernel, session } = await open();
  kernel.loses = (message) => receivedIn(message) !== null;
  await added(session, photo());
  session.attachments.retry(session.attachments.list.value[0]?.key ?? "");
  await pass();
  expect(phases(session)).toEqual(["uploading"]);
  kernel.loses = () => false;
  await pass(10_000);
  expect([phases(session), deleted(kernel).length]).toEqual([["ready"], 1]);
});

test("a kernel that is gone fails what is under way", async () => {
  const { kernel, session } = await open();
  kernel.busy = true;
  session.attachments.add([photo()]);
  kernel.end("restarted");
  await pass();
  const [file] = session.attachments.list.value;
  expect(file?.upload.value).toEqual({
    phase: "failed",
    problem: { code: "restarted", message: null },
    canRetry: false,
  });
  session.attachments.remove(file?.key ?? "");
  await pass();
  expect([session.attachments.list.value, urls.size]).toEqual([[], 0]);
});

test("a prompt that is picked leaves text and files in the composer", async () => {
  const { kernel, session } = await open();
  await added(session, photo());
  session.draft.value = "half a thought";
  const files = session.attachments.list.value;
  session.send(input("prompt"));
  await pass(200);
  expect([session.draft.value, phases(session)]).toEqual(["half a thought", ["ready"]]);
  session.send(input("another"));
  kernel.end("restarted");
  expect(session.attachments.list.value).toBe(files);
});

test("a file that is tried again and removed at once is deleted once", async () => {
  const { kernel, session } = await open();
  await added(session, photo());
  const ids = readyIds(session);
  const [file] = session.attachments.list.value;
  kernel.loses = (message) => message.type === "reply";
  file?.retry();
  file?.remove();
  await pass(10);
  expect(deleted(kernel)).toEqual(ids);
});

test("the picture of an attachment is asked of the kernel", async () => {
  const { kernel, session } = await open();
  kernel.attachments.add("atc_x", "a.png", "image/png", new Uint8Array([1, 2]));
  session.pictures.hold("atc_x");
  await pass();
  expect(session.pictures.of("atc_x").value).toEqual({ kind: "shown", url: "blob:1" });
});
