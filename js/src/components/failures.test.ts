import { expect, it } from "vitest";
import { RequestError } from "../transport/requests";
import { errorText } from "./failures";

const refused = (code: string, message: string | null) =>
  new RequestError({ code, message, allow_retry: false });

it.each([
  [refused("restarted", "The disk is full."), "The disk is full."],
  [refused("restarted", null), "The kernel was restarted."],
  [refused("restarted", ""), "The kernel was restarted."],
  [refused("odd", null), "The kernel refused the request (odd)."],
  [refused("constructor", null), "The kernel refused the request (constructor)."],
  [new TypeError("It is not a list."), "It is not a list."],
  ["thrown", "thrown"],
])("says of %s what is known of it", (error, text) => {
  expect(errorText(error)).toBe(text);
});
