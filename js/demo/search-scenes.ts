/** The search in the history: found, not found, on its way. */
import type { ThreadItem } from "../src/protocol/wire.gen";
import type { MemoryKernel } from "../src/testing/kernel/kernel";
import type { Scene } from "./scenes";

const DAY_MS = 86_400_000;
const NOW = Date.now();
let count = 0;

type Line = readonly ["user" | "assistant", string];

function chat(id: string, title: string | null, days: number, lines: readonly Line[]) {
  const created_at = new Date(NOW - days * DAY_MS).toISOString();
  const items = lines.map(([who, text], index) => {
    count += 1;
    const base = {
      id: `found_${count}`,
      thread_id: id,
      created_at: new Date(NOW - days * DAY_MS + index * 1_000).toISOString(),
    };
    const fields =
      who === "user"
        ? {
            type: "user_message",
            content: [{ type: "input_text", text }],
            attachments: [],
            inference_options: {},
          }
        : { type: "assistant_message", content: [{ type: "output_text", text, annotations: [] }] };
    return { ...base, ...fields } as unknown as ThreadItem;
  });
  return { info: { id, created_at, ...(title === null ? {} : { title }) }, items };
}

const LONG_ANSWER = Array.from(
  { length: 12 },
  (_, index) => `Paragraph ${index + 1} of a long answer about trains, boats and what lies between them.`,
).join("\n\n");

const chats = [
  chat("thr_he", "לוח הזמנים של הרכבת", 40, [
    ["user", "מתי יוצאת הרכבת לאוסלו?"],
    ["assistant", "הרכבת יוצאת ב-**08:25** ומגיעה אחרי שבע שעות. train number 61 from Oslo."],
  ]),
  chat("thr_archive", "Archive", 21, [
    ...Array.from({ length: 70 }, (_, index): Line[] => [
      ["user", `Question ${index + 1}: which boat is next?`],
      ["assistant", index === 3 ? `${LONG_ANSWER}\n\nThe night train runs twice.` : `Boat ${index + 1}.`],
    ]).flat(),
  ]),
  chat("thr_plan", "Plan a train trip to Oslo", 6, [
    ["user", "Plan a train trip to Oslo"],
    [
      "assistant",
      "Take the **night train** from Copenhagen. It leaves at `22:41`, and the [timetable](https://example.com) says that the train to Bergen waits for it.",
    ],
    ["user", "Is there a train back on Sunday?"],
    ["assistant", "| Train | Leaves |\n|---|---|\n| train 61 | 08:25 |\n| train 63 | 14:05 |"],
    ["user", "Train tickets for two, please."],
    ["assistant", "Two train tickets cost about 90 euros. Should I look for a sleeper?"],
  ]),
  chat(
    "thr_model",
    "Why the export drops time zones, and how long a model should train before it is worth a look",
    2,
    [
      ["user", "How long should it train?"],
      [
        "assistant",
        "Until the loss on held-out data stops falling: with `for epoch in range(2**3): train(model)` you see it after eight epochs. Do not train longer, it learns the noise by heart.",
      ],
    ],
  ),
  chat("thr_open", "Open tickets", 0.1, [
    ["user", "Which tickets are open?"],
    ["assistant", "Three: the export, the *training* data, and the retraining of the old model."],
  ]),
];

const options = { history: { search: true } };

/** Opens the history and types. */
function typing(text: string) {
  return (kernel: MemoryKernel, host: HTMLElement) => {
    setTimeout(() => kernel.ui("show_history"), 50);
    setTimeout(() => {
      const field = host.shadowRoot?.querySelector<HTMLInputElement>("input[type=search]");
      if (!field) return;
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, 200);
  };
}

const scene: Scene = { options, threads: chats, thread: "thr_open" };

export const searchScenes: ReadonlyMap<string, Scene> = new Map<string, Scene>(
  Object.entries<Scene>({
    search: { ...scene, begin: typing("train") },
    "search-nothing": { ...scene, begin: typing("submarine") },
    "search-waiting": {
      ...scene,
      begin: (kernel, host) => {
        typing("train")(kernel, host);
        kernel.loses = (message) => message.type === "reply" && JSON.stringify(message).includes("excerpt");
      },
    },
    "search-many": {
      ...scene,
      threads: [
        ...chats,
        ...Array.from({ length: 60 }, (_, index) =>
          chat(`thr_many_${index}`, `Timetable ${index + 1}`, 0.2 + index / 10, [
            ["user", `When does train ${index + 1} leave?`],
            ["assistant", `Train ${index + 1} leaves at noon, and the train after it at one.`],
          ]),
        ).reverse(),
      ],
      begin: typing("train"),
    },
  }),
);
