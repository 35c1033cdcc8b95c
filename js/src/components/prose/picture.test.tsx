import { signal } from "@preact/signals";
import { fireEvent, waitFor } from "@testing-library/preact";
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

it.each(["alpha.example.com", "b.example", "127.0.0.1", "xn--bcher-kva.example", "example.org"])(
  "shows all pictures of %s in the thread after one click",
  async (host) => {
    const { root } = draw(
      <>
        <Picture src={`https://${host}/a.png`} alt="a" />
        <Picture src={`https://${host}/b.png`} alt="b" />
        <Picture src="https://elsewhere.example/c.png" alt="c" />
      </>,
      session(),
    );
    const button = root.querySelector("button");
    if (button === null) throw new Error("no button");
    fireEvent.click(button);
    await waitFor(() => expect([...root.querySelectorAll("img")].map(({ alt }) => alt)).toEqual(["a", "b"]));
    expect(root.querySelectorAll("button")).toHaveLength(1);
  },
);

it("asks again in another thread", async () => {
  const asked = session();
  const thread = signal<Thread | null>({ id: "one" } as Thread);
  Object.defineProperty(asked, "thread", { value: thread });
  const { root } = draw(<Picture src={REMOTE} alt="a" />, asked);
  fireEvent.click(root.querySelector("button") as HTMLButtonElement);
  await waitFor(() => expect(root.querySelector("img")).not.toBeNull());
  thread.value = { id: "two" } as Thread;
  await waitFor(() => expect(root.querySelector("img")).toBeNull());
  thread.value = { id: "one" } as Thread;
  await waitFor(() => expect(root.querySelector("img")).not.toBeNull());
});

it.each(["example.com", "cdn.example.com"])("shows at once what the chat allows: %s", (domain) => {
  const allowing = session();
  Object.defineProperty(allowing, "options", {
    value: { value: { ...allowing.options.value, allowedImageDomains: [domain] } },
  });
  expect(draw(<Picture src={REMOTE} alt="a" />, allowing).root.querySelector("img")).not.toBeNull();
});

it.each([
  { width: "16px" },
  { height: "24px" },
  { width: "32px", height: "32px" },
  { "max-width": "48px" },
  { width: "95.5px" },
])("fits the small place %j", (style) => {
  const button = draw(<Picture src={REMOTE} alt="Ann" style={style} />, session()).root.querySelector(
    "button",
  );
  expect(button?.classList.contains("is-small")).toBe(true);
  expect(button?.textContent).toBe("");
  expect(button?.getAttribute("aria-label")).toBe(`Ann ${words.loadImage} · cdn.example.com`);
});

it.each([
  {},
  { width: "96px" },
  { width: "100%" },
  { "border-radius": "4px", "min-width": "8px" },
  { height: "300px" },
])("has words where there is room: %j", (style) => {
  const button = draw(<Picture src={REMOTE} alt="Ann" style={style} />, session()).root.querySelector(
    "button",
  );
  expect(button?.textContent).toContain("Ann");
});
