/** What stands on one line is no longer than a reader looks at: a page takes long to lay out a line of a megabyte. */
import type { VNode } from "preact";
import { afterEach, expect, it } from "vitest";
import type { Annotation, WidgetNode } from "../protocol/wire.gen";
import { Session } from "../state/session";
import { memoryKernel } from "../testing/kernel/kernel";
import { clear, draw } from "./fixture";
import { SourceLine } from "./items/sources";
import { CodeBlock } from "./prose/code-block";
import { Progress } from "./thread/progress";
import { StartScreen } from "./thread/start-screen";
import { WidgetView } from "./widgets/widget";

afterEach(clear);

const LONG = "long".repeat(250_000);

const widget = (node: object) => <WidgetView itemId="w" root={node as WidgetNode} />;
const source = (fields: object) => (
  <SourceLine
    source={{ type: "url", url: "https://a.example", title: "", ...fields } as Annotation["source"]}
  />
);

it.each<[string, VNode]>([
  ["the language of a listing", <CodeBlock code="a" info={LONG} open={false} />],
  ["progress", <Progress text={LONG} icon={undefined} />],
  ["the title of a source", source({ title: LONG })],
  ["the origin of a source", source({ attribution: LONG })],
  ["a prompt", <StartScreen />],
  ["a badge", widget({ type: "Badge", label: LONG })],
  ["a button", widget({ type: "Button", label: LONG })],
  ["the status of a card", widget({ type: "Card", children: [], status: { text: LONG } })],
  [
    "button of a card",
    widget({ type: "Card", children: [], confirm: { label: LONG, action: { type: "a" } } }),
  ],
])("shows the beginning of a very long line only: %s", (_, node) => {
  const options = { startScreen: { prompts: [{ label: LONG, prompt: "a" }] } };
  const { root } = draw(node, new Session(memoryKernel({ script: () => [], options }).connect()));
  expect(root.textContent).toContain("longlong");
  expect(root.textContent?.length).toBeLessThan(2_000);
});
