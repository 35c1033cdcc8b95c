/** Random trees of widget nodes, whose texts must be seen unless the node that holds them can't be shown. */
import type { JsonObject } from "../protocol/guards";
import type { CountedWords } from "./counted-words";
import { INHERITED_NAMES } from "./inherited-names";
import { nastyObject, nastyValue, TEXTS } from "./nasty";
import type { Random } from "./random";

const CONTAINERS = [
  "Card",
  "Basic",
  "Box",
  "Row",
  "Col",
  "Form",
  "ListView",
  "ListViewItem",
  "Table",
  "Table.Row",
  "Table.Cell",
  "Transition",
];
const LEAVES = [
  "Text",
  "Title",
  "Caption",
  "Markdown",
  "Badge",
  "Button",
  "Icon",
  "Image",
  "Divider",
  "Spacer",
  "Input",
  "Textarea",
  "Select",
  "DatePicker",
  "Checkbox",
  "RadioGroup",
  "Label",
  "Chart",
];
const SAYING: ReadonlySet<string> = new Set(["Text", "Title", "Caption", "Markdown", "Badge", "Button"]);
const PROPS = [
  "id",
  "key",
  "size",
  "color",
  "background",
  "border",
  "radius",
  "padding",
  "margin",
  "align",
  "justify",
  "gap",
  "width",
  "height",
  "flex",
  "weight",
  "theme",
  "status",
  "confirm",
  "cancel",
  "style",
  "variant",
  "iconStart",
  "src",
  "alt",
  "name",
  "limit",
  "onClickAction",
  "onChangeAction",
  "onSubmitAction",
  "asForm",
  "submit",
  "options",
  "defaultValue",
  "defaultChecked",
  "inputType",
  "pattern",
  "placeholder",
  "required",
  "min",
  "max",
  "rows",
  "autoResize",
  "autoFocus",
  "editable",
  "fieldName",
  "data",
  "series",
  "xAxis",
  "header",
  "colSpan",
  "maxLines",
  "dangerouslySetInnerHTML",
  "ref",
  "__k",
  "class",
  "onClick",
];

export class WidgetGrammar {
  readonly #random: Random;
  readonly #words: CountedWords;

  constructor(random: Random, words: CountedWords) {
    this.#random = random;
    this.#words = words;
  }

  root(): unknown {
    return this.#random.chance(0.05) ? nastyValue(this.#random) : this.#node(0);
  }

  #node(depth: number): JsonObject {
    const random = this.#random;
    const isLeaf = depth > 5 || random.chance(0.4);
    const type = random.chance(0.07)
      ? random.pick(["Gauge", ...INHERITED_NAMES])
      : random.pick(isLeaf ? LEAVES : CONTAINERS);
    const props = Object.fromEntries(random.times(0, 5, () => [random.pick(PROPS), this.#prop()]));
    const children = isLeaf ? {} : { children: this.#children(depth + 1) };
    const own = { type, ...this.#texts(type), ...children };
    return random.chance(0.1) ? { ...nastyObject(random), ...props, ...own } : { ...props, ...own };
  }

  #children(depth: number): unknown {
    const random = this.#random;
    const nodes = random.times(0, 4, () => (random.chance(0.05) ? nastyValue(random) : this.#node(depth)));
    return nodes.length === 1 && random.chance(0.5) ? nodes[0] : nodes;
  }

  #texts(type: string): JsonObject {
    const random = this.#random;
    if (random.chance(0.15)) return { value: nastyValue(random), label: nastyValue(random) };
    const word = SAYING.has(type) ? this.#words.next() : "unseen";
    return { value: `${word} ${random.pick(INHERITED_NAMES)}`, label: `${word} ${random.pick(TEXTS)}` };
  }

  #prop(): unknown {
    const random = this.#random;
    return random.chance(0.5) ? random.pick(TEXTS) : nastyValue(random);
  }
}
