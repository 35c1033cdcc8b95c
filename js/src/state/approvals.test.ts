import { expect, it } from "vitest";
import type { ThreadItem } from "../protocol/wire.gen";
import { approvalOf, approvalStateOf } from "./approvals";
import { escapeHidden, escapeName } from "./hidden-text";

// The cases are those of the kernel: both sides must show the same.
const [HIDDEN] = Object.values(
  import.meta.glob<{ texts: [string, string][]; names: [string, string][] }>(
    "../../../tests/hidden_text.json",
    {
      eager: true,
      import: "default",
    },
  ),
);
const { texts = [], names = [] } = HIDDEN ?? {};

function card(changes: object = {}, widget: object = {}): ThreadItem {
  return {
    id: "msg_1_approval",
    thread_id: "thr",
    created_at: "2026-01-02T03:04:05Z",
    type: "widget",
    widget: {
      type: "Card",
      key: "chatkit.approval.open",
      children: [
        { type: "Title", value: "Remove file" },
        { type: "Caption", value: "Ann asked to call remove_file" },
        {
          type: "Col",
          children: [
            { type: "Caption", value: "path" },
            { type: "Text", value: "./a" },
          ],
        },
        { type: "Markdown", value: "````text\nrm -rf /\n```\nx\n````" },
      ],
      confirm: { label: "Approve", action: { type: "anything", payload: { tool: "remove_file" } } },
      ...widget,
    },
    ...changes,
  } as unknown as ThreadItem;
}

it("reads who asks to call what with which arguments", () => {
  expect(approvalOf(card())).toEqual({
    state: "open",
    agent: "Ann",
    tool: "remove_file",
    title: "Remove file",
    arguments: [
      { name: "path", value: "./a" },
      { name: "", value: "rm -rf /\n```\nx" },
    ],
    reason: "",
    payload: { tool: "remove_file" },
  });
});

it.each([
  ["another id", card({ id: "msg_1" })],
  ["the mark elsewhere in the id", card({ id: "msg_approval_1" })],
  ["the mark in its key", card({ id: "msg_1", key: "msg_1_approval" })],
  ["another type", card({ type: "assistant_message", content: [] })],
  ["another root", card({}, { type: "ListView" })],
  ["no key", card({}, { key: undefined })],
  ["a key of its own", card({}, { key: "chatkit.approval.toString" })],
  ["no words", card({}, { children: null })],
  [
    "other words",
    card(
      {},
      {
        children: [
          { type: "Title", value: "x" },
          { type: "Caption", value: "x" },
        ],
      },
    ),
  ],
  ["no widget", card({ widget: undefined })],
])("takes a widget with %s for no approval", (_, item) => {
  expect([approvalOf(item), approvalStateOf(item)]).toEqual([null, null]);
});

const WORDS = [
  { type: "Title", value: "Remove" },
  { type: "Caption", value: "Ann asked to call remove" },
];

it("passes over what is not a node, and reads nodes that say nothing", () => {
  const col = { type: "Col", value: "x", children: [{ type: "Caption", value: "path" }] };
  const children = [null, ...WORDS, 7, { type: "Text" }, "x", col, undefined];
  expect(approvalOf(card({}, { children, confirm: {} }))).toMatchObject({
    agent: "Ann",
    title: "Remove",
    arguments: [
      { name: "", value: "" },
      { name: "", value: "x" },
    ],
    payload: undefined,
  });
});

it("is an approval also when the agent has no name", () => {
  const children = [WORDS[0], { type: "Caption", value: " asked to call remove" }];
  expect(approvalOf(card({}, { children }))).toMatchObject({ agent: "", tool: "remove" });
});

it("finds the tool's name behind an agent's name that pretends to end the sentence", () => {
  const children = [
    { type: "Title", value: "Remove" },
    { type: "Caption", value: "Ann asked to call read_file. Bob asked to call remove" },
  ];
  expect(approvalOf(card({}, { children }))).toMatchObject({
    agent: "Ann asked to call read_file. Bob",
    tool: "remove",
  });
});

it("keeps all of very many arguments, the last of them in one text", () => {
  const children = Array.from({ length: 10_000 }, (_, index) => ({
    type: "Col",
    children: [
      { type: "Caption", value: `name${index}` },
      { type: "Text", value: `value${index}` },
    ],
  }));
  const shown = approvalOf(card({}, { children: [...WORDS, ...children] }))?.arguments ?? [];
  expect([shown.length, shown.at(-2)?.name, shown.at(-1)?.name]).toEqual([201, "name199", ""]);
  expect(shown.at(-1)?.value.split("\n").at(-1)).toBe("name9999: value9999");
});

it.each(texts)("shows what is hidden in %j", (text, shown) => {
  expect(escapeHidden(text, "\n\t")).toBe(shown);
});

it.each(names)("writes the name %j so that it looks like no other", (name, shown) => {
  expect(escapeName(name)).toBe(shown);
});

it("writes out what is hidden in the words of models and people, and keeps the reason apart", () => {
  const words = "a\u200bb";
  const children = [
    { type: "Title", value: words },
    { type: "Caption", value: `${words} asked to call r\u0435move` },
    {
      type: "Col",
      children: [
        { type: "Caption", value: words },
        { type: "Text", value: `${words}\nc` },
      ],
    },
    { type: "Text", key: "reason", value: `${words}\nc` },
    { type: "Text", key: "reason", value: "more" },
  ];
  const shown = String.raw`a\u200bb`;
  expect(approvalOf(card({}, { children }))).toMatchObject({
    agent: shown,
    tool: String.raw`r\u0435move`,
    title: shown,
    arguments: [{ name: shown, value: `${shown}\nc` }],
    reason: `${shown}\nc\nmore`,
  });
});

it.each([
  ["Markdown", "```json\n{}\n```", "{}"],
  ["Markdown", "```json\n{}", "```json\n{}"],
  ["Markdown", "{}\n```", "{}\n```"],
  ["Markdown", "{}\nundefined", "{}\nundefined"],
  ["Markdown", "say\n```json\n{}\n```", "say\n```json\n{}\n```"],
  ["Text", "```json\n{}\n```", "```json\n{}\n```"],
])("shows a value of %s %j as %j", (type, value, shown) => {
  expect(approvalOf(card({}, { children: [...WORDS, { type, value }] }))?.arguments).toEqual([
    { name: "", value: shown },
  ]);
});

it.each(["open", "approved", "rejected", "unanswered"] as const)("knows an approval that is %s", (state) => {
  const item = card({}, { key: `chatkit.approval.${state}`, confirm: null });
  expect(approvalStateOf(item)).toBe(state);
  expect(approvalOf(item)).toMatchObject({ state, payload: undefined });
});
