import type { Tokens } from "marked";
import { expect, it } from "vitest";
import { BlockStream } from "./blocks";

/** What a text is read as: the code of its fences, and the types of all else. */
function read(text: string): unknown[] {
  const stream = new BlockStream();
  stream.update(text, true);
  return stream.closed.flatMap(({ tokens }) =>
    tokens.map((token) => {
      const { type, lang, text } = token as Tokens.Code;
      return type === "code" ? [lang, text] : type;
    }),
  );
}

it.each<[string, unknown[]]>([
  ["```py\nx\n```", [["py", "x"]]],
  ["```  py title=x  \nx\n```\nafter", [["py title=x", "x"], "paragraph"]],
  ["```a\\`b\\*c\nx\n```", ["paragraph", ["", ""]]],
  ["~~~a\\*b\nx\n~~~", [["a*b", "x"]]],
  ["~~~ a`b\nx\n~~~", [["a`b", "x"]]],
  ["``` x ``` and more", ["paragraph"]],
  ["```\n```", [["", ""]]],
  ["```\n\n```", [["", ""]]],
  ["```\n\nx\n\n```", [["", "\nx\n"]]],
  ["```\nx", [["", "x"]]],
  ["```\nx\n", [["", "x"]]],
  ["```\nx\n``", [["", "x\n``"]]],
  ["   ```\n     a\n  b\n c\nd\n   ```", [["", "  a\nb\nc\nd"]]],
  ["```\na\n    ```\n```", [["", "a\n    ```"]]],
  ["```\na\n  ```  \t\nafter", [["", "a"], "paragraph"]],
  ["```\na\n~~~\n```", [["", "a\n~~~"]]],
  ["- entry\n  ```js\n  x\n  ```\n- next", ["list"]],
])("reads %j", (text, blocks) => {
  expect(read(text)).toEqual(blocks);
});

it("finds fences within lists and quotes", () => {
  const code = (text: string) => {
    const stream = new BlockStream();
    stream.update(text, true);
    const found: unknown[] = [];
    JSON.stringify(stream.closed, (_, value) => {
      if (value?.type === "code") found.push([value.lang, value.text]);
      return value;
    });
    return found;
  };
  expect(code("- entry\n  ```js\n  x\n\n  y\n  ```\n  after\n- next")).toEqual([["js", "x\n\ny"]]);
  expect(code("> ```js\n> x\n> ```\n> after\n> ```\n> y")).toEqual([
    ["js", "x"],
    ["", "y"],
  ]);
});
