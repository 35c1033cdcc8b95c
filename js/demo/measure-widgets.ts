/**
 * Measures how the view takes widgets: `measure({ step })` in the page, driven by a benchmark. The first step is "open";
 * each step ends when what it shows has been painted.
 */
import { attach } from "../src/index";
import type { StreamEvent } from "../src/protocol/envelope";
import type { WidgetRoot } from "../src/protocol/wire.gen";
import { memoryKernel } from "../src/testing/kernel/kernel";
import type { Turn } from "../src/testing/kernel/turn";

type Step =
  | { step: "open" }
  /** Shows a card of so many nodes. */
  | { step: "card"; nodes: number }
  /** Streams so many deltas into the text of the card that was shown last, each in a frame of its own. */
  | { step: "deltas"; count: number }
  /** Shows a chart of so many points, or moves those of the one that is there. */
  | { step: "chart"; points: number; shift: number }
  /** Moves the pointer over the chart in so many frames. */
  | { step: "point"; count: number };

const CARD = "msg_card";
const CHART = "msg_chart";
/** What a card ends with, so that it is known when all of it is there. */
const LAST = "The end";

const sheet = new CSSStyleSheet();
sheet.replaceSync(document.head.querySelector("style[data-view]")?.textContent ?? "");
const host = document.createElement("div");
document.querySelector(".cell")?.append(host);
const shadow = host.attachShadow({ mode: "open" });
shadow.adoptedStyleSheets = [sheet];

let tell: (event: StreamEvent) => void = () => {};
let item: Turn["item"];
let added: Turn["added"];

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
/** Until what this frame draws is on the screen. */
const painted = () => frame().then(() => new Promise((resolve) => setTimeout(resolve)));

/** In a task of its own: what was made here a kernel would have made. */
async function tellLater(event: StreamEvent): Promise<void> {
  await painted();
  tell(event);
}

async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = find();
    if (found) return found;
    await frame();
  }
}

/** Begins a response that goes on with whatever is told. */
async function open(): Promise<void> {
  const kernel = memoryKernel({
    async *script(_, turn) {
      const waiting: StreamEvent[] = [];
      let wake = () => {};
      item = (fields) => turn.item(fields);
      added = (fields) => turn.added(fields);
      tell = (event) => {
        waiting.push(event);
        wake();
      };
      for (;;) {
        yield* waiting.splice(0);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  });
  attach({ transport: kernel.connect(), host });
  const composer = await until(() => shadow.querySelector("textarea"));
  composer.value = "go";
  composer.dispatchEvent(new Event("input", { bubbles: true }));
  await frame();
  composer.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await until(() => item !== undefined);
}

/** Rows of five nodes, as a list of orders has them, then a text that grows. */
function card(nodes: number): WidgetRoot {
  const rows = Array.from({ length: Math.round((nodes - 3) / 5) }, (_, row) => ({
    type: "Row",
    gap: 2,
    children: [
      { type: "Icon", name: "cube" },
      { type: "Text", value: `Order ${row}`, weight: "medium" },
      { type: "Caption", value: "Two to three days" },
      { type: "Badge", label: row % 3 === 0 ? "late" : "sent", color: row % 3 === 0 ? "danger" : "success" },
    ],
  }));
  const growing = { type: "Text", id: "growing", value: `Of ${nodes}:`, streaming: true };
  return {
    type: "Card",
    children: [growing, ...rows, { type: "Text", value: LAST }],
  } as unknown as WidgetRoot;
}

const shown = (id: string) => [...shadow.querySelectorAll(`[data-item^="${id}"]`)].at(-1);

async function showCard(nodes: number): Promise<void> {
  const id = `${CARD}_${nodes}`;
  await tellLater(added({ id, type: "widget", widget: card(nodes) }));
  await until(() => shown(id)?.textContent?.includes(LAST));
  await painted();
}

async function stream(count: number): Promise<void> {
  const id = shown(CARD)?.getAttribute("data-item") ?? "";
  for (let at = 0; at < count; at += 1) {
    const update = {
      type: "widget.streaming_text.value_delta",
      component_id: "growing",
      delta: ` ${at}`,
      done: at === count - 1,
    } as const;
    tell({ type: "thread.item.updated", item_id: id, update });
    await frame();
  }
  await until(() => shown(id)?.textContent?.includes(` ${count - 1}`));
  await painted();
}

function chart(points: number, shift: number): WidgetRoot {
  const data = Array.from({ length: points }, (_, row) => ({
    x: row,
    a: Math.sin((row + shift) / 190) * 40 + Math.sin(row * 12.9898) * 9,
    b: Math.cos((row + shift) / 260) * 30 - 20,
  }));
  const series = ["a", "b"].map((dataKey) => ({ type: "line", dataKey }));
  const node = { type: "Chart", data, xAxis: "x", showYAxis: true, series };
  return { type: "Card", size: "lg", children: [node] } as unknown as WidgetRoot;
}

async function showChart(points: number, shift: number): Promise<void> {
  const id = `${CHART}_${points}`;
  const line = () => shown(id)?.querySelector("path")?.getAttribute("d");
  const before = line();
  await tellLater(item({ id, type: "widget", widget: chart(points, shift) }));
  await until(() => line() !== undefined && line() !== before);
  await painted();
}

async function point(count: number): Promise<void> {
  const picture = await until(() => shown(CHART)?.querySelector(".w-chart-picture"));
  const { left, width, top } = picture.getBoundingClientRect();
  for (let at = 0; at < count; at += 1) {
    const place = { clientX: left + (width * at) / count, clientY: top + 20 };
    picture.dispatchEvent(new PointerEvent("pointermove", { ...place, bubbles: true }));
    await frame();
  }
  await until(() => shown(CHART)?.querySelector(".w-chart-tooltip"));
  await painted();
}

async function measure(step: Step): Promise<void> {
  switch (step.step) {
    case "open":
      return open();
    case "card":
      return showCard(step.nodes);
    case "deltas":
      return stream(step.count);
    case "chart":
      return showChart(step.points, step.shift);
    case "point":
      return point(step.count);
  }
}

Object.assign(globalThis, { measure });
