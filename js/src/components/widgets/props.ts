/** Reads the props of a widget node, which may hold anything. */
import type { ActionConfig, WidgetNode } from "../../protocol/wire.gen";

export interface NodeProps {
  node: WidgetNode;
}

export function text(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

export function optionalText(value: unknown): string | undefined {
  const read = text(value);
  return read === "" ? undefined : read;
}

export function flag(value: unknown): boolean {
  return value === true;
}

export function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** `value` if it is one of `options`, else `fallback`. */
export function choice<T extends string>(value: unknown, options: readonly T[], fallback: T): T {
  return options.find((option) => option === value) ?? fallback;
}

export function isNode(value: unknown): value is WidgetNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The nodes among a node's children, which may be a list, one node or nothing. */
export function childNodes(children: unknown): WidgetNode[] {
  return (Array.isArray(children) ? children : [children]).filter(isNode);
}

export function actionOf(value: unknown): ActionConfig | undefined {
  const isAction =
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
  return isAction ? (value as ActionConfig) : undefined;
}
