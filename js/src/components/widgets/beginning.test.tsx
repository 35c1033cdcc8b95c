import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

afterEach(clear);

const many = (make: (index: number) => object) => Array.from({ length: 5_000 }, (_, index) => make(index));
const word = (index: number) => ({ type: "Text", value: `word ${index}.` });
const row = (index: number) => ({ type: "ListViewItem", children: [word(index)] });
const cell = (index: number) => ({ type: "Table.Cell", children: [word(index)] });
const list = (props: object) => ({ type: "ListView", children: many(row), ...props });
const card = (node: object) => ({ type: "Card", children: [node] });

it.each<[string, object, number[]?]>([
  ["a box", card({ type: "Col", children: many(word) })],
  ["a list", list({})],
  ["a list that would show more", list({ limit: 3_000 }), [3_000, 4_000, 5_000]],
  [
    "a table",
    card({ type: "Table", children: many((index) => ({ type: "Table.Row", children: [cell(index)] })) }),
  ],
  ["a row of a table", card({ type: "Table.Row", children: many(cell) })],
  [
    "radio buttons",
    card({
      type: "RadioGroup",
      name: "radio",
      options: many((index) => ({ value: String(index), label: `word ${index}.` })),
    }),
  ],
])(
  "draws the beginning of %s of more than a page can draw, and more when it is asked for",
  async (_, root, then = [4_000, 5_000]) => {
    const session = new Session(memoryKernel({ script: () => [] }).connect());
    const view = draw(<WidgetView itemId="itm" root={root as unknown as WidgetRoot} />, session);
    const count = () => view.root.textContent?.match(/word \d+\./g)?.length;
    await waitFor(() => expect(count()).toBe(2_000));
    for (const next of then) {
      fireEvent.click(more(view.root) as HTMLElement);
      await waitFor(() => expect(count()).toBe(next));
    }
    expect(more(view.root)).toBeUndefined();
  },
);

function more(root: HTMLElement) {
  return [...root.querySelectorAll("button")].find(({ textContent }) => textContent === "Show more");
}
