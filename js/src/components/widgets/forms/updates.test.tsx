/** What people have typed, where the caret is and what is open outlasts the updates of a widget. */
import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { Session } from "../../../state/session";
import { applyUpdate } from "../../../state/update";
import { memoryKernel } from "../../../testing/kernel/kernel";
import { Random } from "../../../testing/random";
import { clear } from "../../fixture";
import { drawWidget, form } from "./fixture";

afterEach(clear);

const input = (name: string, props: object = {}) => ({ type: "Input", name, ...props });
const card = (...children: object[]) => ({ type: "Card", children });
const OPTIONS = [
  { value: "a", label: "A" },
  { value: "b", label: "B" },
];

it.each([
  ["another text before it", (field: object) => card({ type: "Text", value: "new" }, field)],
  ["other fields around it", (field: object) => card(input("x"), field, input("y"))],
  ["a row around it", (field: object) => card({ type: "Row", children: [field] })],
  ["another form around it", (field: object) => form([field])],
  ["another root", (field: object) => ({ type: "Basic", children: [field] })],
])("keeps what was typed, and the caret, with %s", async (_, next) => {
  const field = () => input("mail", { placeholder: "Mail" });
  const view = drawWidget(card(field()));
  view.write("Input:mail", "ada@example");
  view.field("Input:mail").focus();
  view.field("Input:mail").setSelectionRange(2, 5);
  view.show(next(field()));
  await waitFor(() => expect(document.activeElement).toBe(view.field("Input:mail")));
  const { value, selectionStart, selectionEnd } = view.field("Input:mail");
  expect([value, selectionStart, selectionEnd]).toEqual(["ada@example", 2, 5]);
});

it.each([
  ["its name", input("other", { defaultValue: "d" }), "Input:other", "d"],
  ["its type", { type: "Textarea", name: "a", defaultValue: "d" }, "Textarea:a", "d"],
  ["its key", input("a", { key: "2", defaultValue: "d" }), "Input:a", "typed"],
  ["its default, which is the server's word", input("a", { defaultValue: "new" }), "Input:a", "new"],
])("takes a field that changes %s for what it is", async (_, next, key, expected) => {
  const view = drawWidget(card(input("a", { defaultValue: "d" })));
  view.write("Input:a", "typed");
  view.show(card(next));
  await waitFor(() => expect(view.field(key).value).toBe(expected));
});

it("tells rows apart by their keys, however they are sorted", async () => {
  const row = (key: string) => ({ type: "ListViewItem", key, children: [input("title")] });
  const list = (...keys: string[]) => ({ type: "ListView", children: keys.map(row) });
  const view = drawWidget(list("a", "b"));
  view.write("a/Input:title", "first");
  view.write("b/Input:title", "second");
  view.show(list("b", "c", "a"));
  await waitFor(() => expect(view.field("c/Input:title").value).toBe(""));
  expect([view.field("a/Input:title").value, view.field("b/Input:title").value]).toEqual(["first", "second"]);
});

it("keeps a list open while text streams beside it", async () => {
  const root = (value: string) =>
    card({ type: "Text", id: "t", value }, { type: "Select", name: "s", options: OPTIONS });
  const view = drawWidget(root("One"));
  fireEvent.click(view.field("Select:s"));
  const option = await view.findByRole("option", { name: "B" });
  view.show(root("One two"));
  await view.findByText("One two");
  expect(view.getByRole("option", { name: "B" })).toBe(option);
});

it("shows what is typed in every view of the session, and keeps it when one is drawn anew", async () => {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  const widget = card(input("a"), { type: "Checkbox", name: "b", label: "B" });
  const [one, two] = [drawWidget(widget, session), drawWidget(widget, session)];
  one.write("Input:a", "typed");
  fireEvent.click(one.field("Checkbox:b"));
  await waitFor(() =>
    expect([two.field("Input:a").value, two.field("Checkbox:b").checked]).toEqual(["typed", true]),
  );
  const three = drawWidget(widget, session);
  expect([three.field("Input:a").value, three.field("Checkbox:b").checked]).toEqual(["typed", true]);
});

/** A tree of fields, each known by its name, between boxes that come and go. */
class Garden {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  grow(names: readonly string[], depth = 0): object[] {
    const random = this.#random;
    if (names.length === 0) return this.#noise(depth);
    if (depth > 3 || random.chance(0.4)) {
      return names.flatMap((name) => [...this.#noise(depth), this.#field(name)]);
    }
    const cut = random.between(0, names.length);
    const type = random.pick(["Row", "Col", "Box", "Basic"]);
    return [
      ...this.#noise(depth),
      { type, children: this.grow(names.slice(0, cut), depth + 1) },
      ...this.grow(names.slice(cut), depth + 1),
    ];
  }

  #noise(depth: number): object[] {
    const random = this.#random;
    if (depth > 4 || random.chance(0.6)) return [];
    const kinds = [
      { type: "Text", value: "noise" },
      { type: "Divider" },
      { type: "Gauge" },
      { type: "Spacer" },
    ];
    return random.times(0, 2, () => random.pick<object>(kinds));
  }

  #field(name: string): object {
    const kind = KINDS.get(name.charAt(0)) ?? {};
    return { name, ...kind };
  }
}

const KINDS = new Map<string, object>([
  ["i", { type: "Input" }],
  ["t", { type: "Textarea", rows: 2 }],
  ["s", { type: "Select", options: OPTIONS }],
  ["c", { type: "Checkbox", label: "C" }],
  ["r", { type: "RadioGroup", options: OPTIONS }],
  ["d", { type: "DatePicker" }],
]);

/** The DOM of a widget without what tells one drawing from another. */
function markup(root: HTMLElement): string {
  return root.innerHTML.replaceAll(/ (?:id|for|name|aria-labelledby|aria-describedby)="[^"]*"/g, "");
}

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "keeps the state of the fields that survive a walk of updates, and draws as if it began there: %i",
  async (seed) => {
    const random = new Random(seed);
    const garden = new Garden(random);
    const all = ["i1", "i2", "t1", "s1", "c1", "r1", "d1", "i3"];
    const view = drawWidget(card(...garden.grow(all)));
    const typed = new Map<string, string>();
    for (let step = 0; step < 12; step += 1) {
      const names = all.filter(() => random.chance(0.75));
      view.show(card(...garden.grow(names)));
      await waitFor(() => expect(view.root.querySelectorAll("[data-field]").length).toBe(names.length));
      for (const name of names.filter((each) => each.startsWith("i"))) {
        expect(view.field(`Input:${name}`).value).toBe(typed.get(name) ?? "");
        if (!random.chance(0.4)) continue;
        typed.set(name, `${name} ${step}`);
        view.write(`Input:${name}`, `${name} ${step}`);
      }
      const focused = names.find((name) => name.startsWith("i"));
      if (focused) view.field(`Input:${focused}`).focus();
      const root = card(...garden.grow(names));
      view.show(root);
      await waitFor(() => expect(view.root.querySelectorAll("[data-field]").length).toBe(names.length));
      if (focused) expect(document.activeElement).toBe(view.field(`Input:${focused}`));
      const fresh = drawWidget(root, view.session);
      expect(markup(view.root)).toBe(markup(fresh.root));
      fresh.root.remove();
    }
  },
);

it.each([
  ["in a row", (text: object) => ({ type: "Row", children: [text] })],
  ["in a transition", (text: object) => ({ type: "Transition", children: text })],
  [
    "in a form in a list",
    (text: object) => ({ type: "Form", children: [{ type: "Col", children: [text] }] }),
  ],
])("adds streamed text %s and touches no field beside it", async (_, place) => {
  const text = { type: "Text", id: "t", value: "One", streaming: true };
  const item = (widget: object) => ({ id: "itm", type: "widget", widget }) as never;
  const root = card(place(text), input("a"));
  const view = drawWidget(root);
  view.write("Input:a", "typed");
  const field = view.field("Input:a");
  const update = {
    type: "widget.streaming_text.value_delta",
    component_id: "t",
    delta: " two",
    done: true,
  };
  const { widget } = applyUpdate(item(root), update) as unknown as { widget: object };
  view.show(widget);
  await view.findByText("One two");
  expect([view.field("Input:a"), field.value]).toEqual([field, "typed"]);
});
