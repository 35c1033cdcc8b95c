/** A form and its fields, or a widget outside of its forms. */
import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import type { ActionConfig } from "../../../protocol/wire.gen";
import type { FieldValue } from "../../../state/fields";
import type { FieldProblem } from "./rules";

export interface FormField {
  readonly name: string;
  /** What has the focus when it is filled in. */
  readonly element: () => HTMLElement | null;
  readonly read: () => FieldValue;
  readonly problem: () => FieldProblem | null;
}

export class FormScope {
  readonly parent: FormScope | null;
  readonly isForm: boolean;
  /** Whether sending it failed: from then on its fields say what is wrong with them. */
  readonly checked: Signal<boolean> = signal(false);
  /** What sending it does, unless the button that sends it has an action. */
  action: ActionConfig | undefined;
  readonly #fields = new Set<FormField>();

  constructor(parent: FormScope | null, isForm: boolean) {
    this.parent = parent;
    this.isForm = isForm;
  }

  /** A field of a form is one of the form around it, too. The returned function takes it out. */
  add(field: FormField): () => void {
    this.#fields.add(field);
    const leave = this.parent?.add(field);
    return () => {
      this.#fields.delete(field);
      leave?.();
    };
  }

  values(): (readonly [string, FieldValue])[] {
    return this.#inOrder().flatMap((field) =>
      field.name === "" ? [] : [[field.name, field.read()] as const],
    );
  }

  /** Whether it can be sent; if not, its first bad field gets the focus. */
  check(): boolean {
    const bad = this.#inOrder().find((field) => field.problem() !== null);
    this.checked.value = bad !== undefined;
    bad?.element()?.focus();
    return bad === undefined;
  }

  has(name: string): boolean {
    return [...this.#fields].some((field) => field.name === name);
  }

  /** Whether this form, or one around it, could not be sent. */
  get isChecked(): boolean {
    return this.checked.value || (this.parent?.isChecked ?? false);
  }

  /** As they stand on the page: an update may have put one between the others. */
  #inOrder(): FormField[] {
    return [...this.#fields].sort((a, b) => {
      const [first, second] = [a.element(), b.element()];
      if (first === null || second === null || first === second) return 0;
      return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    });
  }
}

export const FormContext = createContext(new FormScope(null, false));
