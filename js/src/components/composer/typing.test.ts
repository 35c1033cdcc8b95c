import { afterEach, expect, test } from "vitest";
import { startsMessage } from "./typing";

afterEach(() => document.body.replaceChildren());

/** Whether a key pressed on a new element, drawn by `tag`, is the first letter of a message. */
function starts(init: KeyboardEventInit, tag = "div", change = (_event: KeyboardEvent) => {}): boolean {
  const element = document.createElement(tag);
  document.body.append(element);
  let answer = false;
  element.addEventListener("keydown", (event) => {
    change(event);
    answer = startsMessage(event);
  });
  element.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  return answer;
}

test.each(["a", "é", "字", "😀", "?", "1"])("%s is a letter", (key) => {
  expect(starts({ key })).toBe(true);
});

test.each(["Enter", "ArrowUp", "F1", "Dead", "", " "])("%j is none", (key) => {
  expect(starts({ key })).toBe(false);
});

test("what is pressed with Ctrl, Meta or Alt is a command, with AltGr a letter", () => {
  expect(starts({ key: "c", ctrlKey: true })).toBe(false);
  expect(starts({ key: "c", metaKey: true })).toBe(false);
  const holding = (modifier: string) => (event: KeyboardEvent) => {
    event.getModifierState = (key) => key === modifier;
  };
  expect(starts({ key: "c", altKey: true }, "div", holding("Alt"))).toBe(false);
  expect(starts({ key: "@", altKey: true }, "div", holding("AltGraph"))).toBe(true);
});

test("what is composed, or was taken by somebody else, is none", () => {
  expect(starts({ key: "a", isComposing: true })).toBe(false);
  expect(starts({ key: "a" }, "div", (event) => event.preventDefault())).toBe(false);
});

test.each(["input", "textarea", "select"])("a letter typed into a field (%s) is its own", (tag) => {
  expect(starts({ key: "a" }, tag)).toBe(false);
});

test("a letter typed on a button begins a message", () => {
  expect(starts({ key: "a" }, "button")).toBe(true);
});

test("a key pressed on the page as a whole begins none", () => {
  let answer = true;
  const listen = (event: KeyboardEvent) => {
    answer = startsMessage(event);
  };
  document.addEventListener("keydown", listen);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  document.removeEventListener("keydown", listen);
  expect(answer).toBe(false);
});
