/** Puts the values of a form into the payload of an action. */
import { isObject } from "../../../protocol/guards";
import type { FieldValue } from "../../../state/fields";

/** Deeper names than any payload needs. */
const DEEPEST = 20;

type Level = Map<string, unknown>;

export interface Filled {
  readonly payload: unknown;
  /** Names of fields whose place in the payload is taken. */
  readonly collisions: readonly string[];
}

/** `todo.title` becomes `{todo: {title: ...}}`. What the payload has already stays as it is. */
export function filled(payload: unknown, values: Iterable<readonly [string, FieldValue]>): Filled {
  const collisions: string[] = [];
  const isOpen = payload === undefined || payload === null || isObject(payload);
  const whole: Level = new Map(isObject(payload) ? Object.entries(payload) : []);
  let isEmpty = true;
  for (const [name, value] of values) {
    isEmpty = false;
    if (!isOpen || !put(whole, name, value)) collisions.push(name);
  }
  if (!isOpen || isEmpty) return { payload, collisions };
  return { payload: asObject(whole), collisions };
}

/** Whether the place was free. */
function put(whole: Level, name: string, value: FieldValue): boolean {
  const path = name.split(".", DEEPEST);
  const last = path.pop() ?? "";
  let level = whole;
  for (const part of path) {
    const known = level.get(part);
    if (known !== undefined && !(known instanceof Map) && !isObject(known)) return false;
    const next: Level = known instanceof Map ? known : new Map(isObject(known) ? Object.entries(known) : []);
    level.set(part, next);
    level = next;
  }
  if (level.has(last)) return false;
  level.set(last, value);
  return true;
}

function asObject(level: Level): object {
  return Object.fromEntries(
    [...level].map(([name, value]) => [name, value instanceof Map ? asObject(value) : value]),
  );
}
