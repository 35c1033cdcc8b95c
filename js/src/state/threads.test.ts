import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, pass, texts, userItem, withItems } from "../testing/kernel/fixture";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a thread that cannot be opened leaves the one on screen", async () => {
  const { session } = await open(withItems([userItem("a")]));
  session.openThread("gone");
  await pass(2000);
  expect(session.loading.value).toBe(false);
  expect(session.notices.value[0]?.message).toBe('NotFoundError: There is no thread "gone".');
  expect(texts(session)).toEqual(["a"]);
});

test("older pages come in front until there are no more, and a new state keeps them", async () => {
  const items = Array.from({ length: 45 }, (_, index) => userItem(`m${index}`));
  const { session } = await open(withItems(items));
  expect([session.items.value.length, session.hasOlder.value]).toEqual([20, true]);
  await Promise.all([session.loadOlder(), session.loadOlder(), pass()]);
  expect([session.items.value.length, session.hasOlder.value]).toEqual([40, true]);
  session.refresh();
  await pass();
  expect(session.items.value).toHaveLength(40);
  await Promise.all([session.loadOlder(), pass()]);
  expect(session.hasOlder.value).toBe(false);
  expect(texts(session)).toEqual(items.map((item) => item.id));
  session.refresh();
  await pass();
  expect([session.items.value.length, session.hasOlder.value]).toEqual([45, false]);
});

test("deleting another thread leaves the one on screen", async () => {
  const threads = ["a", "b"].map((id) => ({ info: { id, title: id }, items: [] }));
  const { session } = await open({ threads, thread: "b" });
  await Promise.all([session.deleteThread("a"), pass()]);
  await pass();
  expect([session.thread.value?.id, session.loading.value]).toEqual(["b", false]);
});

test("threads are listed newest first, renamed and deleted", async () => {
  const threads = ["a", "b"].map((id) => ({ info: { id, title: id }, items: [] }));
  const { session } = await open({ threads, thread: "b" });
  const titles = async () => (await session.listThreads()).data.map((thread) => thread.title);
  expect(await titles()).toEqual(["b", "a"]);
  await session.renameThread("b", "better");
  expect(session.thread.value?.title).toBe("better");
  await session.deleteThread("b");
  await pass();
  expect(session.thread.value).toBeNull();
  expect(await titles()).toEqual(["a"]);
  await expect(session.renameThread("gone", "x")).rejects.toThrow('There is no thread "gone".');
});
