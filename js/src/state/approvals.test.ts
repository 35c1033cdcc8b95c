import { expect, it } from "vitest";
import type { ThreadItem } from "../protocol/wire.gen";
import { askedToCall } from "../testing/asked-to-call";
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
        askedToCall("Ann", "remove_file"),
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

const TITLE = { type: "Title", value: "x" };
const ASKED = askedToCall("Ann", "remove");
const ASKED_PARTS = ASKED.children as object[];

it.each([
  ["another id", card({ id: "msg_1" })],
  ["the mark elsewhere in the id", card({ id: "msg_approval_1" })],
  ["the mark in its key", card({ id: "msg_1", key: "msg_1_approval" })],
  ["another type", card({ type: "assistant_message", content: [] })],
  ["another root", card({}, { type: "ListView" })],
  ["no key", card({}, { key: undefined })],
  ["a key of its own", card({}, { key: "chatkit.approval.toString" })],
  ["no words", card({}, { children: null })],
  ["words that name nobody", card({}, { children: [TITLE, { type: "Caption", value: "x" }] })],
  [
    "the name of an agent alone",
    card({}, { children: [TITLE, { ...ASKED, children: ASKED_PARTS.slice(0, 2) }] }),
  ],
  ["the name of a tool alone", card({}, { children: [TITLE, { ...ASKED, children: ASKED_PARTS.slice(1) }] })],
  ["no widget", card({ widget: undefined })],
])("takes a widget with %s for no approval", (_, item) => {
  expect([approvalOf(item), approvalStateOf(item)]).toEqual([null, null]);
});

const WORDS = [{ type: "Title", value: "Remove" }, askedToCall("Ann", "remove")];

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
  const children = [WORDS[0], askedToCall("", "remove")];
  expect(approvalOf(card({}, { children }))).toMatchObject({ agent: "", tool: "remove" });
});

it("reads both names in any order, and no words around them", () => {
  const [first, between, last] = askedToCall("Ann …", "remove").children as object[];
  const children = [WORDS[0], { type: "Row", children: [last, between, first, between] }];
  expect(approvalOf(card({}, { children }))).toMatchObject({ agent: "Ann …", tool: "remove" });
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
    askedToCall(words, "r\u0435move"),
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
