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
    // What says that it is large takes no memory for that.
    const buffer = bytes > 1000 ? ({ byteLength: bytes } as ArrayBuffer) : new ArrayBuffer(bytes);
    return { body: answer.body, buffers: [buffer] };
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
  expect(urls.get("blob:1")).toMatchObject({ type: "image/png", size: 8 });
});

test.each(["image/svg+xml", "text/html", "application/pdf", ""])("%s is never shown", async (mime_type) => {
  const { pictures } = setUp(mime_type);
  pictures.hold("a");
  await settled();
  expect(pictures.of("a").value).toEqual({ kind: "failed" });
  expect(urls.size).toBe(0);
});

test("bytes of which nothing is told are never shown", async () => {
  const { pictures, answer } = setUp();
  answer.body = null;
  pictures.hold("a");
  await settled();
  expect([pictures.of("a").value.kind, urls.size]).toEqual(["failed", 0]);
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
  pictures.hold("c");
  await settled();
  expect(urls.size).toBe(0);
});

test("only a picture that failed is asked for again", async () => {
  const { pictures, asked } = setUp();
  pictures.again("a");
  pictures.hold("a");
  pictures.again("a");
  await settled();
  pictures.again("a");
  await settled();
  expect([pictures.of("a").value.kind, asked, urls.size]).toEqual(["shown", ["a"], 1]);
});

test("the picture in the page takes the place of what was shown, and of what was asked for", async () => {
  const { pictures } = setUp();
  pictures.hold("a");
  pictures.hold("b");
  await settled();
  pictures.hold("c");
  const [first, second] = ["a", "c"].map((id) => {
    const url = URL.createObjectURL(new Blob(["x"]));
    pictures.adopt(id, url, 1);
    return url;
  });
  await settled();
  expect(["a", "c"].map((id) => pictures.of(id).value)).toMatchObject([{ url: first }, { url: second }]);
  expect(urls.size).toBe(3);
});

test("a picture that is dropped before it comes is never shown, and begins anew", async () => {
  const { pictures, asked } = setUp();
  pictures.hold("a");
  const dropped = pictures.of("a");
  pictures.drop("a");
  await settled();
  expect([dropped.value.kind, urls.size]).toEqual(["waiting", 0]);
  pictures.hold("a");
  await settled();
  expect([pictures.of("a").value.kind, dropped.value.kind, asked.length]).toEqual(["shown", "waiting", 2]);
});

test("who lets go twice does not let go for others", async () => {
  const { pictures } = setUp("image/png", 50 * 2 ** 20);
  const release = pictures.hold("a");
  pictures.hold("a");
  await settled();
  release();
  release();
  for (const id of ["b", "c"]) {
    const leave = pictures.hold(id);
    await settled();
    leave();
  }
  expect(["a", "b", "c"].map((id) => pictures.of(id).value.kind)).toEqual(["shown", "waiting", "shown"]);
});

test("what was seen again lately is kept longest, whatever was asked for first", async () => {
  const { pictures } = setUp("image/png", 40 * 2 ** 20);
  const see = async (id: string) => {
    const release = pictures.hold(id);
    await settled();
    release();
  };
  for (const id of ["a", "b", "a", "c"]) await see(id);
  expect(["a", "b", "c"].map((id) => pictures.of(id).value.kind)).toEqual(["shown", "waiting", "shown"]);
});

test("pictures in the page that nobody looks at are kept up to the bound, too", () => {
  const { pictures } = setUp();
  for (const id of ["a", "b", "c"]) pictures.adopt(id, URL.createObjectURL(new Blob(["x"])), 40 * 2 ** 20);
  expect(["a", "b", "c"].map((id) => pictures.of(id).value.kind)).toEqual(["waiting", "shown", "shown"]);
});

test("of small pictures out of sight sixty are kept", async () => {
  const { pictures } = setUp();
  const ids = Array.from({ length: 61 }, (_, index) => `p${index}`);
  const releases = ids.map((id) => pictures.hold(id));
  await settled();
  for (const release of releases) release();
  const gone = ids.filter((id) => pictures.of(id).value.kind !== "shown");
  expect([gone, urls.size]).toEqual([["p0"], 60]);
});

test("pictures that fill the bound are kept, and those that failed take no room", async () => {
  const { pictures, answer } = setUp("image/png", 48 * 2 ** 20);
  const see = async (...ids: string[]) => {
    const releases = ids.map((id) => pictures.hold(id));
    await settled();
    for (const release of releases) release();
  };
  await see("a");
  await see("b");
  answer.isRefused = true;
  await see(...Array.from({ length: 60 }, (_, index) => `failed${index}`));
  expect(["a", "b"].map((id) => pictures.of(id).value.kind)).toEqual(["shown", "shown"]);
});

test("a picture that is gone takes no room from others", async () => {
  const { pictures } = setUp("image/png", 40 * 2 ** 20);
  for (const id of ["a", "b", "c"]) {
    const release = pictures.hold(id);
    await settled();
    if (id === "c") pictures.broken(id);
    release();
  }
  expect(["a", "b"].map((id) => pictures.of(id).value.kind)).toEqual(["shown", "shown"]);
});
