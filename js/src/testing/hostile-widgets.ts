/** Every component with hostile values in every prop, and wherever a prop holds more than one value, in each of them. */
import { type Known, leastOf } from "./components";
import { hostileValues } from "./hostile-values";

export interface HostileWidget {
  /** The component and where in it the values are, such as `Box.border.color`. */
  readonly place: string;
  /** The words of a neighbour before and of one behind. */
  readonly neighbours: readonly [string, string];
  readonly root: object;
}

const ROOTS: ReadonlySet<string> = new Set(["Basic", "Card", "ListView"]);

type Put = (value: unknown) => unknown;

/** The places in an example of a prop, each with what puts a value there. */
function placesIn(example: unknown, path: string): [string, Put][] {
  const whole: [string, Put] = [path, (value) => value];
  if (Array.isArray(example)) {
    if (typeof example[0] !== "object" || example[0] === null) return [whole];
    const inner = placesIn(example[0], `${path}[0]`);
    return [whole, ...inner.map(([place, put]): [string, Put] => [place, (value) => [put(value)]])];
  }
  if (typeof example !== "object" || example === null) return [whole];
  const entries = Object.entries(example).flatMap(([name, held]) =>
    placesIn(held, `${path}.${name}`).map(([place, put]): [string, Put] => [
      place,
      (value) => ({ ...example, [name]: put(value) }),
    ]),
  );
  return [whole, ...entries];
}

function placesOf(known: Known): [string, (value: unknown) => object][] {
  const least = leastOf(known);
  const places = [...known.props].flatMap(([name, made]) => {
    const telling = new Map<string, unknown>(Object.entries(least)).get(name);
    const examples = [telling, ...made].filter((each) => each !== undefined);
    const found = new Map(
      (examples.length === 0 ? [null] : examples).flatMap((example) =>
        placesIn(example, `${known.type}.${name}`),
      ),
    );
    return [...found].map(([place, put]): [string, (value: unknown) => object] => [
      place,
      (value) => ({ ...least, [name]: put(value) }),
    ]);
  });
  return [...places, [`${known.type} as an element`, (value) => ({ ...least, ...meantForPages(value) })]];
}

/** Props that mean something to a page or to the library that draws, and nothing in a widget. */
function meantForPages(value: unknown): object {
  return {
    class: value,
    dangerouslySetInnerHTML: { __html: value },
    href: value,
    key: value,
    onClick: value,
    onError: value,
    props: { children: value },
    ref: value,
    srcdoc: value,
    style: value,
  };
}

function inRoot(node: object & { type?: string }, type: string): object {
  if (ROOTS.has(type)) return { type: "Basic", children: [node] };
  if (type === "ListViewItem") return { type: "ListView", children: [node] };
  if (type === "Table.Cell") return { type: "Table.Row", children: [node] };
  return node;
}

/** For each place in a component a widget that has a node for each value, or for some of each kind. */
export function hostileWidgets(known: Known, { isWhole = false } = {}): HostileWidget[] {
  return placesOf(known).map(([place, made], index) => {
    const neighbours = [`before ${known.type} ${index}.`, `behind ${known.type} ${index}.`] as const;
    const [before, behind] = neighbours.map((value) => ({ type: "Text", value }));
    const values = hostileValues(isWhole ? "all" : index);
    const nodes = values.map((value) => inRoot(made(value), known.type));
    return { place, neighbours, root: { type: "Card", children: [before, ...nodes, behind] } };
  });
}

function longTexts(long: string): object[] {
  const options = [{ value: "a", label: long, description: long }];
  return [
    ...["Text", "Title", "Caption", "Markdown"].map((type) => ({ type, value: long })),
    { type: "Badge", label: long },
    { type: "Button", label: long },
    { type: "Checkbox", name: long, label: long },
    { type: "Select", name: "select", options, defaultValue: "a" },
    { type: "Input", name: "input", placeholder: long },
    { type: "Textarea", name: "text", defaultValue: long },
    {
      type: "Chart",
      data: [{ x: long, y: 1 }],
      xAxis: "x",
      series: [{ type: "bar", dataKey: "y", label: long }],
    },
    { type: "Image", src: "data:image/png;base64,AAAA", alt: long },
  ];
}

/** Widgets of more than anybody would look at. */
export function largeWidgets(): HostileWidget[] {
  const many = (make: (index: number) => object) => Array.from({ length: 10_000 }, (_, index) => make(index));
  const word = (index: number) => ({ type: "Text", value: `word ${index}` });
  const option = (index: number) => ({ value: String(index), label: `option ${index}` });
  let deep: object = word(0);
  for (let depth = 0; depth < 50; depth += 1)
    deep = { type: "Row", gap: 100, padding: 100, children: [deep] };
  const shapes = {
    children: { type: "Col", children: many(word) },
    rows: {
      type: "ListView",
      children: many((index) => ({ type: "ListViewItem", children: [word(index)] })),
    },
    cells: {
      type: "Table",
      children: many((index) => ({
        type: "Table.Row",
        children: [{ type: "Table.Cell", children: [word(index)] }],
      })),
    },
    wide: { type: "Table.Row", children: many((index) => ({ type: "Table.Cell", children: [word(index)] })) },
    radio: { type: "RadioGroup", name: "radio", options: many(option) },
    select: { type: "Select", name: "select", options: many(option) },
    fields: { type: "Form", children: many((index) => ({ type: "Input", name: `field ${index}` })) },
    heights: { type: "Col", children: many(() => ({ type: "Box", height: 1e9, background: "red" })) },
    deep,
    letters: { type: "Col", children: longTexts("W ".repeat(50_000)) },
  };
  return Object.entries(shapes).map(([place, node]) => {
    const neighbours = [`before ${place}.`, `behind ${place}.`] as const;
    const [before, behind] = neighbours.map((value) => ({ type: "Text", value }));
    return { place, neighbours, root: { type: "Card", children: [before, node, behind] } };
  });
}
