/** Files of drafts that are not on screen, and what is left of files when the view is closed. */
import { expect, test, vi } from "vitest";
import { added, deleted, open, photo, pictureAddresses, readyIds } from "../testing/files";
import { asked, input, pass, receivedIn, withItems } from "../testing/kernel/fixture";

const urls = pictureAddresses();

test("each thread keeps the files of its draft, and their uploads go on", async () => {
  const { session } = await open(withItems([]));
  session.attachments.add([photo("old.png")]);
  session.openThread(null);
  await pass(10);
  expect(session.attachments.list.value).toEqual([]);
  await added(session, photo("new.png"));
  session.openThread("thr_old");
  await pass();
  expect(session.attachments.list.value.map(({ name, upload }) => [name, upload.value.phase])).toEqual([
    ["old.png", "ready"],
  ]);
});

test.each([true, false])("the files of a deleted thread's draft go with it (shown: %s)", async (isShown) => {
  const { kernel, session } = await open(withItems([]));
  await added(session, photo());
  const ids = readyIds(session);
  if (!isShown) session.openThread(null);
  await pass();
  await session.deleteThread("thr_old");
  await pass();
  expect(deleted(kernel)).toEqual(ids);
  expect(urls.size).toBe(0);
});

test("a file that waited in another thread and was sent since is not deleted with the view", async () => {
  const { kernel, session } = await open(withItems([]));
  await added(session, photo());
  for (const thread of [null, "thr_old"]) {
    session.openThread(thread);
    await pass();
  }
  session.send(input("look", readyIds(session)));
  await pass(200);
  session.dispose();
  await pass();
  expect(deleted(kernel)).toEqual([]);
});

test("a view that is closed keeps no picture and stops what is under way", async () => {
  const { session } = await open();
  await added(session, photo());
  session.send(input("look", readyIds(session)));
  session.attachments.add([photo()]);
  session.dispose();
  expect(urls.size).toBe(0);
});

test("uploads of drafts that wait in other threads stop when the view is closed", async () => {
  const { kernel, session } = await open(withItems([]));
  kernel.loses = (message) => receivedIn(message) !== null;
  session.attachments.add([photo("waiting.png")]);
  await pass(10);
  session.openThread(null);
  await pass(10);
  session.attachments.add([photo("shown.png")]);
  await pass(10);
  const uploads = () => asked(kernel, "upload").length;
  const before = uploads();
  // The state of the new thread made the first one ask again.
  expect(before).toBe(3);
  session.dispose();
  await pass(60_000);
  expect(uploads()).toBe(before);
  expect([urls.size, vi.getTimerCount()]).toEqual([0, 0]);
});
