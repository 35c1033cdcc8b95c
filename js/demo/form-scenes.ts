/** Widgets to fill in. */
import type { WidgetRoot } from "../src/protocol/wire.gen";
import {
  bareWidget,
  chosenFields,
  crampedRows,
  eventForm,
  quiz,
  taskCard,
  todoList,
  typedFields,
} from "./field-widgets";
import type { Scene } from "./scenes";

function scene(...widgets: readonly WidgetRoot[]): Scene {
  const items = widgets.map((widget, index) => ({
    type: "widget",
    id: `wid_${index}`,
    thread_id: "thr_1",
    created_at: new Date(0).toISOString(),
    widget,
  }));
  return { thread: "thr_1", threads: [{ info: { id: "thr_1", title: "Forms" }, items: items as never }] };
}

/** Answers each action with a pause, so that it is seen to run. */
const slow: Scene["script"] = async function* (_request, turn) {
  await turn.wait(60_000);
  yield* turn.say("Saved.");
};

export const formScenes: [string, Scene][] = [
  ["form", scene(eventForm)],
  ["formrunning", { ...scene(eventForm), script: slow }],
  ["tasks", scene(todoList, taskCard, quiz)],
  ["typed", scene(typedFields)],
  ["chosen", scene(chosenFields)],
  ["barewidget", scene(bareWidget)],
  ["cramped", scene(crampedRows)],
];
