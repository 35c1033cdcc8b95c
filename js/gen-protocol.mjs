/**
 * Writes src/protocol/wire.gen.ts from the schema of the Python models: `node gen-wire.mjs [--check]`.
 *
 * `--check` writes nothing and fails when the file is out of date. PYTHON names the interpreter that has
 * the package; by default it is the one in ../.venv.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const TARGET = at("src/protocol/wire.gen.ts");
const VENV = ["../.venv/bin/python", "../.venv/Scripts/python.exe"].map(at).find(existsSync);
const PYTHON = process.env.PYTHON ?? VENV ?? "python3";

/** What the view reads and writes; the rest of the schema is kept only as far as these need it. */
const ROOTS = [
  "ActionConfig",
  "ChatKitReq",
  "SyncCustomActionResponse",
  "ThreadItemPage",
  "ThreadItemUpdate",
  "ThreadPage",
  "ThreadStreamEvent",
];

/**
 * A widget comes from a server that may know more, or other, components than this view: every prop is
 * `unknown` until it was looked at.
 */
const NODE = { $ref: "#/$defs/WidgetNode" };
const REPLACED = {
  WidgetNode: {
    description: "A component of a widget, with props of any kind.",
    type: "object",
    properties: {
      type: { type: "string" },
      id: { type: "string" },
      key: { type: "string" },
      children: { anyOf: [NODE, { type: "array", items: NODE }, { type: "null" }] },
    },
    required: ["type"],
    additionalProperties: true,
  },
  // Hundreds of names, and servers add to them: what draws an icon decides whether it knows it.
  IconName: { type: "string" },
};
const ALIASES = { WidgetRoot: "WidgetNode", WidgetComponent: "WidgetNode" };

function reachable(definitions) {
  const kept = new Map();
  const visit = (name) => {
    if (kept.has(name)) return;
    kept.set(name, definitions[name]);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/\$defs\/(\w+)"/g)) visit(next);
  };
  ROOTS.forEach(visit);
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The compiler names types after titles, and titles of properties would become types, too. */
function entitled(definitions) {
  const untitled = (node) => {
    if (Array.isArray(node)) return node.map(untitled);
    if (typeof node !== "object" || node === null) return node;
    const { title, default: _, ...rest } = node;
    const kept = typeof title === "string" ? rest : { ...rest, ...(title === undefined ? {} : { title }) };
    return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, untitled(value)]));
  };
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, { ...untitled(schema), title: name }]),
  );
}

/** Drops the type of the schema itself and the compiler's notes on where a definition came from. */
function tidied(text) {
  return text
    .replace(
      /\n \*\n \* This interface was referenced by `Wire`'s JSON-Schema\n \* via the `definition` "\w+"\./g,
      "",
    )
    .replace(
      /\/\*\*\n \* This interface was referenced by `Wire`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
      "",
    )
    .replace(/export interface Wire \{[^}]*\}\n/, "");
}

async function generate() {
  const output = execFileSync(PYTHON, ["-m", "chatkit_notebook.types.schema"], {
    cwd: at(".."),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const pointer = /"#\/\$defs\/(\w+)"/g;
  const aliased = output.replace(pointer, (_, name) => `"#/$defs/${ALIASES[name] ?? name}"`);
  const schema = { $defs: entitled(reachable({ ...JSON.parse(aliased).$defs, ...REPLACED })) };
  const text = await compile(schema, "Wire", {
    additionalProperties: false,
    unreachableDefinitions: true,
    bannerComment: "// Generated from the Python models by `npm run wire`. Do not edit.",
    style: { printWidth: 110 },
  });
  const aliases = Object.entries(ALIASES).map(([name, type]) => `export type ${name} = ${type};\n`);
  return tidied(text) + aliases.join("");
}

const text = await generate();
if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, text);
} else if (!existsSync(TARGET) || readFileSync(TARGET, "utf8") !== text) {
  console.error(
    "src/protocol/wire.gen.ts differs from the Python models. Run `npm run wire` and commit the result.",
  );
  process.exitCode = 1;
}
