/** The choices of a list or of radio buttons. */
import { isObject } from "../../../protocol/guards";
import { asList } from "../../../protocol/shape";
import { brief } from "../../prose/brief";
import { briefText, text } from "../props";

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly isDisabled: boolean;
}

/** @throws {TypeError} for anything but a list; entries of it that are no options, or have the value of another, are left out. */
export function optionsOf(value: unknown): readonly Option[] {
  const options = new Map<string, Option>();
  for (const option of asList(value as readonly unknown[], "options").filter(isObject)) {
    const own = text(option.value);
    const label = brief(text(option.label) || own);
    const description = briefText(option.description);
    if (label === "" || options.has(own)) continue;
    options.set(own, { value: own, label, description, isDisabled: option.disabled === true });
  }
  return [...options.values()];
}

/** The value if it is that of an option, else nothing: nobody sends what can't be chosen. */
export function chosenValue(options: readonly Option[], value: unknown): string | null {
  return options.find((option) => option.value === value)?.value ?? null;
}
