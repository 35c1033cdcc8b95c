import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

const LIMIT = 10_000;
const parts = (count: number, length = 0) =>
  Array.from({ length: count }, (_, index) => `part${index} ${"w".repeat(length)}`.trim());

function drawn(text: string, open = false) {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  const { root, update } = draw(<Markdown text={text} open={open} />, session);
  const sizes = (name: string) => [...root.querySelectorAll(name)].map(({ children }) => children.length);
  const texts = () => [...root.querySelectorAll("p")].map(({ textContent }) => textContent);
  const grow = (next: string, more = true) => update(<Markdown text={next} open={more} />);
  return { root, sizes, texts, grow };
}

it("gathers short blocks in groups of so many", async () => {
  const { root, sizes } = drawn(parts(60).join("\n\n"));
  await vi.waitFor(() => expect(sizes(".blocks")).toEqual([24, 24, 12]), LIMIT);
  expect(sizes(".is-full")).toEqual([24, 24]);
  expect(root.querySelector(".is-long")).toBeNull();
});

it("gathers long blocks in groups of so much", async () => {
  const { root, sizes } = drawn(parts(9, 3_990).join("\n\n"));
  await vi.waitFor(() => expect(sizes(".blocks")).toEqual([5, 4]), LIMIT);
  expect(root.querySelector(".is-long")).toBeNull();
});

it("gathers the groups of a long text in sections", async () => {
  const { root, sizes, texts } = drawn(parts(600).join("\n\n"));
  await vi.waitFor(() => expect(texts()).toEqual(parts(600)), LIMIT);
  expect(sizes(".section")).toEqual([24, 2]);
  expect(root.querySelector(".markdown.is-long")).not.toBeNull();
});

it.each([
  [97, false],
  [121, true],
])("is long, or not, with %i short blocks: %s", async (count, isLong) => {
  const { root, texts } = drawn(parts(count).join("\n\n"));
  await vi.waitFor(() => expect(texts().length).toBe(count), LIMIT);
  expect(root.querySelector(".markdown.is-long") !== null).toBe(isLong);
});

it("keeps the elements of what is full while more comes", async () => {
  const { root, grow, texts } = drawn(parts(30).join("\n\n"), true);
  const full = () => root.querySelector(".blocks.is-full");
  await vi.waitFor(() => expect(full()).not.toBeNull(), LIMIT);
  const first = full();
  grow(parts(80).join("\n\n"));
  await vi.waitFor(() => expect(texts()).toEqual(parts(80)), LIMIT);
  expect(full()).toBe(first);
});

it("draws another text in place of a long one", async () => {
  const { grow, texts, sizes } = drawn(parts(600).join("\n\n"), true);
  await vi.waitFor(() => expect(texts().length).toBe(600), LIMIT);
  grow("another\n\none");
  expect([texts(), sizes(".section")]).toEqual([["another", "one"], [1]]);
  grow(`another\n\none\n\n${parts(60).join("\n\n")}`);
  await vi.waitFor(() => expect(texts()).toEqual(["another", "one", ...parts(60)]), LIMIT);
});

it.each([0, 23, 24, 575, 590])("links in part %i once its target is named at the end", async (at) => {
  const text = parts(600).with(at, "see [docs][d]").join("\n\n");
  const { root, grow, texts } = drawn(text, true);
  await vi.waitFor(() => expect(texts().length).toBe(600), LIMIT);
  expect(root.querySelector("a")).toBeNull();
  grow(`${text}\n\n[d]: https://x.org\n`, false);
  await vi.waitFor(
    () => expect(root.querySelectorAll("p")[at]?.querySelector("a")?.textContent).toBe("docs"),
    LIMIT,
  );
  expect(texts()).toEqual(parts(600).with(at, "see docs"));
});

it("links in several groups once the target is named", async () => {
  const text = parts(100)
    .map((part, index) => (index % 20 === 3 ? "[docs][d]" : part))
    .join("\n\n");
  const { root } = drawn(`${text}\n\n[d]: https://x.org`);
  await vi.waitFor(() => expect(root.querySelectorAll("a").length).toBe(5), LIMIT);
});
