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

it.each<[string, unknown[]]>([
  [
    "```markdown\n# A\n```python\nx\n```\nmore\n```\nafter",
    [["markdown", "# A\n```python\nx\n```\nmore"], "paragraph"],
  ],
  ["```md\n```sh\nx\n```\n```", [["md", "```sh\nx\n```"]]],
  ["~~~mdx\n~~~js\nx\n~~~\n~~~\nafter", [["mdx", "~~~js\nx\n~~~"], "paragraph"]],
  [
    "```Markdown title=a\n```a\n1\n```\n\n   ```b\n2\n   ```\n```\n\nafter",
    [["Markdown title=a", "```a\n1\n```\n\n   ```b\n2\n   ```"], "paragraph"],
  ],
  ["```md\n````js\n```\n````\n```\nafter", [["md", "````js\n```\n````"], "paragraph"]],
  ["```md\n~~~js\n```\n~~~\n```\nafter", [["md", "~~~js\n```\n~~~"], "paragraph"]],
  ["````md\n```\nx\n```\n````\nafter", [["md", "```\nx\n```"], "paragraph"]],
  ["```md\nx\n```\nafter", [["md", "x"], "paragraph"]],
  ["```md\n```js\nx\n```\nafter", [["md", "```js\nx"], "paragraph"]],
  ["```text\n```js\nx\n```\nafter", [["text", "```js\nx"], "paragraph"]],
  [
    "```markdown\n## H\n```bash\nnpm i\n```\n\n```js\nx\n```\n```\nafter",
    [["markdown", "## H\n```bash\nnpm i\n```\n\n```js\nx\n```"], "paragraph"],
  ],
  ["```md\ntext\n```\n\nprose\n\n```js\nx\n```", [["md", "text"], "paragraph", ["js", "x"]]],
  ["```md\n- a\n  ```js\n  x\n  ```\n```\nend", [["md", "- a\n  ```js\n  x\n  ```"], "paragraph"]],
  ["```MARKDOWN\n```a\n```\n```", [["MARKDOWN", "```a\n```"]]],
  ["~~~markdown\n```js\nx\n```\n~~~\nafter", [["markdown", "```js\nx\n```"], "paragraph"]],
  [
    "```md\n```js\nx\n```\ntext\n\n```py\ny\n```\n```\n\nafter",
    [["md", "```js\nx\n```\ntext\n\n```py\ny\n```"], "paragraph"],
  ],
  ["```markdown\nUse ```js inline\n```\nafter", [["markdown", "Use ```js inline"], "paragraph"]],
  [
    "```markdown\n# a\n```\n```js\nx\n```",
    [
      ["markdown", "# a"],
      ["js", "x"],
    ],
  ],
  ["```markdown\n\n```json\n{}\n```\n\n```\n\nDone", [["markdown", "\n```json\n{}\n```\n"], "paragraph"]],
  ["```html\n<pre>\n```js\n```\nafter", [["html", "<pre>\n```js"], "paragraph"]],
  ["```md\n``` x ``` y\n```\nafter", [["md", "``` x ``` y"], "paragraph"]],
])("reads the fences of Markdown in a fence: %j", (text, blocks) => {
  expect(read(text)).toEqual(blocks);
  const stream = new BlockStream();
  for (let end = 1; end <= text.length; end += 1) stream.update(text.slice(0, end), false);
  stream.update(text, true);
  expect(
    stream.closed.flatMap(({ tokens }) =>
      tokens.map((token) => (token.type === "code" ? [token.lang, token.text] : token.type)),
    ),
  ).toEqual(blocks);
});

it("reads the fences of Markdown in a fence of a list", () => {
  const stream = new BlockStream();
  stream.update("- a\n  ```md\n  ```js\n  x\n  ```\n  b\n  ```\n  c\n- d", true);
  const found: unknown[] = [];
  JSON.stringify(stream.closed, (_, value) => {
    if (value?.type === "code") found.push([value.lang, value.text]);
    return value;
  });
  expect(found).toEqual([["md", "```js\nx\n```\nb"]]);
});
