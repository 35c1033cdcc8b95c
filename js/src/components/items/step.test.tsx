import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Sight } from "../../testing/sight";
import { clear, faults, show } from "../fixture";
import { stepContent } from "./step-content";

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", Sight);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const at = (id: string) => `chatkit-notebook:///attachments/${id}`;
const FENCE = "```";

const workflow = (...tasks: object[]) =>
  ({
    id: "wf",
    thread_id: "thr",
    created_at: "2026-11-20T10:00:00",
    type: "workflow",
    workflow: { type: "custom", tasks, summary: { duration: 3 }, expanded: true },
  }) as unknown as ThreadItem;

function started(...tasks: object[]) {
  const kernel = memoryKernel({
    script: () => [],
    threads: [{ info: { id: "thr" }, items: [workflow(...tasks)] }],
    thread: "thr",
  });
  for (const [name, type] of [
    ["plot.png", "image/png"],
    ["map.gif", "image/gif"],
    ["page.svg", "image/svg+xml"],
    ["towns.csv", "text/csv"],
  ] as const)
    kernel.attachments.add(`atc_${name}`, name, type, new TextEncoder().encode(name));
  return { ...show(kernel.connect()), kernel };
}

const custom = (content: string, more: object = {}) => ({
  type: "custom",
  title: "Draw",
  icon: "lucide:wrench",
  status_indicator: "complete",
  content,
  ...more,
});

it("shows a tool's pictures small, and large when they are pressed", async () => {
  const view = started(
    custom(`**Result**\n\n![plot.png](${at("atc_plot.png")})\n\n![map.gif](${at("atc_map.gif")})`),
  );
  const tile = await view.findByRole("button", { name: "Enlarge plot.png" });
  expect((await view.findByRole("img", { name: "map.gif" })).getAttribute("src")).toMatch(/^blob:/);
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(tile);
  await view.findByRole("dialog", { name: "plot.png" });
});

it("shows a tool's files as cards that can be saved, under their whole names", async () => {
  const name = "the \\[best\\] \\*towns\\*.csv";
  const view = started(
    custom(`**Result**\n\n${FENCE}text\nhi\n${FENCE}\n\n[${name}](${at("atc_towns.csv")})`),
  );
  const card = await view.findByRole("button", { name: /^Download/ });
  expect(card.textContent).toContain("the [best] *towns*.csv");
  expect(card.textContent).toContain("CSV");
  expect(await faults(view.root)).toEqual([]);
});

it("draws nothing as a picture that the kernel says is none", async () => {
  const view = started(custom(`**Result**\n\n![page.svg](${at("atc_page.svg")})`));
  await view.findByRole("button", { name: "Couldn't load the image. Load page.svg again" });
  expect(view.root.querySelector("img")).toBeNull();
});

const task = (content: string, more: object = {}) =>
  stepContent({ type: "custom", title: "t", status_indicator: "none", ...more }, content);

it.each([
  ["in the text", `before\n\n![x](${at("a")})\n\nafter`],
  ["in code", `${FENCE}text\n\n![x](${at("a")})\n${FENCE}`],
  ["on the web", "**Result**\n\n![x](https://pics.example/a.png)"],
  ["of another scheme", "**Result**\n\n![x](javascript:alert(1))"],
  ["beside words", `**Result**\n\nsee ![x](${at("a")})`],
  ["without an id", `**Result**\n\n![x](${at("")})`],
])("takes no address for a file that stands %s", (_, content) => {
  expect(task(content)).toEqual({ text: content, attachments: [], failure: null });
});

const FAILED = { icon: "lucide:circle-x" };
const failure = (message: string, traceback = "") =>
  `**Arguments**\n\n${FENCE}json\n{}\n${FENCE}\n\n${FENCE}error\n${message}\n${FENCE}` +
  (traceback === "" ? "" : `\n\n${FENCE}pytb\n${traceback}\n${FENCE}`);

it.each([
  ["a line", "ValueError: no such town", "Traceback\n  File"],
  ["lines", "ValueError: no\nsuch\n\ntown", "Traceback"],
  ["no traceback", "timed out", ""],
  ["what looks like an end", "KeyError: 'pytb'", "x\n\npytb\n"],
  ["right to left", "ValueError: אין עיר", "Traceback"],
])("reads why a tool failed: %s", (_, message, traceback) => {
  const content = task(failure(message, traceback), FAILED);
  expect(content.failure).toEqual({ message, traceback });
  expect(content.text).toBe(`**Arguments**\n\n${FENCE}json\n{}\n${FENCE}`);
});

it("shows that a tool failed on the folded line, in the step, and where behind Details", async () => {
  const traceback = 'Traceback (most recent call last):\n  File "cell"\nValueError: no such town';
  const view = started(
    custom(failure("ValueError: no such town", traceback), { ...FAILED, status_indicator: "none" }),
    custom("fine"),
  );
  const line = await view.findByRole("button", { name: /Worked for 3s? ?.*1 step failed/ });
  const step = await view.findByText("ValueError: no such town");
  expect(step.closest("li")?.textContent).toContain("Failed");
  const details = view.root.querySelector("details");
  expect(details?.open).toBe(false);
  expect(details?.textContent).toContain("most recent call last");
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(line);
  await waitFor(() => expect(view.queryByText("ValueError: no such town")).toBeNull());
  expect(line.textContent).toContain("1 step failed");
});

it("takes the mark of a failure for nothing in a step that is complete", () => {
  const content = failure("ValueError: no such town");
  expect(task(content, { ...FAILED, status_indicator: "complete" }).failure).toBeNull();
  expect(task(content).failure).toBeNull();
});
