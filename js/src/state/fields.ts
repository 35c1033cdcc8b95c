/**
 * What was typed into the fields of widgets: all views of a session show the same, whichever field is drawn anew.
 *
 * A field is known by its item and its key in that item's widget.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** Text, whether a box is ticked, or nothing chosen. */
export type FieldValue = string | boolean | null;

/**
 * What was typed into the field of that name over which default: a server that sends another default means to change
 * the field.
 */
export interface FieldDraft {
  readonly name: string;
  readonly value: FieldValue;
  readonly base: FieldValue;
}

/** Why the kernel refused the values of a form, by the name of the field. */
export type FieldRefusals = ReadonlyMap<string, string>;

/** The code of what fails because a form was refused: its fields say why. */
export const FORM_REFUSED = "form_refused";

type Changed = (itemId: string, key: string, draft: FieldDraft) => void;

const NONE: FieldRefusals = new Map();

export class Fields {
  readonly #drafts = new Map<string, Map<string, Signal<FieldDraft | null>>>();
  readonly #refusals = new Map<string, Signal<FieldRefusals>>();
  readonly #begun = new Set<string>();
  readonly #changed: Changed;

  /** `changed` is told what is typed here, secrets apart. */
  constructor(changed: Changed = () => {}) {
    this.#changed = changed;
  }

  /** `null` while nothing was typed. */
  draft(itemId: string, key: string): ReadonlySignal<FieldDraft | null> {
    return this.#signal(itemId, key);
  }

  /** `isSecret`: it stays in the page, and is lost with it. */
  type(itemId: string, key: string, draft: FieldDraft, { isSecret = false } = {}): void {
    this.#signal(itemId, key).value = draft;
    if (!isSecret) this.#changed(itemId, key, draft);
  }

  /** Takes what was typed elsewhere, or before the page was loaded. */
  take(itemId: string, drafts: Iterable<readonly [string, FieldDraft]>): void {
    for (const [key, draft] of drafts) this.#signal(itemId, key).value = draft;
  }

  refusals(itemId: string): ReadonlySignal<FieldRefusals> {
    return this.#refusalsOf(itemId);
  }

  refuse(itemId: string, refusals: FieldRefusals): void {
    this.#refusalsOf(itemId).value = refusals;
  }

  /** The field was changed, or its form is sent anew: what was said of it is over. */
  forgive(itemId: string, name?: string): void {
    const known = this.#refusalsOf(itemId);
    const left = new Map([...known.peek()].filter(([other]) => name !== undefined && other !== name));
    if (left.size !== known.peek().size) known.value = left;
  }

  /** Whether a field appears for the first time, and not after an update of its widget. */
  begins(itemId: string, key: string): boolean {
    const name = JSON.stringify([itemId, key]);
    const isNew = !this.#begun.has(name);
    this.#begun.add(name);
    return isNew;
  }

  #signal(itemId: string, key: string): Signal<FieldDraft | null> {
    const ofItem = this.#drafts.get(itemId) ?? new Map<string, Signal<FieldDraft | null>>();
    this.#drafts.set(itemId, ofItem);
    const known = ofItem.get(key) ?? signal(null);
    ofItem.set(key, known);
    return known;
  }

  #refusalsOf(itemId: string): Signal<FieldRefusals> {
    const known = this.#refusals.get(itemId) ?? signal(NONE);
    this.#refusals.set(itemId, known);
    return known;
  }
}
