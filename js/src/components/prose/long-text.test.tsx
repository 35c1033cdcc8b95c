import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import * as colours from "../../markdown/highlight";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { later } from "./budget";
import { CodeBlock } from "./code-block";
import { FoldedText, LongText } from "./long-text";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());
const lines = (length: number) => "a line of 20 letters\n".repeat(length / 21).trimEnd();
const pieces = (root: ParentNode) => [...root.querySelectorAll(".long-text > span")];

it("draws a short text as it is", () => {
  expect(draw(<FoldedText text={"a".repeat(8_000)} />, session()).root.innerHTML).toBe("a".repeat(8_000));
});

it("draws a longer text whole, in pieces", () => {
  const { root } = draw(<FoldedText text={lines(30_000)} />, session());
  expect(pieces(root).length).toBe(4);
  expect(root.textContent).toBe(lines(30_000));
  expect(root.querySelector("button, [tabindex]")).toBeNull();
});

it.each([32_000, 32_001])("folds a text from %i characters on, or not", (length) => {
  const { root } = draw(<FoldedText text={"a".repeat(length)} />, session());
  expect(root.textContent?.startsWith("a".repeat(32_000))).toBe(true);
  expect(root.querySelectorAll("button").length).toBe(length - 32_000);
});

it("goes on with a folded text when asked, and keeps the focus where it was", async () => {
  const text = lines(300_000);
  const { root } = draw(<FoldedText text={text} />, session());
  expect(root.querySelector(".long-text")?.textContent?.length).toBeLessThan(32_001);
  const button = root.querySelector("button") as HTMLElement;
  expect(button.textContent).toBe("Show all (293 KB)");
  button.focus();
  fireEvent.click(button);
  await vi.waitFor(() => expect(root.textContent).toBe(text), 5_000);
  expect(document.activeElement).toBe(root.firstElementChild);
  expect((root.firstElementChild as HTMLElement).tabIndex).toBe(-1);
});

it("draws so many pieces at once and the others in the frames that follow", async () => {
  const text = lines(400_000);
  const { root } = draw(<LongText text={text} />, session());
  expect(pieces(root).length).toBe(16);
  await vi.waitFor(() => expect(root.textContent).toBe(text), 5_000);
  expect(pieces(root).length).toBeGreaterThan(48);
});

it("keeps the pieces of a text that grows, and draws another anew", () => {
  const { root, update } = draw(<LongText text={lines(20_000)} />, session());
  const [first] = pieces(root);
  update(<LongText text={lines(40_000)} />);
  expect(pieces(root)[0]).toBe(first);
  expect(root.textContent).toBe(lines(40_000));
  update(<LongText text="another" />);
  expect(root.textContent).toBe("another");
});

it("shows as it was written what is too much for Markdown", async () => {
  const text = "*word* ".repeat(100) + "word ".repeat(140_000);
  const { root } = draw(<Markdown text={text} />, session());
  const button = await vi.waitFor(() => {
    const found = root.querySelector<HTMLElement>("button.show-all");
    if (found === null) throw new Error("There is no button yet.");
    return found;
  }, 10_000);
  expect([button.textContent, root.querySelector(".long-text")]).toEqual(["Show all (684.3 KB)", null]);
  fireEvent.click(button);
  const all = text.replaceAll("*", "").replace(/\s/g, "").length;
  await vi.waitFor(() => expect(root.textContent?.replace(/\s/g, "").length).toBe(all), 20_000);
  expect(root.querySelector(".long-text")?.textContent?.length).toBeGreaterThan(90_000);
});

it("folds a listing while it grows, and says how long it has become", () => {
  const code = (count: number) => "let x = 1\n".repeat(count);
  const { root, update } = draw(<CodeBlock code={code(3_200)} info="js" open />, session());
  expect(root.querySelector(".show-all")).toBeNull();
  update(<CodeBlock code={code(4_000)} info="js" open />);
  const shown = root.querySelector("pre")?.textContent;
  expect(shown?.length).toBeLessThan(32_001);
  update(<CodeBlock code={code(5_000)} info="js" open />);
  expect(root.querySelector("pre")?.textContent).toBe(shown);
  const button = root.querySelector(".show-all") as HTMLElement;
  expect(button.textContent).toBe("Show all (48.8 KB)");
  fireEvent.click(button);
});

it("colours all that shows of a folded listing while it grows, and no more once it is taken away", async () => {
  const code = (letter: string) => `// ${letter.repeat(96)}\n`.repeat(400);
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const { root, update } = draw(<CodeBlock code={code("x")} info="js" open />, session());
  await vi.waitFor(() => expect(root.querySelectorAll(".hljs-comment").length).toBe(320), 5_000);
  const { highlight } = colours;
  const colouring = vi.spyOn(colours, "highlight").mockImplementation((text, language) => {
    now += 30;
    return highlight(text, language);
  });
  update(<CodeBlock key="other" code={code("y")} info="js" open />);
  update(<p />);
  const begun = colouring.mock.calls.length;
  await new Promise<void>((resolve) => later(resolve));
  await new Promise<void>((resolve) => later(resolve));
  expect([begun, colouring.mock.calls.length]).toEqual([1, 1]);
});

it("keeps the focus at a listing that is unfolded", async () => {
  const { root } = draw(<CodeBlock code={"let x = 1\n".repeat(4_000)} info="js" open={false} />, session());
  fireEvent.click(root.querySelector(".show-all") as HTMLElement);
  await vi.waitFor(() => expect(root.querySelector("pre")?.textContent?.length).toBe(40_000), 5_000);
  expect(document.activeElement).toBe(root.querySelector("figure"));
});
