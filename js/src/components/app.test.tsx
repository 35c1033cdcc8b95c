import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { StreamEvent } from "../protocol/envelope";
import type { ThreadItem } from "../protocol/wire.gen";
import { memoryKernel } from "../testing/kernel/kernel";
import type { Script } from "../testing/kernel/turn";
import { clear, faults, show } from "./fixture";

afterEach(clear);

const echo: Script = async function* (_request, turn) {
  yield* turn.say(`You said **${turn.text}**.`, { pace: 0 });
};

const items = [
  ["q1", "user_message", [{ type: "input_text", text: "First question" }]],
  ["a1", "assistant_message", [{ type: "output_text", text: "First answer", annotations: [] }]],
].map(([id, type, content]) => ({
  id,
  type,
  content,
  thread_id: "thr",
  created_at: "2026-11-20T10:00:00",
  attachments: [],
  inference_options: {},
})) as unknown as ThreadItem[];

const stored = () => ({
  threads: [{ info: { id: "thr", title: "Stored" }, items: [...items] }],
  thread: "thr",
});

function started(setup: Partial<Parameters<typeof memoryKernel>[0]> = {}) {
  const kernel = memoryKernel({ script: echo, ...setup });
  return { kernel, ...show(kernel.connect()) };
}

async function ask(view: ReturnType<typeof started>, text: string) {
  const box = await view.findByRole("textbox", { name: "Message the AI" });
  fireEvent.input(box, { target: { value: text } });
  fireEvent.keyDown(box, { key: "Enter" });
  return box as HTMLTextAreaElement;
}

it("begins with a greeting and sends the prompt that is picked", async () => {
  const view = started({
    options: {
      startScreen: {
        greeting: "Hello there",
        prompts: [{ label: "Pick me", prompt: "picked", icon: "star" }],
      },
    },
  });
  await view.findByText("Hello there");
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.getByRole("button", { name: "Pick me" }));
  await view.findByText("picked", { selector: "strong" });
  expect(view.queryByText("Hello there")).toBeNull();
});

it("shows the message at once, once, and the answer under it", async () => {
  const view = started(stored());
  await view.findByText("First answer");
  const box = await ask(view, "again");
  expect(box.value).toBe("");
  await view.findByText("again", { selector: "strong" });
  const bubbles = [...view.root.querySelectorAll(".bubble")].map((bubble) => bubble.textContent);
  expect(bubbles).toEqual(["First question", "again"]);
  await view.findByRole("button", { name: "Send" });
  expect(await faults(view.root)).toEqual([]);
});

it("reads the finished answer aloud once", async () => {
  const view = started();
  await ask(view, "loud");
  await view.findByText("loud", { selector: "strong" });
  await waitFor(() =>
    expect(view.root.querySelector("[aria-live=polite]")?.textContent).toBe("You said loud."),
  );
  expect(view.getByRole("log").getAttribute("aria-live")).toBe("off");
});

it("stops what is under way and keeps what came", async () => {
  const view = started({
    async *script(_request, turn) {
      yield* turn.say("one two three four", { pace: 5, size: 4 });
      await turn.wait(10_000);
    },
  });
  await ask(view, "go");
  const stop = await view.findByRole("button", { name: "Stop" });
  await view.findByText(/one two/, { selector: "p" });
  fireEvent.click(stop);
  await view.findByRole("button", { name: "Send" });
  expect(view.getByText(/one two/, { selector: "p" })).toBeTruthy();
});

it("shows progress until something comes", async () => {
  const view = started({
    async *script(_request, turn) {
      yield { type: "progress_update", text: "Searching...", icon: "search" };
      await turn.wait(60);
      yield* turn.say("Found.", { pace: 0 });
    },
  });
  await ask(view, "find");
  await view.findByText("Searching...");
  await view.findByText("Found.");
  expect(view.queryByText("Searching...")).toBeNull();
});

it("says what failed, where, and tries again", async () => {
  let tries = 0;
  const view = started({
    ...stored(),
    async *script(_request, turn) {
      tries += 1;
      if (tries > 1) return yield* turn.say("Better now.", { pace: 0 });
      const detail = { type: "ZeroDivisionError", message: "division by zero", traceback: "line 4" };
      yield { type: "error", code: "stream.error", allow_retry: true, detail } as StreamEvent;
    },
  });
  await ask(view, "divide");
  const alert = await view.findByRole("alert");
  expect(alert.textContent).toBe("ZeroDivisionError: division by zero");
  expect(view.getByText("line 4")).toBeTruthy();
  await view.findByRole("button", { name: "Send" });
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.getByRole("button", { name: "Retry" }));
  await view.findByText("Better now.");
  expect(view.queryByRole("alert")).toBeNull();
});

it("says in a new chat why its first message came to nothing, and tries again", async () => {
  let isBroken = true;
  const view = started();
  const { add } = view.kernel.threads;
  view.kernel.threads.add = (info) => {
    if (isBroken) throw new Error("The disk is full.");
    return add.call(view.kernel.threads, info);
  };
  const box = await ask(view, "hello");
  expect((await view.findByRole("alert")).textContent).toBe("Error: The disk is full.");
  expect(box.value).toBe("hello");
  isBroken = false;
  fireEvent.click(view.getByRole("button", { name: "Retry" }));
  await view.findByText("hello", { selector: "strong" });
  expect(view.queryByRole("alert")).toBeNull();
});

it("says in a new chat that a thread can't be opened", async () => {
  const view = started();
  await view.findByText("What can I help with today?");
  view.session.openThread("nowhere");
  await view.findByText(/nowhere/);
});

it("shows notices with Markdown", async () => {
  const view = started({
    async *script(_request, turn) {
      yield { type: "notice", level: "warning", message: "Two **failed**.", title: "Careful" };
      yield* turn.say("Rest.", { pace: 0 });
    },
  });
  await ask(view, "go");
  await view.findByText("failed", { selector: "strong" });
  expect(view.getByText("Careful")).toBeTruthy();
});

it("folds the steps of an answer into one line", async () => {
  const view = started({
    async *script(_request, turn) {
      const tasks = [{ type: "custom", title: "Read the file", status_indicator: "complete" }];
      const workflow = { type: "custom", tasks, summary: { duration: 72 }, expanded: false };
      yield turn.item({ type: "workflow", workflow });
      yield turn.item({
        type: "client_tool_call",
        status: "completed",
        call_id: "c",
        name: "secret",
        arguments: {},
      });
      yield turn.item({ type: "end_of_turn" });
    },
  });
  await ask(view, "go");
  const line = await view.findByRole("button", { name: "Worked for 1 min 12 s" });
  expect(view.queryByText("Read the file")).toBeNull();
  fireEvent.click(line);
  await view.findByText("Read the file");
  expect(view.root.textContent).not.toContain("secret");
});

it("begins a new chat, and comes back through the history", async () => {
  const view = started(stored());
  await view.findByText("First answer");
  fireEvent.click(view.getByRole("button", { name: "New chat" }));
  await view.findByText("What can I help with today?");
  fireEvent.click(view.getByRole("button", { name: "Conversation history" }));
  fireEvent.click(await view.findByRole("button", { name: /Stored/ }));
  await view.findByText("First answer");
  expect(view.getByRole("heading", { name: "Stored", level: 2 })).toBeTruthy();
});

it("says that the kernel was restarted and takes no more messages", async () => {
  const view = started(stored());
  await view.findByText("First answer");
  view.kernel.end("restarted");
  await view.findByText("The kernel was restarted. Run the cell again to continue.");
  expect(view.getByRole("textbox").hasAttribute("disabled")).toBe(true);
});

it("says that the kernel is busy when nothing answers", async () => {
  const view = started(stored());
  await view.findByText("First answer");
  view.kernel.busy = true;
  await ask(view, "hello?");
  await view.findByText("hello?");
  await view.findByText(/The kernel is busy/, {}, { timeout: 4000 });
  view.kernel.busy = false;
  await view.findByText("hello?", { selector: "strong" });
});

it("does what Python asks of it", async () => {
  const view = started(stored());
  await view.findByText("First answer");
  view.kernel.ui("set_composer_value", { text: "from Python" });
  view.kernel.ui("show_history");
  await view.findByRole("heading", { name: "Conversation history" });
  view.kernel.ui("hide_history");
  view.kernel.ui("focus_composer");
  const box = await view.findByRole("textbox", { name: "Message the AI" });
  expect((box as HTMLTextAreaElement).value).toBe("from Python");
  expect(document.activeElement).toBe(box);
});

it("offers feedback and another try when asked to", async () => {
  const view = started({ ...stored(), options: { threadItemActions: { feedback: true, retry: true } } });
  fireEvent.click(await view.findByRole("button", { name: "Good response" }));
  await view.findByRole("button", { name: "Good response", pressed: true });
  await waitFor(() =>
    expect(JSON.stringify(view.kernel.received)).toContain('"item_ids":["a1"],"kind":"positive"'),
  );
  fireEvent.click(view.getByRole("button", { name: "Regenerate" }));
  await view.findByText("First question", { selector: "strong" });
  expect(view.queryByText("First answer")).toBeNull();
});

it("locks and closes the composer with the thread", async () => {
  const locked = { id: "thr", status: { type: "locked", reason: "An agent is at work." } } as const;
  const view = started({ threads: [{ info: locked, items: [...items] }], thread: "thr" });
  const box = await view.findByRole("textbox", { name: "An agent is at work." });
  expect(box.hasAttribute("disabled")).toBe(true);

  const closed = { id: "thr", status: { type: "closed", reason: "All done." } } as const;
  const other = started({ threads: [{ info: closed, items: [...items] }], thread: "thr" });
  await other.findByText("All done.");
  expect(other.queryByRole("textbox")).toBeNull();
});

it("draws five hundred messages quickly enough to be opened", async () => {
  const many = Array.from({ length: 250 }, (_, index) =>
    items.map((item) => ({ ...item, id: `${item.id}-${index}` })),
  ).flat() as ThreadItem[];
  const view = started(stored());
  await view.findByText("First answer");
  const { snapshot } = view.kernel;
  vi.spyOn(view.kernel, "snapshot").mockImplementation(() => ({
    ...snapshot.call(view.kernel),
    items: many,
  }));
  const second = show(view.kernel.connect());
  await waitFor(() => expect(second.root.querySelectorAll(".exchange").length).toBe(250));
});

it("reads the beginning of a very long answer aloud, and no more than anybody listens to", async () => {
  const long: Script = async function* (_request, turn) {
    yield* turn.say("word ".repeat(20_000), { pace: 0, size: 1_000 });
  };
  const view = started({ script: long });
  await ask(view, "go");
  const spoken = view.root.querySelector('.for-readers[aria-live="polite"]');
  await waitFor(() => expect(spoken?.textContent).toMatch(/^word word .*…$/));
  expect(spoken?.textContent?.length).toBeLessThan(5_000);
});
