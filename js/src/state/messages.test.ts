import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { input, open, operations, pass, texts } from "../testing/kernel/fixture";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a message is shown at once, answered in pieces, and ends", async () => {
  const { session } = await open();
  session.draft.value = "hello";
  session.send(input("hello"));
  expect(session.pendingUser.value).toEqual(input("hello"));
  expect(session.draft.value).toBe("");
  expect(session.response.value).toMatchObject({ op: "threads.create", stopping: false });
  await pass(15);
  expect(session.pendingUser.value).toBeNull();
  expect(texts(session)).toEqual(["hello", "echo"]);
  await pass(100);
  expect(texts(session)).toEqual(["hello", "echo hello"]);
  expect(session.response.value).toBeNull();
});

test("the second message goes to the same thread", async () => {
  const { kernel, session } = await open();
  session.send(input("one"));
  await pass(100);
  session.send(input("two"));
  await pass(100);
  expect(texts(session)).toEqual(["one", "echo one", "two", "echo two"]);
  expect(operations(kernel)).toEqual(["threads.create", "threads.add_user_message"]);
});

test("nothing is sent while a response is under way", async () => {
  const { kernel, session } = await open();
  session.send(input("one"));
  session.draft.value = "two";
  session.send(input("two"));
  await pass(100);
  expect(operations(kernel)).toHaveLength(1);
  expect(session.draft.value).toBe("two");
});

test("stopping keeps what was received and frees the composer", async () => {
  const { session } = await open();
  session.send(input("a long message"));
  await pass(25);
  expect(session.response.value?.allowCancel).toBe(true);
  session.stop();
  expect(session.response.value?.stopping).toBe(true);
  await pass(100);
  expect(session.response.value).toBeNull();
  expect(texts(session)).toEqual(["a long message", "echo a l"]);
});

test("a refused message comes back into the composer and can be sent again", async () => {
  const { kernel, session } = await open();
  kernel.crowded = true;
  session.draft.value = "mine";
  session.send(input("mine"));
  await pass();
  expect(session.draft.value).toBe("mine");
  expect(session.pendingUser.value).toBeNull();
  expect(session.error.value).toMatchObject({ code: "too_much", allow_retry: true });
  kernel.crowded = false;
  session.dismissError();
  session.retry();
  expect(session.draft.value).toBe("");
  await pass(200);
  expect(texts(session)).toEqual(["mine", "echo mine"]);
});

test("a failed response shows the exception, and retry answers the same message anew", async () => {
  let count = 0;
  const { session } = await open({
    async *script(_request, turn) {
      count += 1;
      if (count === 1) throw new TypeError("no");
      yield* turn.say("fine", { pace: 0 });
    },
  });
  session.send(input("hello"));
  await pass();
  expect(session.error.value).toMatchObject({
    allow_retry: true,
    detail: { type: "TypeError", message: "no" },
  });
  session.retry();
  await pass();
  expect(session.error.value).toBeNull();
  expect(texts(session)).toEqual(["hello", "fine"]);
});

test("answering an earlier message again drops what came after it", async () => {
  const { session } = await open();
  for (const text of ["one", "two"]) {
    session.send(input(text));
    await pass(100);
  }
  session.retryAfter(session.items.value[0]?.id ?? "");
  await pass(100);
  expect(texts(session)).toEqual(["one", "echo one"]);
});

test("a kernel restart ends everything that waits and gives the message back", async () => {
  const { kernel, session } = await open();
  const list = session.listThreads();
  const refused = expect(list).rejects.toMatchObject({ code: "restarted" });
  session.draft.value = "hello";
  session.send(input("hello"));
  kernel.end("restarted");
  await refused;
  expect(session.connection.value).toBe("restarted");
  expect(session.response.value).toBeNull();
  expect(session.pendingUser.value).toBeNull();
  expect(session.draft.value).toBe("hello");
  session.send(input("hello"));
  expect(session.response.value).toBeNull();
});

test("a message from Python appears without a bubble of ours", async () => {
  const { kernel, session } = await open();
  kernel.ask("from Python");
  await pass(1);
  expect(session.pendingUser.value).toBeNull();
  expect(session.response.value?.op).toBe("threads.create");
  await pass(200);
  expect(texts(session)).toEqual(["from Python", "echo from Python"]);
});
