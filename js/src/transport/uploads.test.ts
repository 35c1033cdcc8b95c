// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UploadArgs, UploadProgress } from "../protocol/envelope";
import { randomOf } from "./fake-random";
import { Requests } from "./requests";
import { PIECE, SILENCE_MS, Uploads } from "./uploads";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

interface Piece extends UploadArgs {
  /** The question's. */
  id: string;
  bytes: ArrayBuffer;
}

/** The kernel's side: takes a piece only where the one before ended. */
class Receiver {
  readonly #size: number;
  received = 0;
  bytes: number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  take({ offset, bytes }: Piece): UploadProgress {
    if (offset === this.received) {
      this.received += bytes.byteLength;
      this.bytes.push(...new Uint8Array(bytes).slice(0, 1));
    }
    return { received: this.received, done: this.received === this.#size };
  }
}

/** A file whose pieces begin with their number. */
function fileOf(size: number): Blob {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += PIECE) bytes[at] = at / PIECE;
  return new Blob([bytes]);
}

function setUp() {
  const sent: Piece[] = [];
  const requests = new Requests(
    (message, [bytes]) => {
      if (message.type !== "ask" || !bytes) throw new Error("a piece is a question with bytes");
      sent.push({ ...(message.args as UploadArgs), id: message.id, bytes });
    },
    () => {},
  );
  const uploads = new Uploads((...question) => requests.ask(...question));
  const offsets = () => sent.map(({ offset }) => offset / PIECE);
  const start = (size: number, id = "atc_1") => {
    const progress: number[] = [];
    const abort = new AbortController();
    let outcome: unknown = "under way";
    uploads
      .start(id, fileOf(size), (received) => progress.push(received), abort.signal)
      .then(
        () => {
          outcome = "done";
        },
        (error: unknown) => {
          outcome = error;
        },
      );
    return { progress, abort, outcome: () => outcome };
  };
  const answer = (piece: Piece | undefined, received: number, done = false) => {
    if (!piece) throw new Error("no such piece was sent");
    requests.settle(piece.id, { received, done });
  };
  const refuse = (piece: Piece | undefined, code: string, message: string) => {
    if (!piece) throw new Error("no such piece was sent");
    requests.refuse(piece.id, { code, message, allow_retry: false });
  };
  /** Lets the receiver have all that was sent, and the view its answers. */
  const exchange = async (receiver: Receiver, times = 50) => {
    for (let count = 0; count < times; count += 1) {
      await pass();
      for (const piece of sent.splice(0)) requests.settle(piece.id, receiver.take(piece));
    }
  };
  return { sent, requests, uploads, offsets, start, answer, refuse, exchange };
}

/** Reading a piece of a file takes a few steps after the time has passed. */
async function pass(ms = 0) {
  await vi.advanceTimersByTimeAsync(ms);
  for (let count = 0; count < 8; count += 1) await vi.advanceTimersByTimeAsync(0);
}

test("a file goes out in pieces, four at a time, and ends when the kernel has it", async () => {
  const { start, exchange, offsets } = setUp();
  const size = 6 * PIECE + 5;
  const receiver = new Receiver(size);
  const { progress, outcome } = start(size);
  await pass();
  expect(offsets()).toEqual([0, 1, 2, 3]);
  await exchange(receiver);
  expect(outcome()).toBe("done");
  expect(receiver.bytes).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6].map((count) => count * PIECE));
});

test("pieces are read one after the other, also when an answer comes meanwhile", async () => {
  const { uploads, offsets, sent, answer } = setUp();
  const file = fileOf(6 * PIECE);
  let reading = 0;
  let most = 0;
  const arrayBuffer = async () => {
    reading += 1;
    most = Math.max(most, reading);
    await new Promise((resolve) => setTimeout(resolve, 100));
    reading -= 1;
    return new ArrayBuffer(PIECE);
  };
  vi.spyOn(file, "slice").mockReturnValue({ arrayBuffer } as unknown as Blob);
  void uploads.start("atc_1", file, () => {}, new AbortController().signal);
  await pass(150);
  answer(sent[0], PIECE);
  await pass(400);
  expect([most, offsets()]).toEqual([1, [0, 1, 2, 3, 4]]);
});

test("an empty file is one empty piece", async () => {
  const { sent, start, answer } = setUp();
  const { outcome } = start(0);
  await pass();
  expect(sent.map(({ offset, bytes }) => [offset, bytes.byteLength])).toEqual([[0, 0]]);
  answer(sent[0], 0, true);
  await pass();
  expect(outcome()).toBe("done");
});

test("after silence one piece asks how far it got, and the rest goes on from there", async () => {
  const { sent, start, exchange, offsets } = setUp();
  const size = 5 * PIECE;
  const receiver = new Receiver(size);
  const { outcome } = start(size);
  await pass();
  sent.splice(0);
  await pass(SILENCE_MS);
  expect(offsets()).toEqual([0]);
  await exchange(receiver);
  expect(outcome()).toBe("done");
  expect(receiver.bytes).toEqual([0, 1, 2, 3, 4]);
});

test("a busy kernel is asked less and less often, with one piece at a time", async () => {
  const { sent, start } = setUp();
  start(9 * PIECE);
  await pass();
  expect(sent.splice(0)).toHaveLength(4);
  await pass(600_000);
  expect(sent.length).toBeGreaterThan(5);
  expect(sent.length).toBeLessThan(15);
});

test("answers that are lost are asked for until the kernel says that it is done", async () => {
  const { sent, start, exchange } = setUp();
  const receiver = new Receiver(2 * PIECE);
  const { outcome } = start(2 * PIECE);
  await pass();
  for (const piece of sent.splice(0)) receiver.take(piece);
  await pass(SILENCE_MS);
  expect(sent).toHaveLength(1);
  await exchange(receiver);
  expect(outcome()).toBe("done");
});

test("a kernel that is still storing is asked with the last piece", async () => {
  const { offsets, start, answer, sent } = setUp();
  const { outcome } = start(2 * PIECE);
  await pass();
  answer(sent[0], 2 * PIECE);
  answer(sent[1], 2 * PIECE);
  sent.splice(0);
  await pass();
  expect(offsets()).toEqual([1]);
  answer(sent.shift(), 2 * PIECE);
  await pass(SILENCE_MS);
  expect(offsets()).toEqual([1]);
  answer(sent[0], 2 * PIECE, true);
  await pass();
  expect(outcome()).toBe("done");
});

test("a kernel that lost what it had gets it again", async () => {
  const { start, exchange, offsets, answer, sent } = setUp();
  const { outcome } = start(5 * PIECE);
  await pass();
  answer(sent[0], 3 * PIECE);
  await pass();
  sent.splice(0);
  await pass(SILENCE_MS);
  expect(offsets()).toEqual([1]);
  const receiver = new Receiver(5 * PIECE);
  await exchange(receiver);
  await pass(SILENCE_MS);
  await exchange(receiver);
  expect(outcome()).toBe("done");
  expect(receiver.bytes).toEqual([0, 1, 2, 3, 4]);
});

test("a refusal ends it with its reason", async () => {
  const { start, sent, refuse } = setUp();
  const { outcome } = start(2 * PIECE);
  await pass();
  refuse(sent[0], "refused", "Not a picture.");
  await pass(60_000);
  expect(outcome()).toMatchObject({ name: "RequestError", message: "Not a picture.", allowRetry: false });
  expect([sent.length, vi.getTimerCount()]).toEqual([2, 0]);
});

test("a kernel that has too much to do gets the piece later", async () => {
  const { start, sent, refuse, offsets, exchange } = setUp();
  const { outcome } = start(PIECE);
  await pass();
  refuse(sent.shift(), "too_much", "Wait.");
  await pass(SILENCE_MS - 1);
  expect(offsets()).toEqual([]);
  await pass(1);
  await exchange(new Receiver(PIECE));
  expect(outcome()).toBe("done");
});

test("a file that cannot be read ends it", async () => {
  const { uploads } = setUp();
  const file = new Blob(["x"]);
  vi.spyOn(file, "slice").mockImplementation(() => {
    throw new DOMException("gone", "NotReadableError");
  });
  const outcome = uploads.start("atc_1", file, () => {}, new AbortController().signal);
  await expect(outcome).rejects.toMatchObject({ code: "unreadable", allowRetry: false });
});

test("what is cancelled sends nothing any more", async () => {
  const { start, sent, answer } = setUp();
  const { abort, outcome } = start(9 * PIECE);
  await pass();
  const [first] = sent.splice(0);
  abort.abort();
  answer(first, PIECE);
  await pass(60_000);
  expect(sent).toEqual([]);
  expect(outcome()).toMatchObject({ name: "AbortError" });
});

test("what was cancelled before it began is not sent", async () => {
  const { uploads, sent } = setUp();
  const cancelled = AbortSignal.abort("changed my mind");
  const outcome = uploads.start("atc_1", fileOf(PIECE), () => {}, cancelled);
  await expect(outcome).rejects.toBe("changed my mind");
  await pass(60_000);
  expect(sent).toEqual([]);
});

test("what is cancelled while it waits gives its turn to the next", async () => {
  const { start, sent, answer } = setUp();
  const [, , , fourth] = [1, 2, 3, 4, 5].map((count) => start(1, `atc_${count}`));
  await pass();
  fourth?.abort.abort();
  await pass();
  expect(fourth?.outcome()).toMatchObject({ name: "AbortError" });
  const [first] = sent.splice(0);
  answer(first, 1, true);
  await pass();
  expect(sent.map(({ attachment_id }) => attachment_id)).toEqual(["atc_5"]);
});

test("what is cancelled under way leaves the others in their places", async () => {
  const { start, sent } = setUp();
  const [first] = [1, 2, 3, 4, 5].map((count) => start(1, `atc_${count}`));
  await pass();
  sent.splice(0);
  first?.abort.abort();
  await pass();
  expect(sent.map(({ attachment_id }) => attachment_id)).toEqual(["atc_4"]);
});

test("a signal that comes after the end does not stop the file that has its place", async () => {
  const { start, sent, answer } = setUp();
  const first = start(PIECE);
  await pass();
  answer(sent.shift(), PIECE, true);
  const second = start(PIECE);
  await pass();
  first.abort.abort();
  answer(sent.shift(), PIECE, true);
  await pass();
  expect([first.outcome(), second.outcome()]).toEqual(["done", "done"]);
});

test.each([-1, 1.5, 2 * PIECE + 1, Number.NaN])("an answer of %d bytes says nothing", async (received) => {
  const { start, answer, sent } = setUp();
  const { progress, outcome } = start(2 * PIECE);
  await pass();
  sent.splice(0);
  await pass(SILENCE_MS);
  answer(sent.shift(), received);
  await pass();
  expect([progress, sent, outcome()]).toEqual([[], [], "under way"]);
});

test("an answer that says nothing new is not progress and breaks no silence", async () => {
  const { start, answer, offsets, sent } = setUp();
  const { progress } = start(6 * PIECE);
  await pass();
  const [first, second, third] = sent;
  answer(first, 2 * PIECE);
  await pass(4000);
  sent.splice(0);
  answer(second, 2 * PIECE);
  answer(third, PIECE);
  await pass(1000);
  expect([progress, offsets()]).toEqual([[2 * PIECE], [3]]);
});

test("a kernel that says the same is asked less and less often", async () => {
  const { start, answer, offsets, sent } = setUp();
  const { progress } = start(PIECE);
  await pass();
  for (const silence of [SILENCE_MS, 2 * SILENCE_MS, 4 * SILENCE_MS]) {
    answer(sent.shift(), 0);
    await pass(silence - 1);
    expect(offsets()).toEqual([]);
    await pass(1);
    expect(offsets()).toEqual([0]);
  }
  expect(progress).toEqual([]);
});

test("a kernel that is gone ends every upload, also those that wait", async () => {
  const { start, sent, uploads } = setUp();
  const outcomes = [1, 2, 3, 4, 5].map((count) => start(PIECE, `atc_${count}`).outcome);
  uploads.refuseAll({ code: "restarted", message: "The kernel was restarted.", allow_retry: false });
  await pass(60_000);
  for (const outcome of outcomes) expect(outcome()).toMatchObject({ message: "The kernel was restarted." });
  expect(sent).toEqual([]);
});

test("three files travel at a time; the next one takes the place of one that ended", async () => {
  const { start, sent, answer } = setUp();
  for (const count of [1, 2, 3, 4, 5]) start(1, `atc_${count}`);
  await pass();
  const ids = () => sent.map(({ attachment_id }) => attachment_id);
  expect(ids()).toEqual(["atc_1", "atc_2", "atc_3"]);
  answer(sent.splice(0)[1], 1, true);
  await pass();
  expect(ids()).toEqual(["atc_4"]);
});

test.each(Array.from({ length: 30 }, (_, index) => index + 1))(
  "whatever is lost, doubled or late, the bytes arrive whole and in order (seed %i)",
  async (seed) => {
    const random = randomOf(seed);
    const loss = random() * 0.5;
    const size = Math.floor(random() * 12 * PIECE) + 1;
    const receiver = new Receiver(size);
    const { sent, start, requests } = setUp();
    const { outcome, progress } = start(size);
    const late: (() => void)[] = [];
    for (let round = 0; round < 600 && outcome() === "under way"; round += 1) {
      await pass(random() * 3000);
      for (const piece of sent.splice(0)) {
        if (random() < loss) continue;
        const answer = receiver.take(piece);
        const again = random() < 0.2 ? receiver.take(piece) : null;
        for (const each of [answer, again]) {
          if (each && random() >= loss) late.push(() => requests.settle(piece.id, each));
        }
      }
      late.sort(() => random() - 0.5);
      for (const deliver of late.splice(0, Math.ceil(late.length * random()))) deliver();
      if (round > 550) for (const deliver of late.splice(0)) deliver();
    }
    expect(outcome()).toBe("done");
    expect(receiver.bytes).toEqual(Array.from({ length: Math.ceil(size / PIECE) }, (_, index) => index));
    expect(progress.every((received) => received <= size)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  },
);
