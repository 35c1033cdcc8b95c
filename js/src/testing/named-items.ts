import type { ThreadItem } from "../protocol/wire.gen";

const base = { thread_id: "thr_1", created_at: "2026-01-02T03:04:05" };

/** A thread in which everything that can have a name has this one. */
export function everythingCalled(name: string): ThreadItem[] {
  const part = {
    type: "output_text",
    text: `\`\`\`${name}\ncode\n\`\`\`\n\n[${name}] ![${name}] [x][${name}]`,
    annotations: [],
  };
  const source = { type: name, id: name, title: name, icon: name };
  const task = { type: name, title: name, icon: name, status_indicator: name };
  const node = { type: "Text", id: name, key: name, value: name, color: name, size: name, weight: name };
  const button = {
    type: "Button",
    label: name,
    iconStart: name,
    onClickAction: { type: name, handler: name },
  };
  const items = [
    {
      type: "user_message",
      content: [{ type: name, id: name, text: name }],
      inference_options: {},
      attachments: [],
    },
    { type: "assistant_message", content: [part, { ...part, annotations: [{ type: name, source }] }] },
    {
      type: "widget",
      widget: { type: "Card", size: name, theme: name, children: [node, button, { type: name }] },
    },
    {
      type: "workflow",
      workflow: { type: name, tasks: [task], summary: { title: name, icon: name }, expanded: true },
    },
    { type: "task", task },
    { type: "structured_input", status: name, inputs: [{ id: name, type: name, question: name }] },
    { type: name },
  ];
  const named = items.map((item, index) => ({
    ...base,
    id: index === 1 ? name : `${name}_${index}`,
    ...item,
  }));
  return named as unknown as ThreadItem[];
}
