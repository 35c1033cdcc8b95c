import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ViewMessage } from "../protocol/envelope";
import { type MemoryKernel, memoryKernel } from "../testing/kernel/kernel";
import type { Script } from "../testing/kernel/turn";
import { randomOf } from "../transport/fake-random";
import type { ChatMessage, Transport, TransportListener } from "../transport/transport";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

type Random = () => number;

interface Noise {
  random: Random;
  drop: number;
  duplicate: number;
  /** Frames may come up to this many milliseconds late, and so out of order. */
  delay: number;
}

/** A line that loses messages both ways, and repeats and reorders frames. */
function noisy(transport: Transport, noise: Noise): Transport {
  const { random } = noise;
  const isLost = () => random() < noise.drop;
  const deliver = (listener: TransportListener, message: ChatMessage, buffers: readonly BufferSource[]) => {
    if (isLost()) return;
    const copies = message.type === "frames" && random() < noise.duplicate ? 2 : 1;
    for (let count = 0; count < copies; count += 1) {
      const delay = message.type === "frames" ? Math.floor(random() * noise.delay) : 0;
      if (delay === 0) listener(message, buffers);
      else setTimeout(() => listener(message, buffers), delay);
    }
  };
  return {
    ...transport,
    end: null,
    send(message: ViewMessage, buffers?: ArrayBuffer[]) {
      if (!isLost()) transport.send(message, buffers);
    },
    subscribe: (listener) => transport.subscribe((message, buffers) => deliver(listener, message, buffers)),
  };
}

const script: Script = async function* (request, turn) {
  yield { type: "progress_update", text: "Thinking" };
  if (turn.text.includes("fail")) throw new Error("no");
  const id = `wf_${turn.thread.id}_${turn.text}`;
  yield turn.added({ id, type: "workflow", workflow: { type: "custom", tasks: [], expanded: false } });
  await turn.wait(30);
  const task = { type: "custom" as const, status_indicator: "complete" as const, title: request.type };
  yield {
    type: "thread.item.updated",
    item_id: id,
    update: { type: "workflow.task.added", task_index: 0, task },
  };
  yield* turn.say(`# ${turn.text}\n\nSome text that takes a while to come.`, { pace: 5, size: 3 });
};

const input = (text: string) => ({
  content: [{ type: "input_text" as const, text }],
  attachments: [],
  inference_options: {},
});

/** What somebody might do meanwhile, on either side. */
async function useIt(session: Session, kernel: MemoryKernel, random: Random): Promise<void> {
  for (let step = 0; step < 8; step += 1) {
    const choice = random();
    if (choice < 0.5) session.send(input(`m${step}${random() < 0.2 ? " fail" : ""}`));
    else if (choice < 0.6) session.stop();
    else if (choice < 0.7) session.retry();
    else if (choice < 0.8) kernel.ask(`p${step}`);
    else if (choice < 0.85) session.openThread(null);
    else if (choice < 0.9) session.openThread("thr_old");
    else session.refresh();
    await vi.advanceTimersByTimeAsync(Math.floor(random() * 1500));
  }
}

function shown(session: Session) {
  return {
    thread: session.thread.value?.id ?? null,
    items: session.items.value.map((entry) => entry.item.value),
    open: session.items.value.filter((entry) => entry.streaming.value).map((entry) => entry.id),
    progress: session.progress.value,
    notices: session.notices.value,
    response: session.response.value,
    pending: session.pendingUser.value,
    loading: session.loading.value,
    connection: session.connection.value,
  };
}

function truth(kernel: MemoryKernel) {
  const { thread, items, open, progress, notices } = kernel.snapshot();
  return {
    thread: thread?.id ?? null,
    items,
    open,
    progress,
    notices,
    response: null,
    pending: null,
    loading: false,
    connection: "ready",
  };
}

function userTexts(kernel: MemoryKernel): string[] {
  return kernel.snapshot().items.flatMap((item) => {
    return item.type === "user_message" ? [item.content.map((part) => part.text).join("")] : [];
  });
}

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

test.each(SEEDS)(
  "whatever is lost, doubled or late, the view ends where the kernel is (seed %i)",
  async (seed) => {
    const random = randomOf(seed);
    const keptFrames = random() < 0.3 ? 3 : 1000;
    const threads = [{ info: { id: "thr_old" }, items: [] }];
    const kernel = memoryKernel({ script, threads, keptFrames });
    const noise = {
      random,
      drop: random() * 0.6,
      duplicate: random() * 0.3,
      delay: random() < 0.5 ? 0 : 200,
    };
    const session = new Session(noisy(kernel.connect(), noise));
    await vi.advanceTimersByTimeAsync(20_000 * random());
    await useIt(session, kernel, random);

    Object.assign(noise, { drop: 0, duplicate: 0, delay: 0 });
    await vi.advanceTimersByTimeAsync(60_000);
    kernel.beacon();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(shown(session)).toEqual(truth(kernel));
    expect(new Set(userTexts(kernel)).size).toBe(userTexts(kernel).length);
    session.dispose();
  },
);

test("dropping any single message of frames changes nothing in the end", async () => {
  const run = async (lost: number): Promise<unknown> => {
    const kernel = memoryKernel({ script });
    let count = -1;
    kernel.loses = (message) => {
      if (message.type === "frames" && message.frames.length > 0) count += 1;
      return count === lost && message.type === "frames";
    };
    const session = new Session(kernel.connect());
    await vi.advanceTimersByTimeAsync(0);
    session.send(input("hello"));
    await vi.advanceTimersByTimeAsync(30_000);
    kernel.loses = () => false;
    kernel.beacon();
    await vi.advanceTimersByTimeAsync(100);
    expect(shown(session)).toEqual(truth(kernel));
    session.dispose();
    return count;
  };
  const total = (await run(-1)) as number;
  expect(total).toBeGreaterThan(10);
  for (let lost = 0; lost <= total; lost += 1) await run(lost);
});
