/** What the demo's kernel answers: it looks for a word in the message. */
import type { StreamEvent } from "../src/protocol/envelope";
import type { Script, Turn } from "../src/testing/kernel/turn";
import { lesson, texts } from "./texts";
import { approvalCard, listWidget, ticketCard } from "./widgets";

type Answer = (turn: Turn) => AsyncGenerator<StreamEvent>;

async function* progress(turn: Turn): AsyncGenerator<StreamEvent> {
  yield { type: "progress_update", text: "Searching tickets...", icon: "search" };
  await turn.wait(2_000);
  yield { type: "progress_update", text: "Reading 14 tickets...", icon: "document" };
  await turn.wait(2_000);
  yield* turn.say("Fourteen tickets mention the export. Most of them are about **column names**.");
}

async function* steps(turn: Turn): AsyncGenerator<StreamEvent> {
  const id = "wf_live";
  const tasks = [
    { type: "custom", title: "Read the notebook", icon: "notebook", status_indicator: "complete" },
    {
      type: "web_search",
      title: "Search for the release notes",
      queries: ["pandas 3.1 release notes", "pandas string dtype"],
      sources: [
        { type: "url", title: "What's new in 3.1", url: "https://pandas.pydata.org", attribution: "pandas" },
      ],
      status_indicator: "complete",
    },
    {
      type: "thought",
      title: "Compare both",
      content: "The default string type changed, so `object` columns are **str** now.",
      status_indicator: "loading",
    },
  ];
  yield turn.added({ id, type: "workflow", workflow: { type: "custom", tasks: [], expanded: false } });
  for (const [index, task] of tasks.entries()) {
    await turn.wait(900);
    yield {
      type: "thread.item.updated",
      item_id: id,
      update: { type: "workflow.task.added", task_index: index, task },
    } as StreamEvent;
  }
  await turn.wait(1_500);
  const workflow = { type: "custom", tasks, summary: { duration: 12 }, expanded: false };
  yield turn.item({ id, type: "workflow", workflow });
  yield* turn.say("The columns became `str`. Nothing else changed for this notebook.");
}

const answers: ReadonlyMap<string, Answer> = new Map(
  Object.entries<Answer>({
    progress,
    steps,
    // biome-ignore lint/correctness/useYield: it fails before it says anything
    async *error(turn) {
      await turn.wait(300);
      throw new Error("The model's endpoint did not answer within 30 seconds.");
    },
    async *notice(turn) {
      yield { type: "notice", level: "info", message: "This chat is **not stored**.", title: "Temporary" };
      yield { type: "notice", level: "warning", message: "Two of five searches failed." };
      yield* turn.say("Here is what the other three found.");
    },
    async *widget(turn) {
      yield* turn.say("These are open right now.");
      yield turn.item({ type: "widget", widget: listWidget });
      yield turn.item({ type: "widget", widget: ticketCard, copy_text: "Ticket 4211" });
    },
    async *approve(turn) {
      yield turn.item({ type: "widget", widget: approvalCard });
    },
    async *long(turn) {
      yield* turn.say(lesson.repeat(4), { pace: 8, size: 12 });
    },
    /** `perf <characters> <ms between deltas> <characters a delta> <text>`: for measuring. */
    async *perf(turn) {
      const [, total = "10000", pace = "33", size = "66", kind = "lesson"] = turn.text.split(" ");
      const text = textsByName.get(kind) ?? lesson;
      const whole = text.repeat(Math.ceil(Number(total) / text.length)).slice(0, Number(total));
      yield* turn.say(whole, { pace: Number(pace), size: Number(size) });
    },
    async *slow(turn) {
      yield* turn.say(texts.prose, { pace: 120, size: 5 });
    },
  }),
);

const textsByName = new Map(Object.entries(texts));

export const answer: Script = async function* (request, turn) {
  if (request.type === "threads.custom_action") {
    await turn.wait(1_200);
    yield* turn.say("Done.");
    return;
  }
  const said = turn.text.toLowerCase();
  const special = [...answers].find(([word]) => said.includes(word))?.[1];
  await turn.wait(500);
  if (special !== undefined) yield* special(turn);
  else yield* turn.say([...textsByName].find(([word]) => said.includes(word))?.[1] ?? texts.prose);
};
