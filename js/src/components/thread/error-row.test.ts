import { expect, it } from "vitest";
import { errorText } from "./error-row";

it.each([
  ["NotFoundError", "There is no thread 'thr_1'.", "There is no thread 'thr_1'."],
  [
    "StoreError",
    "The database 'a.db' was deleted. Put it back.",
    "The database 'a.db' was deleted. Put it back.",
  ],
  ["NotFoundError", "thr_1", "NotFoundError: thr_1"],
  ["KeyError", "'town'", "KeyError: 'town'"],
  ["ValueError", "There is no such town.", "ValueError: There is no such town."],
  ["ZeroDivisionError", "", "ZeroDivisionError"],
])("says what %s is about: %s", (type, message, said) => {
  const detail = { type, message, traceback: "" };
  expect(errorText({ code: "stream.error", allow_retry: false, detail })).toBe(said);
});
