const OWNERS = [
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  RegExp,
  Date,
  Map,
  Set,
  Promise,
  Error,
  Symbol,
];

/** What the objects are made of that everything in the page shares; whoever changes it breaks the page. */
export function builtIn(): string {
  const owned = OWNERS.flatMap((owner) => [owner, owner.prototype]).map((object) =>
    Reflect.ownKeys(object).map((key) => [
      String(key),
      typeof Object.getOwnPropertyDescriptor(object, key)?.value,
    ]),
  );
  return JSON.stringify(owned);
}
