/** What a field must hold before its form is sent. Each rule that is broken has a code, and words in the locale. */
import type { FieldValue } from "../../../state/fields";

export type FieldProblem = "required" | "unticked" | "unchosen" | "pattern" | "email" | "url" | "number";

export interface Rules {
  readonly required?: boolean;
  readonly pattern?: string | undefined;
  /** What says that the field is empty. */
  readonly empty?: "required" | "unticked" | "unchosen";
}

type Validity = Pick<ValidityState, "badInput" | "typeMismatch">;

/** `validity` is what the browser makes of the text, `type` the type of its input. */
export function problemOf(
  value: FieldValue,
  { required = false, pattern, empty = "required" }: Rules,
  { validity, type }: { validity?: Validity | undefined; type?: string | undefined } = {},
): FieldProblem | null {
  // A browser gives no value of a number that it can't read.
  if (validity?.badInput) return "number";
  if (value === null || value === false || value === "") return required ? empty : null;
  if (validity?.typeMismatch) return type === "url" ? "url" : "email";
  const rule = pattern === undefined ? null : expressionOf(pattern);
  return rule !== null && typeof value === "string" && !rule.test(value) ? "pattern" : null;
}

/** As browsers read the attribute: the whole value must match, and one that is not an expression is no rule. */
function expressionOf(pattern: string): RegExp | null {
  for (const flags of ["v", "u"]) {
    try {
      // Before it is wrapped, so that a bracket too many does not become one of ours.
      new RegExp(pattern, flags);
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      // Older browsers know only the second flag.
    }
  }
  return null;
}
