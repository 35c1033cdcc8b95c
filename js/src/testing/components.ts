/** The components that Python has classes for, with values that their props may have. */
import made from "./components.gen.json";

export interface Known {
  readonly type: string;
  readonly required: readonly string[];
  readonly props: ReadonlyMap<string, readonly unknown[]>;
}

export const COMPONENTS: readonly Known[] = Object.entries(made).map(([type, { required, props }]) => ({
  type,
  required,
  props: new Map(Object.entries(props)),
}));

const DATA = [1, 4, 2].map((y, index) => ({ x: `2026-01-0${index + 1}`, y, z: 3 * y }));
const SERIES = ["bar", "bar", "area", "line"].map((type) => ({ type, dataKey: "y", label: null }));

/** What examples made from types alone can't know: values that mean something together. */
const TELLING: ReadonlyMap<string, object> = new Map<string, object>([
  ["Chart", { data: DATA, series: SERIES, xAxis: "x" }],
  ["Button", { label: "Go" }],
  ["Image", { src: "data:image/png;base64,AAAA", alt: "A" }],
  ["Select", { options: [{ value: "a", label: "A" }] }],
  ["RadioGroup", { options: [{ value: "a", label: "A" }] }],
  ["Label", { fieldName: "field" }],
  ["Transition", { children: { type: "Text", value: "child" } }],
]);

/** A node with what it must have. */
export function leastOf({ type, required, props }: Known) {
  const given = required.map((name) => [name, props.get(name)?.[0]]);
  return { type, ...Object.fromEntries(given), ...TELLING.get(type) };
}
