import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pass, WIDGET } from "../testing/kernel/fixture";
import { memoryKernel } from "../testing/kernel/kernel";
import { beginning, ending, testSession } from "../testing/kernel/test-session";
import { Fields } from "./fields";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const draft = (value: string | boolean | null, base: string | boolean | null = "") => ({
  name: "n",
  value,
  base,
});
const wire = (key: string, value: string) => ({ key, ...draft(value) });
const fills = (sent: readonly { type: string; name?: string; args?: unknown }[]) =>
  sent.filter(({ type, name }) => type === "ask" && name === "fill").map(({ args }) => args);

test("what is typed is sent a moment later, once for all that was typed meanwhile", async () => {
  const { session, sent } = await testSession();
  session.fields.type("wid", "a", draft("H"));
  session.fields.type("wid", "a", draft("He"));
  session.fields.type("wid", "b", draft(true, false));
  session.fields.type("other", "a", draft("x"));
  await pass(399);
  expect(fills(sent())).toEqual([]);
  await pass(1);
  const origin = expect.any(String);
  expect(fills(sent())).toEqual([
    { item_id: "wid", origin, fields: [wire("a", "He"), { key: "b", ...draft(true, false) }] },
    { item_id: "other", origin, fields: [wire("a", "x")] },
  ]);
});

test("what is typed while some is on its way is sent when that has arrived", async () => {
  const { session, sent, reply } = await testSession();
  session.fields.type("wid", "a", draft("1"));
  await pass(400);
  session.fields.type("wid", "a", draft("2"));
  await pass(1000);
  expect(fills(sent())).toHaveLength(1);
  await reply({});
  await pass(400);
  expect(fills(sent())).toEqual([{ item_id: "wid", origin: expect.any(String), fields: [wire("a", "2")] }]);
});

test.each([
  ["passwords", { isSecret: true }, "s3cret"],
  ["a text that is too long to keep", {}, "x".repeat(100_001)],
])("%s stay in the page", async (_, options, value) => {
  const { session, sent } = await testSession();
  session.fields.type("wid", "a", draft(value), options);
  await pass(1000);
  expect(fills(sent())).toEqual([]);
  expect(session.fields.draft("wid", "a").value?.value).toBe(value);
});

test("what is typed in another page is shown, and the page's own echo is not", async () => {
  const { session, emit, sent } = await testSession();
  session.fields.type("wid", "b", draft("mine"));
  await pass(400);
  const [own] = fills(sent()) as { origin: string }[];
  const fields = [wire("a", "theirs"), wire("b", "older")];
  await emit({ type: "chatkit.form.draft", item_id: "wid", origin: "elsewhere", fields });
  expect(session.fields.draft("wid", "a").value?.value).toBe("theirs");
  // What was typed here is on its way, and so the newer one.
  expect(session.fields.draft("wid", "b").value?.value).toBe("mine");
  const echo = [wire("a", "echo")];
  await emit({ type: "chatkit.form.draft", item_id: "wid", origin: own?.origin ?? "", fields: echo });
  expect(session.fields.draft("wid", "a").value?.value).toBe("theirs");
});

test.each([
  [null],
  ["text"],
  [{ a: "x" }],
  [[null, 3, "x", {}, { key: 3, name: "n", value: "", base: "" }]],
  [[{ key: "a", name: "n", value: {}, base: "" }]],
  [[{ key: "a", value: "", base: "" }]],
])("malformed drafts change nothing: %j", async (fields) => {
  const { session, emit } = await testSession();
  await emit({ type: "chatkit.form.draft", item_id: "wid", origin: "x", fields } as never);
  expect(session.fields.draft("wid", "a").value).toBeNull();
});

test("a page that is loaded again, and another one, show what was typed", async () => {
  const threads = [{ info: { id: "thr_old" }, items: [WIDGET] }];
  const kernel = memoryKernel({ script: () => [], threads, thread: "thr_old" });
  const first = new Session(kernel.connect());
  await pass();
  first.fields.type(WIDGET.id, "a", draft("typed"));
  await pass(400);
  const second = new Session(kernel.connect());
  await pass();
  expect(second.fields.draft(WIDGET.id, "a").value).toEqual(draft("typed"));
  second.fields.type(WIDGET.id, "a", draft("changed"));
  await pass(400);
  expect(first.fields.draft(WIDGET.id, "a").value?.value).toBe("changed");
});

test("a page that is left sends what was typed last", async () => {
  const { session, sent } = await testSession();
  session.fields.type("wid", "a", draft("last"));
  globalThis.dispatchEvent(new Event("pagehide"));
  await pass(0);
  expect(fills(sent())).toHaveLength(1);
  session.dispose();
});

test("a form that is refused says why, and there is no error row", async () => {
  const { session, emit } = await testSession();
  const fields = { seats: "Enter a whole number.", day: 3 };
  await emit({ type: "chatkit.form.refused", item_id: "wid", fields } as never);
  expect([...session.fields.refusals("wid").value]).toEqual([["seats", "Enter a whole number."]]);
  await emit(ending("req", { code: "form_refused", message: "seats: ...", allow_retry: false }), "req");
  expect(session.error.value).toBeNull();
  await emit(ending("req2", { code: "server_error", message: "no", allow_retry: false }), "req2");
  expect(session.error.value?.code).toBe("server_error");
});

test("a form that is sent again from elsewhere is refused no longer", async () => {
  const { session, emit } = await testSession();
  const fields = { seats: "The table has room for four." };
  for (const item_id of ["wid", "other"]) await emit({ type: "chatkit.form.refused", item_id, fields });
  const params = { thread_id: "thr_a", item_id: "wid", action: { type: "book" } };
  const request = { type: "threads.custom_action" as const, params };
  await emit({ ...beginning("req"), op: request.type, request }, "req");
  expect(session.fields.refusals("wid").value.size).toBe(0);
  expect(session.fields.refusals("other").value.size).toBe(1);
});

test("what was refused is forgiven field by field, or all at once", () => {
  const fields = new Fields();
  fields.refuse("wid", new Map(Object.entries({ a: "A.", b: "B.", c: "C." })));
  fields.forgive("wid", "a");
  expect([...fields.refusals("wid").value.keys()]).toEqual(["b", "c"]);
  fields.forgive("wid", "unknown");
  fields.forgive("wid");
  expect(fields.refusals("wid").value.size).toBe(0);
});

test("a field begins once in a session", () => {
  const fields = new Fields();
  expect([fields.begins("w", "a"), fields.begins("w", "a"), fields.begins("w", "b")]).toEqual([
    true,
    false,
    true,
  ]);
});
