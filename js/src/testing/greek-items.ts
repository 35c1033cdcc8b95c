/** A thread whose content has no plain letter: what is left of them on its page was written by the view. */

import type { StreamEvent } from "../protocol/envelope";
import type { JsonObject } from "../protocol/guards";
import type { Attachment, ThreadItem } from "../protocol/wire.gen";
import { askedToCall } from "./asked-to-call";
import type { Script } from "./kernel/turn";

const base = { thread_id: "thr", created_at: "2026-11-20T10:00:00" };

export const asked = (text: string, attachments: readonly (Attachment | null)[] = []): JsonObject => ({
  type: "user_message",
  content: [{ type: "input_text", text }],
  attachments,
  inference_options: {},
});

export const said = (text: string, annotations: readonly JsonObject[] = []): JsonObject => ({
  type: "assistant_message",
  content: [{ type: "output_text", text, annotations }],
});

const steps = (fields: JsonObject): JsonObject => ({ type: "workflow", workflow: { tasks: [], ...fields } });
const task = (fields: JsonObject): JsonObject => ({
  type: "task",
  task: { status_indicator: "complete", ...fields },
});

const approval = (state: string, more: readonly JsonObject[] = []): JsonObject => ({
  type: "widget",
  id: `${state}_approval`,
  widget: {
    type: "Card",
    key: `chatkit.approval.${state}`,
    children: [{ type: "Title", value: "Δράση" }, askedToCall("Άννα", "7"), ...more],
  },
});

const form = (status: string, fields: JsonObject = {}): JsonObject => ({
  type: "structured_input",
  status,
  inputs: [
    {
      type: "multiple_choice",
      id: "1",
      question: "Ποιος;",
      options: [{ value: "Όλοι" }],
      multiple: false,
      ...fields,
    },
    { type: "freeform", id: "2", question: "Γιατί;", ...fields },
  ],
});

const MARKDOWN = `# Τίτλος

| 1 | 2 |
|---|---|
| α | β |

- [x] ένα
- [ ] δύο

Σημείωση[^1].

[^1]: Πηγή.

![](https://127.0.0.1/1.png) ![εικόνα](https://127.0.0.1/2.png)

\`\`\`
1 + 1
\`\`\``;

const SOURCES = [
  { source: { type: "url", title: "Πηγή", url: "https://127.0.0.1" } },
  { source: { type: "file", title: "Αρχείο", filename: "αρχείο" } },
];

const ROW = { type: "ListViewItem", children: [{ type: "Text", value: "γραμμή" }] };

function items(...fields: JsonObject[]): ThreadItem[] {
  return fields.map((item, index) => ({ ...base, id: `itm_${index}`, ...item })) as unknown as ThreadItem[];
}

/** What can be said in a thread. */
export function talk(attachments: readonly Attachment[]): ThreadItem[] {
  return items(
    asked("Ερώτηση", [...attachments, null]),
    said(MARKDOWN, SOURCES),
    said("λέξη ".repeat(40_000)),
    said(`\`\`\`\n${"1 + 1\n".repeat(8_000)}\n\`\`\``),
  );
}

/** What can be done in a thread. */
export function work(): ThreadItem[] {
  return items(
    steps({ type: "reasoning", summary: { duration: 0 } }),
    steps({ type: "reasoning", summary: { duration: 72 } }),
    steps({ type: "custom", summary: { duration: 0 } }),
    steps({ type: "custom", summary: { duration: 5 }, tasks: [{ type: "web_search" }], expanded: true }),
    ...["web_search", "thought", "file", "image"].map((type) => task({ type })),
    approval("open"),
    approval("approved"),
    approval("rejected", [{ type: "Text", key: "reason", value: "όχι" }]),
    approval("unanswered"),
    form("pending"),
    form("answered"),
    form("answered", { answer: { values: [], skipped: true } }),
    { type: "widget", widget: { type: "ListView", limit: 1, children: [ROW, ROW] } },
    { type: "generated_image", image: { id: "1", url: "data:image/png;base64,AAAA" } },
    { type: "widget", widget: null },
  );
}

/** What tools have failed with and returned. */
export function tools(): ThreadItem[] {
  const failed = { type: "custom", icon: "lucide:circle-x", status_indicator: "none" };
  const why = "```error\nόχι\n```\n\n```pytb\nπού\n```";
  const file = { type: "custom", content: "7\n\n[αρχείο](chatkit-notebook:///attachments/1)" };
  const work = (tasks: JsonObject[]) => steps({ type: "custom", tasks, expanded: true });
  return items(work([{ ...failed, content: why }, file]), work([failed, failed]));
}

/** A thread of so many questions. */
export function questions(count: number): ThreadItem[] {
  return items(...Array.from({ length: count }, (_, index) => asked(`Ερώτηση ${index}`)));
}

/** A response that says what it does, and goes on until it is stopped. */
export const working: Script = async function* (_request, turn) {
  const workflow = (type: string) => ({ type, tasks: [], summary: null });
  yield { type: "progress_update", text: "Λίγο ακόμα", icon: "search" };
  yield { type: "notice", level: "warning", message: "Προσοχή", title: "Ω" };
  yield turn.added({ type: "workflow", workflow: workflow("reasoning") });
  yield turn.added({ type: "workflow", workflow: workflow("custom") });
  yield turn.added({ type: "generated_image" });
  await turn.wait(10_000);
};

export const failing = (fields: object): Script =>
  async function* () {
    yield { type: "error", code: "stream.error", allow_retry: true, ...fields } as StreamEvent;
  };
