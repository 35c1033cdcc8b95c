/**
 * Prints hostile inputs of a chat as JSON: `node print-hostile.mjs fuzz <seed> <count>` random ones, `broken` the items
 * of wrong shapes, `names` those in which everything is called as objects are.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ENTRY = `
  export { fuzzInput } from "./src/testing/fuzz";
  export { brokenItem, brokenItems } from "./src/testing/broken-items";
  export { INHERITED_NAMES } from "./src/testing/inherited-names";
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
  default:
    throw new Error(`"fuzz", "broken" or "names" must be given, not ${JSON.stringify(what)}.`);
}

function print(value) {
  console.log(JSON.stringify(value));
}
