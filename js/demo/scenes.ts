/** States of the view worth looking at. */

import samples from "../../tests/widget_samples.json";
import type { ThreadItem, ThreadStatus } from "../src/protocol/wire.gen";
import type { GivenOptions } from "../src/state/options";
import { COMPONENTS, leastOf } from "../src/testing/components";
import type { KernelSetup, MemoryKernel } from "../src/testing/kernel/kernel";
import { attachmentScenes } from "./attachment-scenes";
import { charts, curveCharts } from "./chart-scenes";
import { formScenes } from "./form-scenes";
import gallery from "./gallery.gen.json";
import { searchScenes } from "./search-scenes";
import { flights, keepFrames, known, lost, short, tall } from "./table-scenes";
import { lesson, texts } from "./texts";
import { toolScenes } from "./tool-scenes";
import { approvalCard, listWidget, ticketCard } from "./widgets";

export interface Scene extends Omit<Partial<KernelSetup>, "options"> {
  options?: GivenOptions;
  begin?: (kernel: MemoryKernel, host: HTMLElement) => void;
}

const GALLERY_PAGE = 16;
const NOW = Date.now();
let count = 0;

function item(fields: object): ThreadItem {
  count += 1;
  const created_at = new Date(NOW - 60_000 + count).toISOString();
  return { id: `itm_${count}`, thread_id: "thr_1", created_at, ...fields } as unknown as ThreadItem;
}

function asked(text: string): ThreadItem {
  const content = [{ type: "input_text", text }];
  return item({ type: "user_message", content, attachments: [], inference_options: {} });
}

function said(text: string, annotations: readonly object[] = []): ThreadItem {
  return item({ type: "assistant_message", content: [{ type: "output_text", text, annotations }] });
}

/** A root with the component in it, where such a component may be. */
function rootOf(node: { type: string }): object {
  if (["Basic", "Card", "ListView"].includes(node.type)) return node;
  if (node.type === "ListViewItem") return { type: "ListView", children: [node] };
  return {
    type: "Card",
    children: [node.type === "Table.Cell" ? { type: "Table.Row", children: [node] } : node],
  };
}

function thread(
  title: string,
  items: ThreadItem[],
  status: ThreadStatus = { type: "active" },
): Pick<Scene, "threads" | "thread"> {
  return { thread: "thr_1", threads: [{ info: { id: "thr_1", title, status }, items }] };
}

/** Every component, as the cells of the gallery's notebook show them; no more at a time than a thread is loaded with. */
function galleryPages(): readonly (readonly [string, Scene])[] {
  const starts = [...gallery.keys()].filter((index) => index % GALLERY_PAGE === 0);
  return starts.map((start, page) => {
    const widgets = gallery
      .slice(start, start + GALLERY_PAGE)
      .map((widget) => item({ type: "widget", widget }));
    return [`gallery ${page + 1}`, { ...thread("Every component", widgets), isAlone: true }] as const;
  });
}

const work = item({
  type: "workflow",
  workflow: {
    type: "reasoning",
    expanded: true,
    summary: { duration: 12 },
    tasks: [
      {
        type: "thought",
        content: "The user wants a **comparison**, so a table fits.",
        status_indicator: "none",
      },
      {
        type: "thought",
        content: "Three rows are enough: dictionaries, JSON, Arrow.",
        status_indicator: "none",
      },
    ],
  },
});

const search = item({
  type: "workflow",
  workflow: {
    type: "custom",
    expanded: true,
    summary: { title: "Searched the docs", icon: "search" },
    tasks: [
      { type: "custom", title: "Read the notebook", icon: "notebook", status_indicator: "complete" },
      {
        type: "web_search",
        title: "Searched for the release notes",
        queries: ["pandas 3.1 release notes", "pandas string dtype"],
        sources: [
          {
            type: "url",
            title: "What's new in 3.1",
            url: "https://pandas.pydata.org/docs",
            attribution: "pandas",
          },
        ],
        status_indicator: "complete",
      },
      {
        type: "custom",
        title: "Compared both",
        icon: "analytics",
        content: "Two columns differ.",
        status_indicator: "complete",
      },
    ],
  },
});

const sources = [
  {
    type: "annotation",
    source: {
      type: "url",
      title: "What's new in 3.1",
      url: "https://pandas.pydata.org",
      attribution: "pandas",
    },
  },
  { type: "annotation", source: { type: "file", title: "events.parquet", filename: "events.parquet" } },
];

const days = [0.1, 0.4, 1, 1.2, 3, 4, 12, 40, 400];
const titles = [
  "How an answer is drawn",
  "Why the export drops time zones, and what the team decided to do about it in the next release",
  "Gradient descent in plain words",
  "",
  "Comparing three event stores",
  "מה השעה עכשיו?",
  "Open tickets",
  "Notebook for Monday's lesson",
  "The very first chat",
];
const history = titles.map((title, index) => ({
  info: {
    id: `thr_${index + 10}`,
    created_at: new Date(NOW - (days[index] ?? 0) * 86_400_000).toISOString(),
    ...(title === "" ? {} : { title }),
  },
  items: [asked("hello"), said(texts.prose ?? "")].map((entry) => ({
    ...entry,
    thread_id: `thr_${index + 10}`,
  })),
}));

const many: ThreadItem[] = Array.from({ length: 250 }, (_, index) => [
  asked(`Question ${index + 1}: how does it go on?`),
  said([texts.prose, texts.code, texts.table, texts.formula][index % 4] ?? ""),
]).flat();

export const scenes: ReadonlyMap<string, Scene> = new Map<string, Scene>(
  Object.entries<Scene>({
    start: {},
    bare: { options: { startScreen: { greeting: "Ask about this notebook", prompts: [] } } },
    lesson: thread("How an answer is drawn", [asked("Show me everything"), said(lesson)]),
    talk: thread("Gradient descent in plain words", [
      asked("What is gradient descent?"),
      said(texts.prose ?? ""),
      asked(
        "And in numbers? Please keep it short: two lines at most, and mention what a GPU costs, because somebody will ask.\n\nThanks",
      ),
      said(texts.formula ?? "", sources),
    ]),
    accent: {
      ...thread("Gradient descent", [
        asked("What is gradient descent?"),
        said(texts.prose ?? ""),
        item({ type: "widget", widget: ticketCard }),
      ]),
      options: {
        theme: { colorScheme: "light", radius: "pill", color: { accent: { primary: "#c15f3c", level: 2 } } },
      },
    },
    sharp: {
      ...thread("Gradient descent", [
        asked("What is gradient descent?"),
        said(texts.code ?? ""),
        item({ type: "widget", widget: ticketCard }),
      ]),
      options: {
        theme: {
          colorScheme: "dark",
          radius: "sharp",
          density: "compact",
          typography: { baseSize: 14 },
          color: { accent: { primary: "#7dd3a8", level: 3 } },
        },
      },
    },
    hebrew: thread("שיחה", [
      asked("מה השעה עכשיו?"),
      said("השעה עכשיו **עשר**. הנה רשימה:\n\n- ראשון\n- שני עם `code`\n\nand one line in English."),
    ]),
    disclaimer: {
      options: { disclaimer: { text: "Answers may be wrong. See [the terms](https://example.com)." } },
    },
    code: thread("Reading a table", [asked("Write a function that reads a table"), said(texts.code ?? "")]),
    table: thread("Three event stores", [
      asked("Compare three ways to store events"),
      work,
      said(texts.table ?? ""),
    ]),
    work: thread("Release notes", [
      asked("What changed?"),
      search,
      said("The default string type."),
      item({
        type: "task",
        task: {
          type: "file",
          title: "Read 2 files",
          sources: [{ type: "file", title: "a.csv", filename: "a.csv" }],
        },
      }),
    ]),
    widget: thread("Open tickets", [
      asked("Which tickets are open?"),
      said("These are open right now."),
      item({ type: "widget", widget: listWidget }),
      item({ type: "widget", widget: ticketCard }),
      asked("Clean up the raw data"),
      item({ type: "widget", widget: approvalCard }),
    ]),
    charts: thread(
      "Charts",
      charts.map((widget) => item({ type: "widget", widget })),
    ),
    tables: {
      ...thread(
        "Tables",
        [flights, tall, known, lost, short].map((widget) => item({ type: "widget", widget })),
      ),
      begin: ({ frames }) => keepFrames(frames),
    },
    components: thread(
      "Every component with what it must have",
      [...COMPONENTS].map((known) => item({ type: "widget", widget: rootOf(leastOf(known)) })),
    ),
    curves: thread(
      "Curves",
      curveCharts.map((widget) => item({ type: "widget", widget })),
    ),
    samples: {
      ...thread(
        "What agents send",
        Object.values(samples).map((widget) => item({ type: "widget", widget })),
      ),
      isAlone: true,
    },
    question: thread("A few questions", [
      asked("Plan my lesson"),
      item({
        type: "structured_input",
        status: "pending",
        inputs: [
          {
            type: "multiple_choice",
            id: "level",
            question: "Who is it for?",
            options: [{ value: "Beginners" }, { value: "People who know Python" }],
            multiple: false,
          },
          {
            type: "freeform",
            id: "goal",
            question: "What should they be able to do?",
            description: "One sentence is enough.",
          },
        ],
      }),
    ]),
    error: {
      ...thread("A failed answer", [asked("Summarise the last run"), said("The last run had two parts.")]),
      script: async function* (_request, turn) {
        await turn.wait(50);
        yield {
          type: "error",
          code: "stream.error",
          allow_retry: true,
          detail: {
            type: "ZeroDivisionError",
            message: "division by zero",
            traceback:
              'Traceback (most recent call last):\n  File "<cell 12>", line 4, in respond\n    share = done / total\nZeroDivisionError: division by zero',
          },
        } as never;
      },
      begin: (kernel) => kernel.ask("And the share of failed steps?"),
    },
    notice: { ...thread("Notices", [asked("hi"), said("Hello.")]), begin: (kernel) => kernel.ask("notice") },
    progress: {
      ...thread("Tickets", [asked("hi"), said("Hello.")]),
      begin: (kernel) => kernel.ask("progress"),
    },
    steps: {
      ...thread("Release notes", [asked("hi"), said("Hello.")]),
      begin: (kernel) => kernel.ask("steps"),
    },
    waiting: {
      ...thread("Waiting", [asked("hi"), said("Hello.")]),
      script: async function* (_request, turn) {
        await turn.wait(60_000);
        yield* turn.say("At last.");
      },
      begin: (kernel) => kernel.ask("Are you there?"),
    },
    history: {
      threads: history.toReversed(),
      thread: "thr_10",
      options: { history: { search: true } },
      begin: (kernel) => setTimeout(() => kernel.ui("show_history"), 50),
    },
    locked: thread("Locked", [asked("hi"), said("Hello.")], {
      type: "locked",
      reason: "An agent is at work here.",
    }),
    closed: thread("Closed", [asked("hi"), said("Hello.")], {
      type: "closed",
      reason: "This ticket is closed.",
    }),
    restarted: {
      ...thread("Before the restart", [asked("hi"), said("Hello.")]),
      begin: (kernel) => setTimeout(() => kernel.end("restarted"), 50),
    },
    busy: {
      ...thread("While a cell runs", [asked("hi"), said("Hello.")]),
      begin: (kernel) =>
        setTimeout(() => {
          kernel.busy = true;
        }, 50),
    },
    loading: {
      begin: (kernel) => {
        kernel.busy = true;
      },
    },
    long: thread("Five hundred messages", many),
    ...Object.fromEntries([
      ...attachmentScenes,
      ...toolScenes,
      ...searchScenes,
      ...formScenes,
      ...galleryPages(),
    ]),
  }),
);
