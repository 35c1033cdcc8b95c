/** Names that every JavaScript object answers to, though nobody gave them to it. */
export const INHERITED_NAMES: readonly string[] = [
  ...new Set([
    ...[Object, Function, Array, Map, String].flatMap((owner) => Object.getOwnPropertyNames(owner.prototype)),
    "__proto__",
    "prototype",
    "constructor.prototype",
    "__proto__.polluted",
  ]),
];

/** JSON that has the name as a key of its own, as a parser makes it. */
export function objectWith(name: string, value: unknown): object {
  return JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);
}
