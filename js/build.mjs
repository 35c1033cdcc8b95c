/**
 * Builds the front end into the Python package: `node build.mjs [--watch]`.
 *
 * Writes loader.js (the widget's `_esm`), chat.js and chat.css, prints what weighs most, and fails past
 * the budget: a notebook sends these bytes uncompressed. It fails, too, on what only tests and the demo need.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const OUT = resolve(ROOT, "../chatkit_notebook/ui/static");

/** Bytes, raw: nothing on the way compresses them. */
const BUDGET = { "loader.js": 10_000, "chat.js": 900_000, "chat.css": 80_000 };

/** What is never shipped. */
const UNSHIPPED = /^(demo|src\/testing)\/|\.test\.|\/fixture\./;

const isWatching = process.argv.includes("--watch");

const shared = {
  absWorkingDir: ROOT,
  outdir: OUT,
  bundle: true,
  minify: true,
  legalComments: "none",
  format: "esm",
  target: "es2022",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"', "define.amd": "false" },
};

function report({ metafile, errors }) {
  if (errors.length > 0 || !metafile) return false;
  const unshipped = Object.keys(metafile.inputs).filter((path) => UNSHIPPED.test(path));
  for (const path of unshipped) console.log(`${path} is for tests and the demo, and must not be bundled.`);
  let isShippable = unshipped.length === 0;
  for (const [path, { bytes, inputs }] of Object.entries(metafile.outputs)) {
    const name = path.split("/").at(-1);
    const budget = BUDGET[name];
    const isFine = bytes <= budget;
    isShippable &&= isFine;
    console.log(`${name}: ${kilobytes(bytes)} of ${kilobytes(budget)}${isFine ? "" : " - OVER BUDGET"}`);
    if (name === "chat.js") printHeaviest(inputs);
  }
  return isShippable;
}

function printHeaviest(inputs) {
  const sizes = Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
  for (const [path, bytes] of sizes.sort((a, b) => b[1] - a[1]).slice(0, 10)) {
    console.log(`${kilobytes(bytes).padStart(12)}  ${path.replace("node_modules/", "")}`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

const watcher = {
  name: "report",
  setup(build) {
    build.onEnd((result) => {
      report(result);
    });
  },
};

const builds = await Promise.all(
  [{ loader: "src/loader.ts" }, { chat: "src/index.ts" }, { chat: "src/styles/index.css" }].map(
    (entryPoints) => context({ ...shared, entryPoints, plugins: isWatching ? [watcher] : [] }),
  ),
);

if (isWatching) {
  await Promise.all(builds.map((build) => build.watch()));
} else {
  const results = await Promise.all(builds.map((build) => build.rebuild()));
  await Promise.all(builds.map((build) => build.dispose()));
  if (!results.map(report).every(Boolean)) process.exitCode = 1;
}
