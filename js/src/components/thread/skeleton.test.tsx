import { act } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { useLate } from "./skeleton";

beforeEach(() => {
  idle = new Set();
  vi.useFakeTimers();
});

afterEach(() => {
  clear();
  vi.useRealTimers();
});

/** What was drawn while there was nothing to wait for. */
let idle = new Set<string>();

function Wait({ waiting }: { waiting: boolean }) {
  const text = useLate(waiting) ? "late" : "soon";
  if (!waiting) idle.add(text);
  return <p>{text}</p>;
}

function drawn() {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const { root, update } = draw(<Wait waiting={false} />, session);
  const wait = (waiting: boolean) => act(() => update(<Wait waiting={waiting} />));
  const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
  return { wait, pass, text: () => root.textContent };
}

it("mentions a wait that lasts", () => {
  const { wait, pass, text } = drawn();
  pass(1_000);
  expect(text()).toBe("soon");
  wait(true);
  pass(149);
  expect(text()).toBe("soon");
  pass(1);
  expect(text()).toBe("late");
  wait(false);
  expect([text(), idle]).toEqual(["soon", new Set(["soon"])]);
});

it("counts each wait for itself", () => {
  const { wait, pass, text } = drawn();
  wait(true);
  pass(149);
  wait(false);
  pass(1_000);
  wait(true);
  expect(text()).toBe("soon");
  pass(150);
  expect(text()).toBe("late");
  wait(false);
  wait(true);
  expect(text()).toBe("soon");
});
