/** What all fields share: their value, their rules, what they say is wrong, and their names for everybody. */
import type { ComponentChildren } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import type { ActionConfig, WidgetNode } from "../../../protocol/wire.gen";
import type { FieldValue } from "../../../state/fields";
import { brief } from "../../prose/brief";
import { useView } from "../../view";
import { useActions } from "../actions";
import { actionOf, flag } from "../props";
import { WidgetContext } from "./context";
import { fieldNameOf } from "./keys";
import { type FieldProblem, problemOf, type Rules } from "./rules";
import { FormContext } from "./scope";

interface FieldOptions<V extends FieldValue> {
  readonly initial: V;
  readonly rules?: Rules;
  /** The type of its input. */
  readonly type?: string;
  /** What names it if it has no label; its own name at the least. */
  readonly label?: string | undefined;
}

export interface Field<V extends FieldValue> {
  readonly name: string;
  readonly key: string;
  readonly value: V;
  /** Nothing may be changed: it is disabled, or its action has to wait. */
  readonly isBlocked: boolean;
  readonly isDisabled: boolean;
  /** What is wrong, in words. */
  readonly problem: string | null;
  /** Whether the kernel says so: nobody looks at the field then. */
  readonly isRefused: boolean;
  /** What has the focus when it is filled in, once it is drawn; its attributes. */
  readonly element: () => HTMLElement | null;
  readonly attributes: Attributes;
  /** Takes a new value, and runs the field's action. */
  readonly change: (value: V) => void;
}

interface Attributes {
  readonly id: string;
  readonly "data-field": string;
  readonly ref: (element: HTMLElement | null) => void;
  readonly "aria-label": string | undefined;
  readonly "aria-invalid": boolean | undefined;
  readonly "aria-describedby": string | undefined;
  readonly "aria-required": boolean | undefined;
}

export function useField<V extends FieldValue>(
  node: WidgetNode,
  { initial, rules = {}, type, label }: FieldOptions<V>,
): Field<V> {
  const { fields } = useView().conversation;
  const { itemId, id: widgetId, keys } = useContext(WidgetContext);
  const scope = useContext(FormContext);
  const actions = useActions();
  const element = useRef<HTMLElement | null>(null);

  const name = fieldNameOf(node) ?? "";
  const key = keys.keyOf(node);
  const id = fieldId(widgetId, key);
  const draft = fields.draft(itemId, key).value;
  const isOwn = draft !== null && draft.base === initial && isAlike(draft.value, initial);
  const value = isOwn ? (draft.value as V) : initial;
  const action = actionOf(node.onChangeAction);
  const isDisabled = flag(node.disabled);
  const isBlocked = isDisabled || (action !== undefined && actions.waits(action));

  // What the form asks for later is what the field holds then: also what was typed since it was drawn.
  const latest = useRef({ value, rules, type, isDisabled });
  latest.current = { value, rules, type, isDisabled };
  const problemNow = (): FieldProblem | null => {
    const { value: held, rules: given, type: kind, isDisabled: isOff } = latest.current;
    if (isOff) return null;
    const validity = element.current instanceof HTMLInputElement ? element.current.validity : undefined;
    return problemOf(held, given, { validity, type: kind });
  };
  useLayoutEffect(
    () =>
      scope.add({
        name,
        element: () => element.current,
        read: () => latest.current.value,
        problem: problemNow,
      }),
    [scope, name],
  );

  const [own, setOwn] = useState<FieldProblem | null>(null);
  const isChecked = scope.isChecked;
  // The browser judges what stands in the field, so the field is drawn first.
  useLayoutEffect(() => setOwn(isChecked ? problemNow() : null));

  const refusal = fields.refusals(itemId).value.get(name);
  const problem = own === null ? (refusal ?? null) : words.fieldProblems[own];
  const change = (next: V) => {
    if (isBlocked) return;
    latest.current = { ...latest.current, value: next };
    fields.type(itemId, key, { name, value: next, base: initial }, { isSecret: type === "password" });
    fields.forgive(itemId, name);
    if (action !== undefined) runChange(action, next);
  };
  const runChange = (given: ActionConfig, next: V) =>
    actions.run(given, key, "none", scope.isForm ? undefined : [[name, next]]);
  return {
    name,
    key,
    value,
    isBlocked,
    isDisabled,
    problem,
    isRefused: own === null && refusal !== undefined,
    change,
    element: () => element.current,
    attributes: {
      id,
      "data-field": key,
      ref: (given) => {
        element.current = given;
      },
      "aria-label": keys.isLabelled(key) ? undefined : brief(label ?? name),
      "aria-invalid": problem === null ? undefined : true,
      "aria-describedby": problem === null ? undefined : problemId(id),
      "aria-required": rules.required === true ? true : undefined,
    },
  };
}

/** The place of a field that may say under itself what is wrong. */
export function FieldFrame({
  field,
  isWide = true,
  children,
}: {
  field: Pick<Field<never>, "attributes" | "isRefused" | "problem">;
  isWide?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div class={isWide ? "w-field is-wide" : "w-field"}>
      {children}
      {field.problem !== null && (
        <p
          class="w-problem"
          id={problemId(field.attributes.id)}
          role={field.isRefused ? "alert" : undefined}
          dir="auto"
        >
          {field.problem}
        </p>
      )}
    </div>
  );
}

export function fieldId(widgetId: string, key: string): string {
  // Whatever a field is called: half a character has no place in a URI.
  const name = key.replace(/[^a-z\d-]/gi, (character) => `_${character.charCodeAt(0).toString(36)}`);
  return `${widgetId}-${name}`;
}

export function labelId(id: string): string {
  return `${id}-label`;
}

function problemId(id: string): string {
  return `${id}-problem`;
}

/** What was typed elsewhere may come from a widget of another kind. */
function isAlike(value: FieldValue, initial: FieldValue): boolean {
  return value === null || initial === null || typeof value === typeof initial;
}
