import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { input } from "../kernel/fixture";
import type { Link } from "../transport/link";
import { Responses } from "./responses";

function setUp() {
  const ids: string[] = [];
  const link = { isWatched: false, start: (id: string) => ids.push(id), cancel() {}, ended() {} };
  const allowCancel = signal(false);
  const responses = new Responses(link as unknown as Link, allowCancel, () => {});
  const message = { input: input("hello"), draft: { text: "hello", files: [] } };
  void responses.start({ type: "threads.create", params: { input: message.input } }, message);
  return { responses, allowCancel, id: ids[0] ?? "" };
}

test("a message can be stopped until it is told whether its response can", () => {
  const { responses, allowCancel, id } = setUp();
  expect(responses.active.value?.allowCancel).toBe(true);
  responses.began(id, "threads.create");
  expect(responses.active.value?.allowCancel).toBe(true);
  responses.stored(id);
  expect(responses.active.value?.allowCancel).toBe(false);
  allowCancel.value = true;
  expect(responses.active.value?.allowCancel).toBe(true);
});

test("the response of somebody else can be stopped only once that is told", () => {
  const { responses, allowCancel } = setUp();
  responses.began("other", "threads.create");
  expect(responses.active.value?.allowCancel).toBe(false);
  allowCancel.value = true;
  expect(responses.active.value?.allowCancel).toBe(true);
});
