/** What tools returned, and what they failed with. */
import type { ThreadItem } from "../src/protocol/wire.gen";
import { drawPicture } from "./files";
import type { Scene } from "./scenes";

const FENCE = "```";
const code = (language: string, text: string) => `${FENCE}${language}\n${text}\n${FENCE}`;
const at = (name: string) => `chatkit-notebook:///attachments/${encodeURIComponent(`atc_${name}`)}`;

const TRACEBACK = `Traceback (most recent call last):
  File "/tmp/ipykernel_4711/1380.py", line 7, in load_prices
    return frame.loc[region].to_dict()
           ~~~~~~~~~^^^^^^^^
  File "site-packages/pandas/core/indexing.py", line 1195, in __getitem__
    return self._getitem_axis(maybe_callable, axis=axis)
KeyError: 'Nordwest'`;

const step = (title: string, content: string, more: object = {}) => ({
  type: "custom",
  title,
  icon: "lucide:wrench",
  status_indicator: "complete",
  content,
  ...more,
});

const failed = { icon: "lucide:circle-x", status_indicator: "none" };

const workflow = (id: string, seconds: number, ...tasks: object[]) =>
  ({
    id,
    thread_id: "thr_1",
    created_at: new Date(Date.now() - 60_000).toISOString(),
    type: "workflow",
    workflow: { type: "custom", expanded: true, summary: { duration: seconds }, tasks },
  }) as unknown as ThreadItem;

const said = (id: string, text: string) =>
  ({
    id,
    thread_id: "thr_1",
    created_at: new Date(Date.now() - 50_000).toISOString(),
    type: "assistant_message",
    content: [{ type: "output_text", text, annotations: [] }],
  }) as unknown as ThreadItem;

function scene(...items: ThreadItem[]): Scene {
  return {
    options: { height: 900 },
    thread: "thr_1",
    threads: [{ info: { id: "thr_1", title: "Prices by region" }, items }],
    begin({ attachments }) {
      attachments.add("atc_prices.png", "prices.png", "image/png", drawPicture(1200, 800, 240));
      attachments.add("atc_map.png", "map.png", "image/png", drawPicture(500, 900, 130));
    },
  };
}

const given = `**Arguments**\n\n${code("json", '{\n  "region": "Nordwest"\n}')}`;

export const toolScenes: ReadonlyMap<string, Scene> = new Map<string, Scene>(
  Object.entries<Scene>({
    toolFiles: scene(
      workflow(
        "wf_1",
        4,
        step("Draw prices", `${given}\n\n**Result**\n\n![prices.png](${at("prices.png")})`),
        step(
          "Export prices",
          `**Result**\n\n${code("text", "Two files.")}\n\n![map.png](${at("map.png")})\n\n![prices.png](${at("prices.png")})\n\n[Prices by region and quarter, final version 3.csv](${at("prices.csv")})`,
        ),
      ),
      said("m1", "Prices rose in all regions but one."),
    ),
    toolFailed: scene(
      workflow(
        "wf_1",
        3,
        step("List regions", `**Result**\n\n${code("json", '["Nord", "Süd"]')}`),
        step(
          "Load prices",
          `${given}\n\n${code("error", "KeyError: 'Nordwest'")}\n\n${code("pytb", TRACEBACK)}`,
          failed,
        ),
      ),
      said("m1", "There is no region called Nordwest. Did you mean **Nord**?"),
      workflow(
        "wf_2",
        12,
        step(
          "Ask the price server for everything that it has",
          code(
            "error",
            `ConnectionError: HTTPSConnectionPool(host='prices.example', port=443): Max retries exceeded with url: /v2/regions?from=2020-01-01&to=2026-11-30&currency=EUR (Caused by NameResolutionError)`,
          ),
          failed,
        ),
        step("Load prices", code("error", "The guardrail 'careful' stopped a tool call. Not today."), failed),
      ),
      said("m2", "The price server could not be reached."),
    ),
  }),
);
