import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pass, WIDGET, withItems } from "../testing/kernel/fixture";
import { memoryKernel } from "../testing/kernel/kernel";
import { randomOf } from "../transport/fake-random";
import type { Transport } from "../transport/transport";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

interface Noise {
  random: () => number;
  loss: number;
  twice: number;
  /** Messages come up to this many milliseconds late, and so out of order. */
  delay: number;
}

/** A line that loses, repeats and reorders messages of every kind, both ways. */
function unreliable(transport: Transport, noise: Noise): Transport {
  const carry = (deliver: () => void) => {
    const { random, loss, twice, delay } = noise;
    for (let copies = random() < twice ? 2 : 1; copies > 0; copies -= 1) {
      if (random() < loss) continue;
      if (delay > 0) setTimeout(deliver, random() * delay);
      else deliver();
    }
  };
  return {
    ...transport,
    end: null,
    send: (...call) => carry(() => transport.send(...call)),
    subscribe: (listener) => transport.subscribe((...call) => carry(() => listener(...call))),
  };
}

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

test.each(SEEDS)(
  "whatever is lost, doubled or late, each click reaches Python once, those of a widget in order (seed %i)",
  async (seed) => {
    const random = randomOf(seed);
    const names = ["wid_1", "wid_2", "wid_3"];
    const calls: [string, unknown][] = [];
    const kernel = memoryKernel({
      ...withItems(names.map((id) => ({ ...WIDGET, id }))),
      async *script() {},
      keptFrames: random() < 0.3 ? 3 : 1000,
      clientAction: ({ action, item_id }) => {
        calls.push([item_id ?? "", action.payload]);
        return new Promise((resolve) => setTimeout(resolve, random() < 0.5 ? 0 : random() * 30_000));
      },
    });
    const noise = { random, loss: random() * 0.6, twice: random() * 0.5, delay: random() * 3000 };
    const session = new Session(unreliable(kernel.connect(), noise));
    await pass(20_000);

    const clicks: [string, unknown][] = [];
    let ended = 0;
    for (let number = 0; number < 12; number += 1) {
      const idle = names.filter((id) => !session.busyActions.peek().has(id));
      const id = idle[Math.floor(random() * idle.length)];
      if (id !== undefined) {
        clicks.push([id, number]);
        void session.action(id, { type: "go", payload: number, handler: "client" }).then(() => {
          ended += 1;
        });
      }
      if (random() < 0.2) kernel.ui("focus_composer");
      if (random() < 0.2) session.refresh();
      await pass(random() * 5000);
    }
    Object.assign(noise, { loss: 0, twice: 0, delay: 0 });
    await pass(120_000);

    const of = (all: typeof calls, id: string) => all.filter(([item]) => item === id);
    for (const id of names) expect(of(calls, id)).toEqual(of(clicks, id));
    expect([ended, session.busyActions.value.size, session.error.value]).toEqual([clicks.length, 0, null]);
    session.dispose();
  },
);
