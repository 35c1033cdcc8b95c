import { expect, test } from "vitest";
import type { Page, ThreadInfo } from "../../protocol/envelope";
import type { Conversation } from "../../state/conversation";
import { ThreadPages } from "./pages";

const thread = (id: string): ThreadInfo => ({
  id,
  title: id,
  created_at: "2026-01-02T03:04:05Z",
  status: { type: "active" },
  metadata: {},
});

const page = (ids: string, fields: Partial<Page<ThreadInfo>> = {}): Page<ThreadInfo> => ({
  data: [...ids].map(thread),
  has_more: false,
  ...fields,
});

/** Pages of a kernel that gives these answers in turn, and the places they were asked from. */
function setUp(...answers: (Page<ThreadInfo> | Error)[]) {
  const asked: (string | undefined)[] = [];
  const listThreads = async (after?: string) => {
    asked.push(after);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  const pages = new ThreadPages({ listThreads } as unknown as Conversation);
  const ids = () => pages.threads.value.map(({ id }) => id).join("");
  return { pages, asked, ids };
}

test("pages follow one another from where the kernel says, else from the last thread", async () => {
  const { pages, asked, ids } = setUp(
    page("ab", { has_more: true, after: "cursor" }),
    page("cd", { has_more: true }),
    page("e"),
  );
  expect(pages.state.value).toBe("loading");
  await pages.loadMore();
  expect([ids(), pages.state.value, pages.hasMore.value]).toEqual(["ab", "ready", true]);
  const more = pages.loadMore();
  expect(pages.state.value).toBe("loading");
  await more;
  await pages.loadMore();
  expect([asked, ids(), pages.hasMore.value]).toEqual([[undefined, "cursor", "d"], "abcde", false]);
});

test("a thread that comes again is not listed twice", async () => {
  const { pages, ids } = setUp(page("ab", { has_more: true }), page("bc"));
  await pages.loadMore();
  await pages.loadMore();
  expect(ids()).toBe("abc");
});

test("an empty page is the last, whatever it says", async () => {
  const { pages } = setUp(page("", { has_more: true }));
  await pages.loadMore();
  expect([pages.state.value, pages.hasMore.value]).toEqual(["ready", false]);
});

test("a page that failed leaves the list as it is, and can be asked for again", async () => {
  const { pages, asked, ids } = setUp(page("ab", { has_more: true }), new Error("no"), page("c"));
  await pages.loadMore();
  await pages.loadMore();
  expect([ids(), pages.state.value]).toEqual(["ab", "failed"]);
  await pages.loadMore();
  expect([asked.at(-1), ids(), pages.state.value]).toEqual(["b", "abc", "ready"]);
});

test("a new name is that of its thread only", async () => {
  const { pages } = setUp(page("ab"));
  await pages.loadMore();
  pages.rename("b", "new");
  expect(pages.threads.value.map(({ title }) => title)).toEqual(["a", "new"]);
});

test("a thread that was taken off is known as such until it is put back where it was", async () => {
  const { pages, ids } = setUp(page("abc"));
  await pages.loadMore();
  const restore = pages.remove("b");
  expect([ids(), pages.isRemoved("b"), pages.isRemoved("a")]).toEqual(["ac", true, false]);
  restore();
  expect([ids(), pages.isRemoved("b")]).toEqual(["abc", false]);
});

test("a thread that is not listed cannot be taken off", async () => {
  const { pages, ids } = setUp(page("ab"));
  await pages.loadMore();
  pages.remove("z")();
  expect([ids(), pages.isRemoved("z")]).toEqual(["ab", false]);
});
