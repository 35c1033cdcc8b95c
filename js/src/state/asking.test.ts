import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { input, open, pass, texts, WIDGET } from "../testing/kernel/fixture";
import { stateOf, testSession } from "../testing/kernel/test-session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("an answer to a structured input goes to its item in this thread", async () => {
  const { session, request } = await testSession();
  const submission = { status: "answered", answers: {} } as never;
  session.answer("inp_1", submission);
  const params = { thread_id: "thr_a", item_id: "inp_1", input: submission };
  expect((await request()).body).toEqual({ type: "threads.add_structured_input", params });
  expect(session.response.value?.op).toBe("threads.add_structured_input");
  const empty = await testSession(null);
  empty.session.answer("inp_1", submission);
  empty.session.retryAfter("m");
  await empty.session.feedback(["m"], "positive");
  await pass();
  expect(empty.sent()).toEqual([]);
});

test("feedback names its items, and who gave it hears whether it was taken", async () => {
  const { session, answer, refuse } = await testSession();
  const taken = session.feedback(["a", "b"], "negative");
  const asked = await answer({});
  await taken;
  const params = { thread_id: "thr_a", item_ids: ["a", "b"], kind: "negative" };
  expect(asked).toEqual({ type: "items.feedback", params });
  const refused = expect(session.feedback(["a"], "positive")).rejects.toThrow("No feedback.");
  await refuse("No feedback.");
  await refused;
});

test("a question for data that is refused is not an error of the conversation", async () => {
  const { session, refuse } = await testSession();
  const refused = expect(session.listThreads()).rejects.toThrow("No list.");
  await refuse("No list.");
  await refused;
  expect(session.error.value).toBeNull();
});

test("a thread that could not be deleted stays, with its draft", async () => {
  const { session, refuse } = await testSession();
  session.draft.value = "typed";
  const refused = expect(session.deleteThread("thr_a")).rejects.toThrow("No.");
  await refuse();
  await refused;
  expect([session.loading.value, session.draft.value]).toEqual([false, "typed"]);
});

test("a title that was refused is not shown, and one of another thread changes no title here", async () => {
  const { session, show, emit, refuse, answer } = await testSession();
  const refused = expect(session.renameThread("thr_a", "better")).rejects.toThrow("No.");
  await refuse();
  await refused;
  const renamed = session.renameThread("thr_b", "other");
  await answer({});
  await renamed;
  expect(session.thread.value?.title).toBeUndefined();
  await emit({ type: "chatkit.thread.change", thread_id: null });
  await show(stateOf(null));
  const elsewhere = session.renameThread("thr_a", "third");
  await answer({});
  await elsewhere;
  expect(session.thread.value).toBeNull();
});

test("the next page of threads begins after the last", async () => {
  const { session, answer } = await testSession();
  const list = session.listThreads("thr_z");
  const body = { data: [{ id: "thr_y" }], has_more: true, after: "thr_y" };
  const params = { limit: 30, order: "desc", after: "thr_z" };
  expect(await answer(body)).toEqual({ type: "threads.list", params });
  expect(await list).toMatchObject({ data: [{ id: "thr_y" }], has_more: true });
});

test("while a response is under way a streaming action is left undone, and another is not", async () => {
  const { session, show, emit, begin, answer, sent } = await testSession();
  await show(stateOf("thr_a", [WIDGET]));
  await begin("r");
  await emit({ type: "progress_update", text: "Thinking" });
  sent();
  await session.action("wid_1", { type: "buy" });
  await pass();
  expect(sent()).toEqual([]);
  const done = session.action("wid_1", { type: "buy", payload: 1, streaming: false });
  expect([...session.busyActions.value]).toEqual(["wid_1"]);
  const swapped = { ...WIDGET, widget: { type: "Card", children: [], key: "sold" } };
  const params = { thread_id: "thr_a", item_id: "wid_1", action: { type: "buy", payload: 1 } };
  expect(await answer({ updated_item: swapped })).toEqual({ type: "threads.sync_custom_action", params });
  await done;
  expect(session.items.value[0]?.item.value).toEqual(swapped);
  expect([session.busyActions.value.size, session.response.value?.id]).toEqual([0, "r"]);
  expect(session.progress.value).toEqual({ text: "Thinking" });
});

test.each([null, 7, {}, { updated_item: 7 }])(
  "a sync action answered with %j has ended all the same",
  async (body) => {
    const { session, answer } = await testSession();
    const done = session.action("wid_1", { type: "buy", streaming: false });
    await answer(body);
    await done;
    expect([texts(session), session.error.value, session.busyActions.value.size]).toEqual([
      ["in thr_a"],
      null,
      0,
    ]);
  },
);

test("what goes wrong in the view while a sync action swaps its item in is not taken for a refusal", async () => {
  const { session, answer } = await testSession();
  const stop = session.items.subscribe((items) => {
    if (items.length > 1) throw new RangeError("drawn badly");
  });
  const failed = expect(session.action("wid_1", { type: "buy", streaming: false })).rejects.toThrow(
    "drawn badly",
  );
  await answer({ updated_item: WIDGET });
  await failed;
  stop();
  expect([session.error.value, session.busyActions.value.size]).toEqual([null, 0]);
});

test("the thread is loaded again from the store on demand", async () => {
  const { session, sent } = await testSession();
  session.refresh();
  await pass();
  expect(sent()).toMatchObject([{ type: "ask", name: "refresh", args: {} }]);
});

test.each(["restarted", "closed"] as const)(
  "with a kernel that is %s nothing is sent or opened",
  async (end) => {
    const { kernel, session } = await testSession();
    session.send(input("under way"));
    session.openThread("thr_b");
    kernel.end(end);
    expect([session.loading.value, session.draft.value]).toEqual([false, "under way"]);
    session.draft.value = "typed";
    session.send(input("typed"));
    session.openThread("thr_b");
    session.retry();
    await session.action("wid_1", { type: "buy" });
    expect([session.draft.value, session.loading.value, session.pendingUser.value]).toEqual([
      "typed",
      false,
      null,
    ]);
    expect([session.response.value, session.connection.value]).toEqual([null, end]);
  },
);

test("a call from Python without arguments has none", async () => {
  const { kernel, session } = await testSession();
  const heard: unknown[] = [];
  session.onUi((...call) => heard.push(call));
  kernel.post({ type: "ui", method: "focus_composer", args: null as never });
  kernel.post({ type: "ui", method: "focus_composer", args: [1] as never });
  await pass();
  expect(heard).toEqual([
    ["focus_composer", {}],
    ["focus_composer", {}],
  ]);
});

test("an error that was read is gone until the next one", async () => {
  const { session, emit } = await testSession();
  await emit({ type: "error", code: "no", allow_retry: true });
  session.dismissError();
  expect(session.error.value).toBeNull();
  session.log("error.dismiss", { code: "no" });
});

test("a file of which no bytes came is not saved as an empty one", async () => {
  const { kernel, session, sent } = await testSession();
  const refused = expect(session.readAttachment("atc_1")).rejects.toMatchObject({
    code: "empty",
    allowRetry: true,
  });
  await pass();
  const [fetch] = sent();
  if (fetch?.type !== "ask") throw new Error("no file was asked for");
  kernel.post({ type: "reply", id: fetch.id, body: { name: "a", mime_type: "text/plain" } });
  await refused;
});

test("a file is read to be saved, never to be opened", async () => {
  const { kernel, session } = await open();
  kernel.attachments.add("atc_x", "page.html", "text/html", new Uint8Array([1, 2]));
  const [blob] = await Promise.all([session.readAttachment("atc_x"), pass()]);
  expect([blob.type, blob.size]).toEqual(["application/octet-stream", 2]);
  await expect(session.readAttachment("gone")).rejects.toThrow('There is no attachment "gone".');
});
