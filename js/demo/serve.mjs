/** Serves the demo page: `node demo/serve.mjs [port]`. It rebuilds at each request. */
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const port = Number(process.argv[2] ?? 8130);

const build = await context({
  entryPoints: { demo: `${FOLDER}demo.ts`, style: `${FOLDER}../src/styles/index.css` },
  outdir: `${FOLDER}built`,
  write: false,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  sourcemap: "inline",
});
const { port: taken } = await build.serve({ servedir: FOLDER, port, host: "127.0.0.1" });
console.log(`http://127.0.0.1:${taken}/`);
