import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { input, open, pass } from "../../testing/kernel/fixture";
import { clear, draw } from "../fixture";
import { Announcer } from "./announcer";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  clear();
  vi.useRealTimers();
});

it("reads an answer aloud that was complete before the page was painted", async () => {
  const { session } = await open({
    async *script(_request, turn) {
      yield* turn.say("fine", { pace: 0 });
    },
  });
  const { root } = draw(<Announcer />, session);
  session.send(input("go"));
  await pass();
  expect(session.response.value).toBeNull();
  expect(root.textContent).toBe("fine");
});
