/**
 * Prints hostile inputs of a chat as JSON: `node print-hostile.mjs fuzz <seed> <count>` random ones, `broken` the items
 * of wrong shapes, `names` those in which everything is called as objects are, `widgets` those with hostile values in
 * every prop.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ENTRY = `
  export { fuzzInput } from "./src/testing/fuzz";
  export { brokenItem, brokenItems } from "./src/testing/broken-items";
  export { INHERITED_NAMES } from "./src/testing/inherited-names";
  export { COMPONENTS } from "./src/testing/components";
  export { hostileWidgets, largeWidgets } from "./src/testing/hostile-widgets";
  export { everythingCalled } from "./src/testing/named-items";
`;

const { outputFiles } = await build({
  stdin: { contents: ENTRY, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const made = await import(`data:text/javascript;base64,${code}`);

const KINDS = ["markdown", "widget", "event"];
const [what, seed, count] = process.argv.slice(2);
switch (what) {
  case "fuzz":
    print(
      Array.from({ length: Number(count) }, (_, index) =>
        made.fuzzInput(Number(seed), index, KINDS[index % 3]),
      ),
    );
    break;
  case "broken":
    print([...made.brokenItems.keys()].map((name, index) => made.brokenItem(name, `broken_${index}`)));
    break;
  case "names":
    print(made.INHERITED_NAMES.flatMap((name) => made.everythingCalled(name)));
    break;
  case "widgets":
    print({
      hostile: shortened(made.COMPONENTS.map((known) => [known.type, made.hostileWidgets(known)])),
      large: made.largeWidgets(),
    });
    break;
  default:
    throw new Error(`"fuzz", "broken", "names" or "widgets" must be given, not ${JSON.stringify(what)}.`);
}

/** The same with no text of a megabyte: those that are large are large enough. */
function shortened(value) {
  const short = (_, each) => (typeof each === "string" ? each.slice(0, 1_500) : each);
  return JSON.parse(JSON.stringify(value, short));
}

function print(value) {
  console.log(JSON.stringify(value));
}
