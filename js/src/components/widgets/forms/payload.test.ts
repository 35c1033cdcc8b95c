import { expect, it } from "vitest";
import { filled } from "./payload";

it.each([
  ["nothing", undefined, [], undefined],
  ["one value", undefined, [["name", "Ada"]], { name: "Ada" }],
  ["a payload of null", null, [["name", "Ada"]], { name: "Ada" }],
  ["a box", {}, [["done", false]], { done: false }],
  ["nothing chosen", { id: 7 }, [["team", null]], { id: 7, team: null }],
  ["a dotted name", undefined, [["todo.title", "x"]], { todo: { title: "x" } }],
  [
    "dotted names that share a beginning",
    undefined,
    [
      ["todo.title", "x"],
      ["todo.due.day", "y"],
    ],
    { todo: { title: "x", due: { day: "y" } } },
  ],
  [
    "a name within what is there",
    { todo: { id: 1 } },
    [["todo.title", "x"]],
    { todo: { id: 1, title: "x" } },
  ],
  ["names that objects inherit", {}, [["constructor", "x"]], Object.fromEntries([["constructor", "x"]])],
  ["the prototype's name", {}, [["__proto__.x", "y"]], JSON.parse('{"__proto__":{"x":"y"}}')],
] as const)("puts in %s", (_, payload, values, expected) => {
  expect(filled(payload, values)).toEqual({ payload: expected, collisions: [] });
});

it.each([
  ["a key that is there", { name: "kept" }, [["name", "x"]], { name: "kept" }],
  ["a key of null", { name: null }, [["name", "x"]], { name: null }],
  ["a place within a text", { todo: "kept" }, [["todo.title", "x"]], { todo: "kept" }],
  ["a place within a list", { todo: ["kept"] }, [["todo.0", "x"]], { todo: ["kept"] }],
  ["an object", { todo: { id: 1 } }, [["todo", "x"]], { todo: { id: 1 } }],
  ["a payload that is a text", "kept", [["name", "x"]], "kept"],
  ["a payload that is a list", [1], [["name", "x"]], [1]],
] as const)("leaves %s as it is, and says so", (_, payload, values, expected) => {
  expect(filled(payload, values)).toEqual({ payload: expected, collisions: [values[0][0]] });
});

it("keeps the first of two fields of one name", () => {
  const values = [
    ["a", "1"],
    ["a", "2"],
  ] as const;
  expect(filled({}, values)).toEqual({ payload: { a: "1" }, collisions: ["a"] });
});

it("changes nothing that it is given", () => {
  const payload = { todo: { id: 1 } };
  filled(payload, [["todo.title", "x"]]);
  expect(payload).toEqual({ todo: { id: 1 } });
});

it("takes a name of a thousand dots for what it can be", () => {
  expect(filled({}, [["a.".repeat(1_000), "x"]]).collisions).toEqual([]);
});
