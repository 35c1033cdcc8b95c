import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

function conversation() {
  return new Session(memoryKernel({ script: async function* () {} }).connect());
}

function drawn(text: string) {
  return draw(<Markdown text={text} />, conversation());
}

it("shows raw HTML as text", () => {
  const { root } = drawn('<img src=x onerror="alert(1)">\n\nsay <b>hi</b> <script>alert(1)</script>');
  expect(root.querySelector("img, b, script")).toBeNull();
  expect(root.textContent).toContain('<img src=x onerror="alert(1)">');
  expect(root.textContent).toContain("say <b>hi</b> <script>alert(1)</script>");
});

it("links only where a link may go", () => {
  const { root } = drawn(
    "[a](https://x.org) [b](javascript:alert(1)) [c](javascript&#58;alert(1)) https://y.org",
  );
  const links = [...root.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.rel, a.target]);
  expect(links).toEqual([
    ["https://x.org", "noopener noreferrer", "_blank"],
    ["https://y.org", "noopener noreferrer", "_blank"],
  ]);
  expect(root.textContent).toContain("b c");
});

it("tells Python of a deep link and goes nowhere", () => {
  const session = conversation();
  const log = vi.spyOn(session, "log");
  const { getByText } = draw(<Markdown text="[go](chatkit-link://ticket?id=7)" />, session);
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  fireEvent(getByText("go"), event);
  expect(event.defaultPrevented).toBe(true);
  expect(log).toHaveBeenCalledWith("deeplink", { name: "ticket", data: { id: "7" } });
});

it("asks for a remote picture only after a click", async () => {
  const { root, getByRole, findByRole } = drawn("![chart](https://example.com/a.png)");
  expect(root.querySelector("img")).toBeNull();
  fireEvent.click(getByRole("button", { name: /chart/ }));
  const picture = await findByRole("img", { name: "chart" });
  expect(picture.getAttribute("src")).toBe("https://example.com/a.png");
  expect(picture.getAttribute("referrerpolicy")).toBe("no-referrer");
});

it("draws lists, tasks, tables and formulas", async () => {
  const { root, getAllByRole } = drawn(
    "1. one\n2. two\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n$$\nx^2\n$$",
  );
  expect(root.querySelectorAll("ol > li").length).toBe(2);
  expect(getAllByRole("img").map((box) => box.getAttribute("aria-label"))).toEqual(["Done", "To do"]);
  expect([...root.querySelectorAll("th, td")].map((cell) => cell.textContent)).toEqual(["a", "b", "1", "2"]);
  expect(root.querySelector("td:last-child")?.getAttribute("style")).toContain("right");
  await vi.waitFor(() => expect(root.querySelector("math msup")).not.toBeNull());
});

it("shows the source of a formula that cannot be read", () => {
  const { root } = drawn("$$\n\\frac{\n$$");
  expect(root.querySelector(".formula-source")?.textContent).toContain("\\frac{");
});

it("copies the code of a listing and names its language", async () => {
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { root, getByRole, findByText } = drawn("```python\nprint(1)\n```");
  expect(root.querySelector(".language")?.textContent).toBe("Python");
  await findByText("print", { selector: ".hljs-built_in" });
  fireEvent.click(getByRole("button", { name: "Copy" }));
  await findByText("Copied", { selector: "button span" });
  expect(writeText).toHaveBeenCalledWith("print(1)");
});

it("keeps the elements of closed blocks while the text grows", () => {
  const parts = Array.from({ length: 80 }, (_, index) => `Paragraph ${index} with **words**.`);
  const { root, update } = draw(<Markdown text="" open />, conversation());
  const seen = new Map<string, Element>();
  for (let count = 1; count <= parts.length; count += 1) {
    update(<Markdown text={parts.slice(0, count).join("\n\n")} open />);
    for (const p of root.querySelectorAll("p")) {
      const known = seen.get(p.textContent ?? "");
      // A block moves once, when the group it ends up in is full.
      if (known === undefined || !known.isConnected) seen.set(p.textContent ?? "", p);
      else expect(p).toBe(known);
    }
  }
  expect(root.querySelectorAll("p").length).toBe(80);
});

it("draws the same from many pieces as from one", () => {
  const text = "# T\n\nSome `code` and **bold**\n\n- a\n- b\n\n```js\nlet x = 1\n```\n\n> q\n\nend";
  const { root, update } = draw(<Markdown text="" open />, conversation());
  for (let end = 1; end < text.length; end += 3) update(<Markdown text={text.slice(0, end)} open />);
  update(<Markdown text={text} />);
  expect(root.textContent).toBe(drawn(text).root.textContent);
  expect(root.querySelectorAll("p, li, pre, blockquote, h4").length).toBe(8);
});
