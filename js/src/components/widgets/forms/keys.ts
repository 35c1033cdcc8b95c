/**
 * What the fields of a widget are known by from one state of it to the next: the named nodes they are in, their type
 * and their name, however the nodes between are arranged.
 */
import { isObject, type JsonObject } from "../../../protocol/guards";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { childrenOf, isNode, nameOf, optionalText } from "../props";

const FIELDS: ReadonlySet<string> = new Set([
  "Checkbox",
  "DatePicker",
  "Input",
  "RadioGroup",
  "Select",
  "Textarea",
]);

/** Deeper than what is drawn. */
const DEEPEST = 100;

function isField(node: WidgetNode): boolean {
  return FIELDS.has(node.type) || (node.type === "Text" && isObject(node.editable));
}

/** The name under which a field adds its value to its form. */
export function fieldNameOf(node: WidgetNode): string | undefined {
  if (FIELDS.has(node.type)) return optionalText(node.name);
  return isObject(node.editable) ? optionalText(node.editable.name) : undefined;
}

export interface FieldKeys {
  /** The fields and labels: whoever has these has the same keys. */
  readonly nodes: readonly unknown[];
  readonly keyOf: (node: WidgetNode) => string;
  /** The field that a label is for: one in the same form, else one anywhere in the widget. */
  readonly labelledBy: (label: WidgetNode) => Labelled | undefined;
  /** Whether a label of the widget is for the field. */
  readonly isLabelled: (key: string) => boolean;
}

export interface Labelled {
  readonly key: string;
  /** It is several elements, and so no label can be tied to it. */
  readonly isGroup: boolean;
}

/** Whether nodes are fields or labels or hold any: the others are passed over, unless they are new. */
const known = new WeakMap<object, boolean>();

function concernsFields(node: unknown, depth = 0): node is WidgetNode {
  if (!isObject(node)) return false;
  const before = known.get(node);
  if (before !== undefined) return before;
  const concerns =
    isNode(node) &&
    (isField(node) ||
      node.type === "Label" ||
      (depth < DEEPEST && childrenOf(node.children).some((child) => concernsFields(child, depth + 1))));
  known.set(node, concerns);
  return concerns;
}

interface Place {
  readonly names: string;
  /** The form that it is in, if any. */
  readonly form: unknown;
  readonly depth: number;
}

interface Known extends Place, Labelled {
  readonly name: string;
}

export function fieldKeys(root: unknown): FieldKeys {
  const fields = new Map<unknown, Known>();
  const labels: (Place & { readonly node: WidgetNode })[] = [];
  const taken = new Set<string>();

  const visit = (node: unknown, place: Place): void => {
    if (place.depth > DEEPEST || !concernsFields(node)) return;
    if (isField(node)) {
      const name = fieldNameOf(node) ?? "";
      const key = unique(`${place.names}${node.type}:${name}`, taken);
      fields.set(node, { ...place, name, key, isGroup: node.type === "RadioGroup" });
    }
    if (node.type === "Label") labels.push({ ...place, node });
    const own = nameOf(node);
    const within: Place = {
      names: own === undefined ? place.names : `${place.names}${own}/`,
      form: node.type === "Form" || (node as JsonObject).asForm === true ? node : place.form,
      depth: place.depth + 1,
    };
    for (const child of childrenOf(node.children)) visit(child, within);
  };
  visit(root, { names: "", form: null, depth: 0 });

  const targets = new Map<unknown, Labelled>();
  for (const { node, form } of labels) {
    const named = [...fields.values()].filter((field) => field.name === node.fieldName);
    const target = named.find((field) => field.form === form) ?? named[0];
    if (target) targets.set(node, target);
  }
  const labelled = new Set([...targets.values()].map(({ key }) => key));
  return {
    nodes: [...fields.keys(), ...labels.map(({ node }) => node)],
    keyOf: (node) => fields.get(node)?.key ?? node.type,
    labelledBy: (label) => targets.get(label),
    isLabelled: (key) => labelled.has(key),
  };
}

/** The keys of a widget's new state; those of the old one where no field has changed, as while text streams. */
export function nextKeys(old: FieldKeys | null, root: unknown): FieldKeys {
  const keys = fieldKeys(root);
  const isSame =
    old !== null &&
    old.nodes.length === keys.nodes.length &&
    old.nodes.every((node, index) => node === keys.nodes[index]);
  return isSame ? old : keys;
}

function unique(key: string, taken: Set<string>): string {
  let free = key;
  for (let count = 2; taken.has(free); count += 1) free = `${key}#${count}`;
  taken.add(free);
  return free;
}
