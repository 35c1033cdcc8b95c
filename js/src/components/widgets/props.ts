/** Reads the props of a widget node, which may hold anything. */
import { isObject } from "../../protocol/guards";
import { asText } from "../../protocol/shape";
import type { ActionConfig, WidgetNode } from "../../protocol/wire.gen";
import { brief } from "../prose/brief";

export interface NodeProps {
  node: WidgetNode;
}

/** @throws {TypeError} for a list or an object. */
export function text(value: unknown): string {
  return asText(value, "text");
}

/** A text without which the node is still worth drawing. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The same for what stands on a line. */
export function briefText(value: unknown): string | undefined {
  const given = optionalText(value);
  return given === undefined ? undefined : brief(given);
}

export function flag(value: unknown): boolean {
  return value === true;
}

export function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** `value` if it is one of `options`, else `fallback`. */
export function oneOf<T extends string>(value: unknown, options: readonly T[], fallback: T): T {
  return options.find((option) => option === value) ?? fallback;
}

/** The name that a node has in its widget, if it has one. */
export function nameOf({ key, id }: WidgetNode): string | number | undefined {
  return [key, id].find((name) => typeof name === "string" || typeof name === "number");
}

export function isNode(value: unknown): value is WidgetNode {
  return isObject(value) && typeof value.type === "string";
}

/** What a node holds, which may be a list, one node or nothing. */
export function childrenOf(children: unknown): unknown[] {
  return (Array.isArray(children) ? children : [children]).filter(
    (child) => child !== undefined && child !== null && typeof child !== "boolean",
  );
}

export function actionOf(value: unknown): ActionConfig | undefined {
  const isAction = isObject(value) && typeof value.type === "string";
  return isAction ? (value as unknown as ActionConfig) : undefined;
}

/** The scheme that a root asks for, whatever that of the chat is. */
export function schemeOf(node: WidgetNode): "light" | "dark" | undefined {
  return node.theme === "light" || node.theme === "dark" ? node.theme : undefined;
}
