import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reply } from "../transport/requests";
import { Pictures } from "./pictures";

const urls = new Map<string, Blob>();

beforeEach(() => {
  urls.clear();
  let count = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    count += 1;
    urls.set(`blob:${count}`, blob as Blob);
    return `blob:${count}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void urls.delete(url));
});

afterEach(() => vi.restoreAllMocks());

const settled = () => new Promise((resolve) => setTimeout(resolve));

function setUp(mime_type = "image/png", bytes = 8) {
  const asked: string[] = [];
  const answer = { body: { name: "a", mime_type } as unknown, isRefused: false };
  const pictures = new Pictures(async (id): Promise<Reply> => {
    asked.push(id);
    if (answer.isRefused) throw new Error("no");
    return { body: answer.body, buffers: [new ArrayBuffer(bytes)] };
  });
  return { pictures, asked, answer };
}

test("a picture is asked for once, when somebody needs it", async () => {
  const { pictures, asked } = setUp();
  const state = pictures.of("a");
  expect([state.value, asked]).toEqual([{ kind: "waiting" }, []]);
  const release = pictures.hold("a");
  pictures.hold("a");
  await settled();
  expect(state.value).toEqual({ kind: "shown", url: "blob:1" });
  release();
  pictures.hold("a");
  expect(asked).toEqual(["a"]);
  expect(urls.get("blob:1")?.type).toBe("image/png");
});

test.each(["image/svg+xml", "text/html", "application/pdf", ""])("%s is never shown", async (mime_type) => {
  const { pictures } = setUp(mime_type);
  pictures.hold("a");
  await settled();
  expect(pictures.of("a").value).toEqual({ kind: "failed" });
  expect(urls.size).toBe(0);
});

test("a picture that failed is asked for again on demand only", async () => {
  const { pictures, asked, answer } = setUp();
  answer.isRefused = true;
  pictures.hold("a");
  await settled();
  pictures.hold("a");
  expect([pictures.of("a").value.kind, asked.length]).toEqual(["failed", 1]);
  answer.isRefused = false;
  pictures.again("a");
  expect(pictures.of("a").value.kind).toBe("waiting");
  await settled();
  expect(pictures.of("a").value.kind).toBe("shown");
});

test("what the browser cannot read counts as failed", async () => {
  const { pictures } = setUp();
  pictures.hold("a");
  await settled();
  pictures.broken("a");
  expect(pictures.of("a").value.kind).toBe("failed");
  expect(urls.size).toBe(0);
});

test("pictures out of sight are kept up to a bound, the last seen longest; those in sight stay", async () => {
  const { pictures, asked } = setUp("image/png", 30 * 2 ** 20);
  pictures.hold("seen");
  for (const id of ["a", "b", "c", "d"]) {
    const release = pictures.hold(id);
    await settled();
    release();
  }
  const shown = (id: string) => pictures.of(id).value.kind === "shown";
  expect(["seen", "a", "b", "c", "d"].map(shown)).toEqual([true, false, true, true, true]);
  expect(urls.size).toBe(4);
  pictures.hold("a");
  await settled();
  expect(shown("a")).toBe(true);
  expect(asked.filter((id) => id === "a")).toHaveLength(2);
});

test("a picture whose bytes are here is shown without asking, and dropped with its attachment", () => {
  const { pictures, asked } = setUp();
  const url = URL.createObjectURL(new Blob(["x"]));
  pictures.adopt("a", url, 1);
  pictures.hold("a");
  expect([pictures.of("a").value, asked]).toEqual([{ kind: "shown", url }, []]);
  pictures.drop("a");
  expect(urls.size).toBe(0);
});

test("a view that is gone keeps no picture, not even one that comes later", async () => {
  const { pictures } = setUp();
  pictures.hold("a");
  await settled();
  pictures.hold("b");
  pictures.dispose();
  await settled();
  expect(urls.size).toBe(0);
});
