/**
 * Reads the cards that ask whether a tool may be called. The kernel makes their ids, which no model and no widget can
 * choose; what such a card says can be copied by anybody, so it makes no widget an approval.
 */
import type { ThreadItem, WidgetItem, WidgetNode } from "../protocol/wire.gen";
import { escapeHidden, escapeName } from "./hidden-text";

const MARK = "_approval";
const KEY = "chatkit.approval.";

export const APPROVAL_STATES = ["open", "approved", "rejected", "unanswered"] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** One value that the tool would get; `name` is empty when the model wrote no object. */
export interface Argument {
  readonly name: string;
  readonly value: string;
}

export interface Approval {
  readonly state: ApprovalState;
  readonly agent: string;
  /** The tool's real name, without anything that looks like another letter. */
  readonly tool: string;
  /** The tool's name in words. */
  readonly title: string;
  readonly arguments: readonly Argument[];
  /** What the user said to a call that was rejected. */
  readonly reason: string;
  /** What goes back with the answer. */
  readonly payload: unknown;
}

/** Whether an item with this id can be an approval. */
export function hasApprovalId(id: string): boolean {
  return id.endsWith(MARK);
}

/** How far an approval is; `null` for an item that is not an approval, whatever it looks like. */
export function approvalStateOf(item: ThreadItem): ApprovalState | null {
  return read(item)?.state ?? null;
}

/** What an item asks for; `null` for one that is not an approval, whatever it looks like. */
export function approvalOf(item: ThreadItem): Approval | null {
  const found = read(item);
  if (found === null) return null;
  const { state, widget, agent, tool } = found;
  const [title, , ...rest] = nodesIn(widget.children);
  const { confirm } = widget as { confirm?: { action?: { payload?: unknown } } | null };
  return {
    state,
    agent: escapeHidden(textOf(agent)),
    tool: escapeName(textOf(tool)),
    title: escapeHidden(textOf(title)),
    arguments: argumentsIn(rest.filter((node) => node.key !== "reason")),
    reason: rest
      .filter((node) => node.key === "reason")
      .map((node) => escapeHidden(textOf(node), LINES))
      .join("\n"),
    payload: confirm?.action?.payload,
  };
}

function read(item: ThreadItem) {
  if (item.type !== "widget" || !hasApprovalId(item.id)) return null;
  const { widget } = item as Partial<WidgetItem>;
  const state = APPROVAL_STATES.find((each) => widget?.key === KEY + each);
  if (widget?.type !== "Card" || state === undefined) return null;
  const [, asked] = nodesIn(widget.children);
  // The words between both names are those of the kernel's language, and so is their order.
  const parts = nodesIn(asked?.children);
  const [agent, tool] = ["agent", "tool"].map((key) => parts.find((part) => part.key === key));
  return agent && tool ? { state, widget, agent, tool } : null;
}

const LINES = "\n\t";
const FENCE = /^(`{3,})\w*\n/u;

/** As many stand by themselves; a model can write a hundred thousand. */
const MOST_ARGUMENTS = 200;

function argumentsIn(nodes: readonly WidgetNode[]): Argument[] {
  const all = nodes.map(argumentOf);
  const rest = all.splice(MOST_ARGUMENTS).map(({ name, value }) => `${name}: ${value}`);
  return rest.length === 0 ? all : [...all, { name: "", value: rest.join("\n") }];
}

function argumentOf(node: WidgetNode): Argument {
  const [first, second] = nodesIn(node.children);
  if (first !== undefined && second !== undefined)
    return { name: escapeHidden(textOf(first)), value: valueIn(second) };
  return { name: "", value: valueIn(node) };
}

function valueIn(node: WidgetNode): string {
  const text = textOf(node);
  const [opening, ticks] = FENCE.exec(text) ?? [];
  const closing = `\n${ticks}`;
  const isFenced = node.type === "Markdown" && opening !== undefined && text.endsWith(closing);
  return escapeHidden(isFenced ? text.slice(opening.length, -closing.length) : text, LINES);
}

function textOf(node: WidgetNode | undefined): string {
  return typeof node?.value === "string" ? node.value : "";
}

function nodesIn(children: unknown): WidgetNode[] {
  return Array.isArray(children)
    ? children.filter((child) => typeof child === "object" && child !== null)
    : [];
}
