/// <reference types="vite/client" />
// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientActionArgs, StreamEvent, ViewMessage } from "../../protocol/envelope";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { ChatMessage } from "../../transport/transport";
import { pass } from "./fixture";
import { memoryKernel } from "./kernel";
import type { GivenThread } from "./threads";

interface Cue {
  of: string;
  yields?: StreamEvent;
  raises?: string;
  ends?: true;
}

type Step = ({ send: ViewMessage; bytes?: string } | Cue) & { expect?: unknown[] };

interface Case {
  name: string;
  only?: "session" | "kernel";
  threads?: { info: GivenThread; items: ThreadItem[] }[];
  thread?: string;
  client_actions?: string[];
  /** For the real session only: here, no script answers what the client should. */
  server_acts?: boolean;
  swaps?: ThreadItem | { raises: string };
  kept?: number;
  snapshot_items?: number;
  crowded?: boolean;
  steps: Step[];
}

// The cases are those of the real session: `tests/test_session_cases.py` says what is in them.
const files = import.meta.glob<Case[]>("../../../../tests/session_cases/*.json", {
  eager: true,
  import: "default",
});

/** Whatever a case says when it goes on: the responses, and the functions of actions. */
class Stage {
  readonly #waiting = new Map<string, (cue: Cue) => void>();

  async *play(name: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    for (;;) {
      const { yields, raises, ends } = await this.#next(name, signal);
      if (yields) yield yields;
      if (raises) throw failing(raises);
      if (ends) return;
    }
  }

  cue(cue: Cue): void {
    const go = this.#waiting.get(cue.of);
    if (!go) throw new Error(`Nothing of the name ${JSON.stringify(cue.of)} waits for a cue.`);
    this.#waiting.delete(cue.of);
    go(cue);
  }

  #next(name: string, signal: AbortSignal): Promise<Cue> {
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => {
        this.#waiting.delete(name);
        reject(signal.reason);
      });
      this.#waiting.set(name, resolve);
    });
  }
}

/** A case on a kernel of its own, whose view is the test; returns what does a step and tells what the view heard. */
function begin({
  threads = [],
  thread,
  client_actions = [],
  swaps,
  kept,
  snapshot_items,
  crowded = false,
}: Case) {
  const stage = new Stage();
  const clientAction = async ({ action }: ClientActionArgs) => {
    for await (const _ of stage.play(action.type, new AbortController().signal));
  };
  const kernel = memoryKernel({
    script: (_, turn) => stage.play(turn.id, turn.signal),
    sync() {
      if (swaps && "raises" in swaps) throw failing(swaps.raises);
      return swaps ?? null;
    },
    threads,
    ...(client_actions.length === 0 ? {} : { clientAction }),
    ...(thread === undefined ? {} : { thread }),
    ...(kept === undefined ? {} : { keptFrames: kept }),
    ...(snapshot_items === undefined ? {} : { snapshotItems: snapshot_items }),
  });
  kernel.crowded = crowded;
  const transport = kernel.connect();
  const heard: unknown[] = [];
  transport.subscribe((message, buffers) => heard.push(...told(message, buffers)));
  return async (step: Step): Promise<unknown[]> => {
    if ("send" in step) transport.send(step.send, step.bytes === undefined ? [] : [bytesOf(step.bytes)]);
    else stage.cue(step);
    await pass(1);
    // Replies may overtake frames that wait to be sent together.
    const [states, replies] = [heard.filter((each) => !isReply(each)), heard.filter(isReply)];
    heard.length = 0;
    return [...states, ...replies];
  };
}

function isReply(message: unknown): boolean {
  const { type } = message as { type?: string };
  return type === "reply" || type === "taken";
}

/** How frames are put together is a matter of time. */
function told(message: ChatMessage, [bytes]: readonly BufferSource[]): unknown[] {
  if (message.type === "frames" && message.frames.length > 0) return message.frames;
  return [bytes ? { ...message, bytes: new TextDecoder().decode(bytes) } : message];
}

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer;
}

function failing(message: string): Error {
  return Object.assign(new Error(message), { name: "RuntimeError" });
}

/** What a case expects: `"*"` stands for any text. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, expected(each)]));
  }
  return value === "*" ? expect.any(String) : value;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

for (const [path, cases] of Object.entries(files)) {
  const file = path.split("/").at(-1);
  for (const given of cases.filter(({ only }) => only !== "session")) {
    test(`${file}: ${given.name}`, async () => {
      const run = begin(given);
      for (const [index, step] of given.steps.entries()) {
        const heard = await run(structuredClone(step));
        expect({ step: index + 1, heard }).toEqual({ step: index + 1, heard: expected(step.expect ?? []) });
      }
    });
  }
}
