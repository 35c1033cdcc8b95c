import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FoundPage } from "../../protocol/envelope";
import { Searching } from "./searching";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const asked: { query: string; answer: (ids: string[]) => void; fail: () => void }[] = [];
  const searching = new Searching({
    find: (query) =>
      new Promise<FoundPage>((resolve, reject) => {
        const answer = (ids: string[]) =>
          resolve({
            data: ids.map((item_id) => ({
              thread_id: "t",
              title: null,
              item_id,
              created_at: "",
              excerpt: query,
            })),
            has_more: false,
          });
        asked.push({ query, answer, fail: () => reject(new Error("no")) });
      }),
  } as ConstructorParameters<typeof Searching>[0]);
  const queries = () => asked.map(({ query }) => query);
  const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
  return { searching, asked, queries, pass };
}

test("whoever types on is asked for once, when they pause", async () => {
  const { searching, queries, pass } = setUp();
  for (const text of ["l", "li", "lig"]) {
    searching.type(text);
    await pass(100);
  }
  expect([queries(), searching.state.value]).toEqual([[], "asking"]);
  await pass(100);
  expect(queries()).toEqual(["lig"]);
});

test("an answer that comes too late is dropped", async () => {
  const { searching, asked, pass } = setUp();
  searching.type("old");
  await pass(200);
  searching.type("new");
  await pass(200);
  asked[1]?.answer(["b"]);
  await pass();
  asked[0]?.answer(["a"]);
  await pass();
  expect(searching.answer.value).toMatchObject({ query: "new", items: [{ item_id: "b" }] });
});

test("what was found stays until there is something else", async () => {
  const { searching, asked, pass } = setUp();
  searching.type("one");
  await pass(200);
  asked[0]?.answer(["a"]);
  await pass();
  searching.type("one t");
  expect([searching.state.value, searching.answer.value?.query]).toEqual(["asking", "one"]);
  await pass(200);
  asked[1]?.answer([]);
  await pass();
  expect([searching.state.value, searching.answer.value]).toEqual([
    "ready",
    { query: "one t", items: [], hasMore: false },
  ]);
});

test.each(["", "  "])("%j asks nothing", async (text) => {
  const { searching, asked, queries, pass } = setUp();
  searching.type("one");
  searching.type(text);
  await pass(1_000);
  expect([queries(), searching.state.value, searching.answer.value]).toEqual([[], "blank", null]);
  expect(asked).toEqual([]);
});

test("a space more or less is not another question", async () => {
  const { searching, queries, pass } = setUp();
  searching.type("one");
  await pass(200);
  searching.type("one ");
  await pass(200);
  expect(queries()).toEqual(["one"]);
});

test("letters that are being composed wait until they are chosen", async () => {
  const { searching, queries, pass } = setUp();
  searching.type("k", true);
  searching.type("きょう", true);
  await pass(1_000);
  expect(queries()).toEqual([]);
  searching.type("今日");
  await pass(200);
  expect(queries()).toEqual(["今日"]);
});

test("a search that failed can be tried again", async () => {
  const { searching, asked, pass } = setUp();
  searching.type("one");
  await pass(200);
  asked[0]?.fail();
  await pass();
  expect(searching.state.value).toBe("failed");
  void searching.ask();
  asked[1]?.answer(["a"]);
  await pass();
  expect([searching.state.value, searching.answer.value?.items.length]).toEqual(["ready", 1]);
});

test("a failure that comes too late is not a failure", async () => {
  const { searching, asked, pass } = setUp();
  searching.type("old");
  await pass(200);
  searching.type("new");
  await pass(200);
  asked[0]?.fail();
  await pass();
  expect(searching.state.value).toBe("asking");
});

test.each(["clear", "dispose"] as const)("after %s nothing is asked and no answer counts", async (end) => {
  const { searching, asked, queries, pass } = setUp();
  searching.type("one");
  await pass(200);
  searching.type("two");
  searching[end]();
  await pass(1_000);
  asked[0]?.answer(["a"]);
  await pass();
  expect([queries(), searching.answer.value]).toEqual([["one"], null]);
  expect([searching.text.value, searching.state.value]).toEqual(
    end === "clear" ? ["", "blank"] : ["two", "asking"],
  );
});

test("whoever asks without a pause is answered at once, and not asked for again", async () => {
  const { searching, asked, queries, pass } = setUp();
  searching.type(" one ");
  void searching.ask();
  expect(queries()).toEqual(["one"]);
  asked[0]?.answer(["a"]);
  await pass(1_000);
  expect([queries(), searching.state.value]).toEqual([["one"], "ready"]);
  searching.clear();
  void searching.ask();
  expect([queries(), searching.state.value]).toEqual([["one"], "blank"]);
});

test("the same question can be asked anew once the field was blank", async () => {
  const { searching, queries, pass } = setUp();
  searching.type("one");
  await pass(200);
  searching.type("");
  searching.type("one");
  await pass(200);
  expect(queries()).toEqual(["one", "one"]);
});
