import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { words } from "../../locales";
import type { Thread } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";
import { Picture } from "./picture";

afterEach(clear);

const REMOTE = "https://cdn.example.com/a.png";
const LOCAL = "data:image/png;base64,AAAA";

function session(domains?: string[]) {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  if (domains !== undefined)
    Object.defineProperty(session, "thread", {
      value: { value: { allowed_image_domains: domains } as Thread },
    });
  return session;
}

const drawn = (
  src: string,
  { alt = "", title = "", domains }: { alt?: string; title?: string; domains?: string[] } = {},
) => draw(<Picture src={src} alt={alt} title={title || null} />, session(domains));

it("shows a picture that carries its bytes at once", () => {
  const { root } = drawn(LOCAL, { alt: "chart", title: "A chart" });
  const picture = root.querySelector("img");
  expect([picture?.getAttribute("src"), picture?.alt, picture?.title]).toEqual([LOCAL, "chart", "A chart"]);
  expect(picture?.getAttribute("loading")).toBe("lazy");
});

it("names who would be asked for a remote picture, and asks nobody", () => {
  const { root } = drawn(REMOTE);
  expect(root.querySelector("img")).toBeNull();
  expect(root.querySelector("button")?.textContent).toBe(
    `${words.imageFrom("cdn.example.com")}${words.loadImage}`,
  );
  const described = drawn(REMOTE, { alt: "chart" }).root;
  expect(described.querySelector("img")).toBeNull();
  expect(described.querySelector("button")?.textContent).toBe(`chart${words.loadImage} · cdn.example.com`);
});

it("shows a picture from a host that the thread allows at once, and none from another", () => {
  expect(
    drawn(REMOTE, { domains: ["example.com"] })
      .root.querySelector("img")
      ?.getAttribute("src"),
  ).toBe(REMOTE);
  expect(drawn(REMOTE, { domains: ["example.org"] }).root.querySelector("img")).toBeNull();
});

it.each([
  ["", words.imageFailed],
  ["chart", "chart"],
])("says instead of a picture that doesn't come what it was: %j", async (alt, text) => {
  const { root, findByRole } = drawn(LOCAL, { alt });
  fireEvent.error(root.querySelector("img") as HTMLElement);
  const note = await findByRole("img", { name: text });
  expect(note.textContent).toBe(text);
  expect(root.querySelector("img")).toBeNull();
});

it("shows the words of a picture whose address is not allowed", () => {
  expect(drawn("javascript:alert(1)", { alt: "chart" }).root.innerHTML).toBe(
    '<span class="dead-link">chart</span>',
  );
  expect(drawn("javascript:alert(1)").root.textContent).toBe("");
});

it("asks for the address that was checked", async () => {
  const { root, findByRole } = drawn("https://cdn.exam\nple.com/a.png", { alt: "chart" });
  fireEvent.click(root.querySelector("button") as HTMLElement);
  const picture = await findByRole("img", { name: "chart" });
  expect(picture.getAttribute("src")).toBe(REMOTE);
  expect(picture.getAttribute("referrerpolicy")).toBe("no-referrer");
});

it("draws nothing of a picture whose address is still coming", () => {
  const { root } = draw(<Markdown text="see ![chart](https://cdn.example" open />, session(["example.com"]));
  expect(root.querySelector("img, button, .dead-link")).toBeNull();
  expect(root.textContent).not.toContain("streamdown");
});
