/** Measures how the view takes a text: `measure({ text })` in the page, driven by a benchmark. */
import { attach } from "../src/index";
import type { ThreadItem } from "../src/protocol/wire.gen";
import { memoryKernel } from "../src/testing/kernel/kernel";

interface Request {
  text: string;
  /** Who says it; a text of a user is sent as it is. */
  by?: "assistant" | "user";
  /** Characters a delta and milliseconds between them; without it the text is there when the thread opens. */
  stream?: { size: number; pace: number };
  /** Press "Show all" and measure that, too. */
  unfold?: boolean;
}

interface Measured {
  /** The longest time, in milliseconds, in which the page could do nothing else. */
  longest: number;
  /** Milliseconds from the beginning to the last change of the page. */
  total: number;
  /** Milliseconds to the first change that shows any of the text. */
  first: number;
  /** Milliseconds of work in all long tasks. */
  busy: number;
  elements: number;
  characters: number;
}

const QUIET_MS = 300;
const sheet = new CSSStyleSheet();
const LOADED = document.head.querySelector("style[data-view]");
sheet.replaceSync(LOADED?.textContent ?? "");

function item(fields: object, id: string): ThreadItem {
  const created_at = new Date().toISOString();
  return { id, thread_id: "thr_1", created_at, ...fields } as unknown as ThreadItem;
}

function thread(text: string, by: string) {
  const content = [{ type: by === "user" ? "input_text" : "output_text", text, annotations: [] }];
  const fields = { type: `${by}_message`, content, attachments: [], inference_options: {} };
  return { info: { id: "thr_1", title: "Measured" }, items: [item(fields, "itm_1")] };
}

/** Watches the main thread until the page has been still for a while. */
async function watch(
  root: ShadowRoot,
  begin: () => void | Promise<void>,
): Promise<Omit<Measured, "elements" | "characters">> {
  let longest = 0;
  let busy = 0;
  let first = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longest = Math.max(longest, duration);
      busy += duration;
    }
  });
  tasks.observe({ type: "longtask" });
  const start = performance.now();
  let changed = start;
  const changes = new MutationObserver(() => {
    changed = performance.now();
    if (first === 0 && root.querySelector(".markdown, .bubble") !== null) first = changed - start;
  });
  changes.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
  await begin();
  let beat = performance.now();
  while (performance.now() - Math.max(changed, beat) < QUIET_MS) {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 4));
    const gap = performance.now() - before - 4;
    longest = Math.max(longest, gap);
    if (gap > 40) beat = performance.now();
  }
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 60)));
  tasks.disconnect();
  changes.disconnect();
  return { longest, total: changed - start, first, busy };
}

async function measure({ text, by = "assistant", stream, unfold = false }: Request): Promise<Measured> {
  const host = document.createElement("div");
  document.querySelector(".cell")?.append(host);
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const setup = stream === undefined ? { thread: "thr_1", threads: [thread(text, by)] } : {};
  const kernel = memoryKernel({
    ...setup,
    async *script(_, turn) {
      yield* turn.say(text, { size: stream?.size ?? 1_000, pace: stream?.pace ?? 0 });
    },
  });
  let dispose = () => {};
  const result = await watch(shadow, async () => {
    dispose = attach({ transport: kernel.connect(), host });
    if (stream === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 2));
    const composer = shadow.querySelector("textarea");
    if (composer === null) throw new Error("The view has no composer.");
    composer.value = "go";
    composer.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    composer.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  });
  while (unfold) {
    const button = shadow.querySelector<HTMLButtonElement>(".show-all");
    if (button === null) break;
    const { longest, total, busy } = await watch(shadow, () => button.click());
    result.longest = Math.max(result.longest, longest);
    result.total += total;
    result.busy += busy;
  }
  const log = shadow.querySelector("[role=log]");
  const elements = log?.querySelectorAll("*").length ?? 0;
  const characters = log?.textContent?.length ?? 0;
  dispose();
  host.remove();
  return { ...result, elements, characters };
}

Object.assign(globalThis, { measure });
