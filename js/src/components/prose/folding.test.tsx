import { fireEvent } from "@testing-library/preact";
import { Lexer } from "marked";
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Boundary } from "../boundary";
import { clear, draw } from "../fixture";
import { UserBubble } from "../items/user-message";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());
const parts = (count: number, length = 400) =>
  Array.from({ length: count }, (_, index) => `part${index} ${"word ".repeat(length / 5)}`);
/** The button below what is drawn; looking for its role takes long among so much text. */
async function showAll(root: ParentNode, size: string): Promise<HTMLElement> {
  return vi.waitFor(() => {
    const button = root.querySelector<HTMLElement>("button.show-all");
    if (button?.textContent !== `Show all (${size})`)
      throw new Error(`The button says ${button?.textContent}.`);
    return button;
  }, 5_000);
}

const wordless = (text: string | null) => (text ?? "").replace(/\s+/g, "");

it("draws a long answer whole, in the frames that follow", async () => {
  const text = parts(200).join("\n\n");
  const { root } = draw(<Markdown text={text} />, session());
  expect(root.querySelectorAll("p").length).toBeLessThan(200);
  await vi.waitFor(() => expect(root.querySelectorAll("p").length).toBe(200));
  expect(wordless(root.textContent)).toBe(wordless(text));
  expect(root.querySelector(".show-all")).toBeNull();
});

it("folds an answer that nobody reads whole, and shows all of it when asked", async () => {
  const text = parts(600).join("\n\n");
  const { root } = draw(<Markdown text={text} />, session());
  const button = await showAll(root, "240.1 KB");
  expect(root.textContent?.length).toBeLessThan(110_000);
  fireEvent.click(button);
  await vi.waitFor(() => expect(root.querySelectorAll("p").length).toBe(600), 5_000);
  expect(wordless(root.textContent)).toBe(wordless(text));
  expect(root.querySelector(".show-all")).toBeNull();
  expect(root.getRootNode()).toHaveProperty("activeElement.className", "markdown is-long");
});

it("keeps on growing behind the fold and says how long the text has become", async () => {
  const { root, update } = draw(<Markdown text={parts(300).join("\n\n")} open />, session());
  await showAll(root, "120 KB");
  const drawn = root.querySelectorAll("p").length;
  update(<Markdown text={parts(600).join("\n\n")} open />);
  await showAll(root, "240.1 KB");
  expect(root.querySelectorAll("p").length).toBe(drawn);
});

it("folds a listing and copies all of it", async () => {
  const code = "x = 1\n".repeat(10_000);
  const { root, getByRole } = draw(<Markdown text={`\`\`\`python\n${code}\`\`\``} />, session());
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  expect(root.querySelector("pre")?.textContent?.length).toBeLessThan(33_000);
  fireEvent.click(getByRole("button", { name: "Copy" }));
  expect(writeText).toHaveBeenCalledWith(code.trimEnd());
  fireEvent.click(await showAll(root, "58.6 KB"));
  await vi.waitFor(() => expect(root.querySelector("pre")?.textContent).toBe(code.trimEnd()));
});

it("draws formulas of one block up to a number and shows the source of the others", async () => {
  const { root } = draw(<Markdown text={"$x$ ".repeat(600)} />, session());
  expect(root.querySelectorAll(".formula, .formula-source").length).toBe(200);
  expect(root.textContent).toContain("$x$ $x$");
});

it("folds what a person sent and shows all of it when asked", async () => {
  const text = parts(200).join("\n");
  const content = [{ type: "input_text" as const, text }];
  const { root } = draw(<UserBubble content={content} attachments={[]} quotedText={undefined} />, session());
  expect(root.querySelector(".bubble")?.textContent?.length).toBeLessThan(33_000);
  fireEvent.click(await showAll(root, "79.8 KB"));
  await vi.waitFor(() => expect(root.querySelector(".bubble")?.textContent).toBe(text));
});

it("leaves it to the boundary around it to say that a later part can't be read, and draws other texts on", async () => {
  const { inlineTokens } = Lexer.prototype;
  vi.spyOn(Lexer.prototype, "inlineTokens").mockImplementation(function (this: Lexer, source, tokens) {
    if (source.startsWith("part150 ")) throw new Error("Infinite loop");
    return inlineTokens.call(this, source, tokens);
  });
  const text = parts(200).join("\n\n");
  const { root, findByText } = draw(
    <>
      <Boundary part="message" from={[text]} text={() => "as it was written"}>
        <Markdown text={text} />
      </Boundary>
      <Markdown text={text.replaceAll("part", "other")} />
    </>,
    session(),
  );
  await findByText("This part can't be shown: Message");
  await findByText("as it was written");
  await vi.waitFor(() => expect(root.querySelectorAll(".markdown p").length).toBe(200));
});
