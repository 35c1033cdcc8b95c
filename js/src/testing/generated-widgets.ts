/** Widgets made at random from what Python's classes say of each component: all their props are of the right kind. */
import { COMPONENTS, type Known, leastOf } from "./components";
import type { Random } from "./random";

export interface Made {
  type: string;
  children?: unknown;
}

const BY_TYPE: ReadonlyMap<string, Known> = new Map(COMPONENTS.map((known) => [known.type, known]));
const ROOTS = ["Card", "ListView", "Basic"];
/** Where only certain children may be. */
const CHILD: ReadonlyMap<string, string> = new Map([
  ["ListView", "ListViewItem"],
  ["Table", "Table.Row"],
  ["Table.Row", "Table.Cell"],
]);
const PLACED: ReadonlySet<string> = new Set([...ROOTS, ...CHILD.values()]);
const ANYWHERE = COMPONENTS.map(({ type }) => type).filter((type) => !PLACED.has(type));
const CONTAINERS = ["Box", "Row", "Col", "Form", "Transition"];

export class GeneratedWidgets {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Of every shape: some are 60 deep, some 200 wide. */
  root(): Made {
    const random = this.#random;
    if (random.chance(0.01)) return this.#deep(58);
    if (random.chance(0.01)) return this.#node("Card", 1, 200);
    return this.#node(random.pick(ROOTS), 4, 4);
  }

  /** The same widget a moment later: some of its nodes have other props, some are gone, some are new. */
  changed(node: Made): Made {
    const random = this.#random;
    const { children } = node;
    const props = random.chance(0.3) ? { ...node, ...this.#props(node.type) } : node;
    if (node.type === "Transition" && random.chance(0.5))
      return { ...props, children: this.#node("Text", 0, 0) };
    if (!Array.isArray(children)) return props;
    const kept = children.filter(() => !random.chance(0.1)).map((child) => this.changed(child as Made));
    const more = random.chance(0.15) ? [this.#node(this.#childType(node.type), 1, 2)] : [];
    return { ...props, children: random.chance(0.5) ? [...kept, ...more] : [...more, ...kept] };
  }

  #deep(depth: number): Made {
    let inner = this.#node("Text", 0, 0);
    for (let level = 0; level < depth; level += 1) {
      const type = this.#random.pick(CONTAINERS);
      inner = { type, ...this.#props(type), children: type === "Transition" ? inner : [inner] };
    }
    return { type: "Card", children: [inner] };
  }

  #node(type: string, depth: number, widest: number): Made {
    const known = BY_TYPE.get(type);
    const node = { ...(known === undefined ? { type } : leastOf(known)), ...this.#props(type) };
    if (known?.props.has("children") !== true) return node;
    if (type === "Transition") return { ...node, children: depth === 0 ? null : this.#node("Text", 0, 0) };
    const count = depth === 0 ? 0 : widest === 200 ? 200 : this.#random.times(0, widest, () => 0).length;
    const children = Array.from({ length: count }, () =>
      this.#node(this.#childType(type), depth - 1, Math.min(widest, 4)),
    );
    return { ...node, children };
  }

  #childType(type: string): string {
    return CHILD.get(type) ?? this.#random.pick(ANYWHERE);
  }

  /** Some props; a name is as often new as it is that of a neighbour. */
  #props(type: string) {
    const random = this.#random;
    const props = [...(BY_TYPE.get(type)?.props ?? [])].filter(
      ([name, made]) => name !== "children" && made.length > 0 && random.chance(0.3),
    );
    const named = new Set(["id", "key", "name"]);
    return Object.fromEntries(
      props.map(([name, made]) => [
        name,
        named.has(name) ? `${name}${random.pick([1, 2, 3, 4, 5, 6, 7, 8, 9])}` : random.pick(made),
      ]),
    );
  }
}
