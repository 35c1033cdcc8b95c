import { expect, it } from "vitest";
import { type Reply, RequestError } from "../transport/requests";
import { Components } from "./components";

const bytes = (text: string) => new TextEncoder().encode(text);
const LOST = new RequestError({ code: "not_found", message: null, allow_retry: false });

/** Components of a kernel that answers by `answers` in turn, each the hash and the source. */
function asking(registered: unknown, ...answers: (readonly [string, string] | Error)[]) {
  const asked: string[] = [];
  const ask = async (name: string): Promise<Reply> => {
    asked.push(name);
    const answer = answers.shift() ?? LOST;
    if (answer instanceof Error) throw answer;
    const [hash, source] = answer;
    return { body: { hash }, buffers: [bytes(source), bytes("b {}")] };
  };
  const run = async (js: BufferSource) => {
    const source = new TextDecoder().decode(js);
    if (source === "wrong") throw new SyntaxError(source);
    return source;
  };
  const components = new Components(registered, ask, run);
  const load = async (name: string, hash: string) => {
    const code = await components.load(name, hash).catch((error: Error) => error.name);
    return typeof code === "string" ? code : code.exports;
  };
  return { components, load, asked };
}

it("asks for a source once, however often it is wanted, and gives its style sheet with it", async () => {
  const { components, asked } = asking({ Gauge: "h1" }, ["h1", "one"]);
  const [first, second] = await Promise.all([components.load("Gauge", "h1"), components.load("Gauge", "h1")]);
  expect(first).toEqual({ exports: "one", css: "b {}" });
  expect(second).toBe(first);
  expect(await components.load("Gauge", "h1")).toBe(first);
  expect(asked).toEqual(["Gauge"]);
});

it("asks again for what did not come, and never for what does not run", async () => {
  const { load, asked } = asking({ Gauge: "h1", Dial: "h2" }, LOST, ["h1", "one"], ["h2", "wrong"]);
  expect([await load("Gauge", "h1"), await load("Gauge", "h1")]).toEqual(["RequestError", "one"]);
  expect([await load("Dial", "h2"), await load("Dial", "h2")]).toEqual(["SyntaxError", "SyntaxError"]);
  expect(asked).toEqual(["Gauge", "Gauge", "Dial"]);
});

it("keeps nothing of what is registered no more", async () => {
  const { components, load, asked } = asking({ Gauge: "h1" }, ["h1", "one"], ["h1", "one again"]);
  await load("Gauge", "h1");
  components.take({ Gauge: "h2" });
  components.take({ Gauge: "h1" });
  expect(await load("Gauge", "h1")).toBe("one again");
  expect(asked).toHaveLength(2);
});

it("does not take the source of a later registration for that of an earlier one", async () => {
  const { load } = asking({ Gauge: "h1" }, ["h2", "two"], ["h1", "one"]);
  expect([await load("Gauge", "h1"), await load("Gauge", "h1")]).toEqual(["two", "one"]);
});

it.each([undefined, null, 3, "Gauge", ["Gauge"], { Gauge: 3 }, { Gauge: null }])(
  "what is not a list of components by their hashes is none: %j",
  (registered) => {
    const { components } = asking({ Gauge: "h1" });
    components.take(registered);
    expect(components.registered.value.size).toBe(0);
  },
);
