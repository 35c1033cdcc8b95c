import { expect, it } from "vitest";
import { nextByText } from "./typeahead";

const options = ["Álgebra", "Biology", "Botany", "Chemistry", "Computing", "Old maths", "Zoology"].map(
  (label) => ({
    value: label,
    label,
    description: undefined,
    isDisabled: label.startsWith("Old"),
  }),
);
const found = (text: string, from?: string) =>
  nextByText(
    text,
    options,
    options.find(({ label }) => label === from),
  )?.label;

it.each([
  ["b", undefined, "Biology"],
  ["b", "Biology", "Botany"],
  ["b", "Botany", "Biology"],
  ["bb", "Botany", "Biology"],
  ["bo", "Biology", "Botany"],
  ["bo", "Botany", "Botany"],
  ["co", "Zoology", "Computing"],
  ["a", undefined, "Álgebra"],
  ["ALG", undefined, "Álgebra"],
  ["z", "Zoology", "Zoology"],
  ["o", undefined, undefined],
  ["x", "Botany", undefined],
])("leads from %j typed at %j", (text, from, expected) => expect(found(text, from)).toBe(expected));
