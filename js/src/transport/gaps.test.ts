// @vitest-environment node
import { expect, test } from "vitest";
import type { Frame } from "../protocol/envelope";
import { Sequence } from "./gaps";

function frames(...seqs: number[]): Frame[] {
  return seqs.map((seq) => ({ seq, id: null, event: { type: "notice", level: "info", message: `${seq}` } }));
}

function seqs({ fresh }: { fresh: Frame[] }): number[] {
  return fresh.map((frame) => frame.seq);
}

function sequence(have: number): Sequence {
  const made = new Sequence();
  made.restart(have);
  return made;
}

test("frames before the first state are left to it", () => {
  expect(new Sequence().accept(3, frames(1, 2, 3))).toEqual({ fresh: [], gap: false });
});

test("frames that follow are taken", () => {
  const it = sequence(4);
  const taken = it.accept(6, frames(5, 6));
  expect(seqs(taken)).toEqual([5, 6]);
  expect(taken.gap).toBe(false);
  expect(it.have).toBe(6);
});

test("frames that are here already are left out", () => {
  const taken = sequence(6).accept(7, frames(4, 5, 6, 7));
  expect(seqs(taken)).toEqual([7]);
  expect(taken.gap).toBe(false);
});

test("a missing frame is a gap and nothing after it is taken", () => {
  const it = sequence(2);
  const taken = it.accept(6, frames(3, 5, 6));
  expect(seqs(taken)).toEqual([3]);
  expect(taken.gap).toBe(true);
  expect(it.have).toBe(3);
});

test("the last frame shows a gap, also when the head that comes with it is behind", () => {
  expect(sequence(2).accept(2, frames(4, 3, 6)).gap).toBe(true);
  expect(sequence(2).accept(2, frames(3, 5)).gap).toBe(true);
});

test("an empty message that is ahead shows a lost tail", () => {
  expect(sequence(2).accept(3, []).gap).toBe(true);
  expect(sequence(3).accept(3, []).gap).toBe(false);
});
