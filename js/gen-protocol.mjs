/**
 * Writes src/protocol/*.gen.ts from what Python says of the wire, of the bridge's messages and of the options:
 * `node gen-protocol.mjs [--check]`.
 *
 * `--check` writes nothing and fails when a file is out of date. PYTHON names the interpreter that has
 * the package; by default it is the one in ../.venv.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const VENV = ["../.venv/bin/python", "../.venv/Scripts/python.exe"].map(at).find(existsSync);
const PYTHON = process.env.PYTHON ?? VENV ?? "python3";

/** What of the wire the view reads and writes, in a file each; the rest is kept only as far as these need it. */
const WIRE = {
  content: ["Attachment", "StructuredInput", "Workflow"],
  threads: [
    "Action",
    "ActionConfig",
    "SyncCustomActionResponse",
    "ThreadItemPage",
    "ThreadMetadata",
    "ThreadPage",
  ],
  events: ["ThreadItemUpdate", "ThreadStreamEvent"],
  requests: ["ChatKitReq"],
};

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

/** Collects what the roots need. What another file has is not looked into. */
function reachable(roots, definitions, elsewhere) {
  const kept = new Map();
  const visit = (name) => {
    if (kept.has(name) || elsewhere.has(name)) return;
    kept.set(name, definitions[name]);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/\$defs\/(\w+)"/g)) visit(next);
  };
  roots.forEach(visit);
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

/** Names what another file has, and tells which of it is used. */
function imported(definitions, elsewhere) {
  const used = new Set();
  const text = JSON.stringify(definitions).replace(/\{"\$ref":"#\/\$defs\/(\w+)"\}/g, (reference, name) => {
    if (!elsewhere.has(name)) return reference;
    used.add(name);
    return JSON.stringify({ tsType: name });
  });
  return { own: JSON.parse(text), used: [...used].sort() };
}

/** Drops the type of the schema itself and the compiler's notes on where a definition came from. */
function tidied(text) {
  return text
    .replace(
      /\n \*\n \* This interface was referenced by `Schema`'s JSON-Schema\n \* via the `definition` "\w+"\./g,
      "",
    )
    .replace(
      /\/\*\*\n \* This interface was referenced by `Schema`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
      "",
    )
    .replace(/export interface Schema \{[^}]*\}\n/, "");
}

/** The types that the roots need, but for those that another file has; `files` learns where they are. */
async function typesOf(file, roots, definitions, files) {
  const { own, used } = imported(entitled(reachable(roots, definitions, files)), files);
  const text = await compile({ $defs: own }, "Schema", {
    additionalProperties: false,
    unreachableDefinitions: true,
    bannerComment: "",
    style: { printWidth: 110 },
  });
  for (const name of Object.keys(own)) files.set(name, file);
  return `${BANNER}${importsOf(used, files)}\n${tidied(text).trimStart()}`;
}

const BANNER = "// Generated from the Python models by `npm run protocol`. Do not edit.\n";

function importsOf(used, files) {
  const others = [...new Set(used.map((name) => files.get(name)))].sort();
  const lines = others.map((file) => {
    const names = used.filter((name) => files.get(name) === file);
    return `import type { ${names.join(", ")} } from "./${file}.gen";\n`;
  });
  return lines.join("");
}

/** Which arguments go with a question, and what is answered, by its name. */
function tableOf(questions) {
  const rows = Object.entries(questions).map(
    ([name, { args, answer }]) => `  ${name}: { args: ${args}; answer: ${answer} };\n`,
  );
  const comment = "/**\n * What the view may ask: what goes with each question, and what is answered.\n */\n";
  return `${comment}export interface Questions {\n${rows.join("")}}\n`;
}

/** Values that a prop may have, one of each kind that its schema names: what tests draw widgets from. */
function examplesOf(schema, definitions) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace("#/$defs/", "");
    return name === "IconName" ? ["star"] : examplesOf(definitions[name], definitions);
  }
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum !== undefined) return schema.enum;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.flatMap((choice) => examplesOf(choice, definitions));
  switch (schema.type) {
    case "boolean":
      return [true, false];
    case "integer":
    case "number":
      return [3];
    case "array":
      return [examplesOf(schema.items ?? { type: "string" }, definitions)];
    case "object":
      return [exampleObject(schema, definitions)];
    case "string":
      return schema.format === "date-time" ? ["2026-03-04T05:06:07Z"] : ["blue-500", "12px"];
    default:
      return [];
  }
}

function exampleObject({ properties, additionalProperties }, definitions) {
  const known = Object.entries(properties ?? {}).map(([name, prop]) => [
    name,
    examplesOf(prop, definitions)[0],
  ]);
  const open =
    typeof additionalProperties === "object" ? [["a", examplesOf(additionalProperties, definitions)[0]]] : [];
  return Object.fromEntries([...known, ...open]);
}

const CHILD = { type: "Text", value: "child" };

/** Children of the one type that the schema names, else a text. */
function childrenOf(schema, definitions) {
  const names = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
  const only = names.length === 1 ? definitions[names[0]]?.properties.type.const : undefined;
  const child = only === undefined ? CHILD : { type: only, children: [CHILD] };
  return JSON.stringify(schema).includes('"array"') ? [[child]] : [child];
}

/** Every component that Python has a class for, with its props. */
function componentsOf(definitions) {
  const isComponent = ({ properties }) =>
    properties?.key !== undefined && properties.type?.const !== undefined;
  const rows = Object.values(definitions)
    .filter(isComponent)
    .map(({ properties, required = [] }) => {
      const { type, ...props } = properties;
      const examples = Object.entries(props).map(([name, prop]) => [
        name,
        name === "children" ? childrenOf(prop, definitions) : examplesOf(prop, definitions),
      ]);
      return [
        type.const,
        { required: required.filter((name) => name !== "type"), props: Object.fromEntries(examples) },
      ];
    });
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function generate() {
  const output = execFileSync(PYTHON, ["-m", "chatkit_notebook.ui.schema"], {
    cwd: at(".."),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const pointer = /"#\/\$defs\/(\w+)"/g;
  const aliased = output.replace(pointer, (_, name) => `"#/$defs/${ALIASES[name] ?? name}"`);
  const { $defs, envelope, questions, options, defaults } = JSON.parse(aliased);
  const definitions = { ...$defs, ...REPLACED };
  const files = new Map();
  const made = new Map();
  const questionTypes = Object.values(questions).flatMap(({ args, answer }) => [args, answer]);
  const parts = { ...WIRE, questions: questionTypes, envelope, options };
  for (const [file, roots] of Object.entries(parts)) {
    made.set(file, await typesOf(file, roots, definitions, files));
  }
  const aliases = Object.entries(ALIASES).map(([name, type]) => `export type ${name} = ${type};\n`);
  const wire = Object.keys(WIRE).map((file) => `export type * from "./${file}.gen";\n`);
  const values = `export const DEFAULT_OPTIONS = ${JSON.stringify(defaults, null, 2)} satisfies ChatOptions;\n`;
  made.set("threads", made.get("threads") + aliases.join(""));
  made.set("questions", made.get("questions") + tableOf(questions));
  made.set("options", made.get("options") + values);
  made.set("wire", `${BANNER}\n${wire.sort().join("")}`);
  const components = JSON.stringify(componentsOf($defs), null, 1);
  return new Map([
    ...[...made].map(([file, text]) => [`src/protocol/${file}.gen.ts`, text]),
    ["src/testing/components.gen.json", `${components}\n`],
  ]);
}

for (const [name, text] of await generate()) {
  if (!process.argv.includes("--check")) {
    writeFileSync(at(name), text);
  } else if (!existsSync(at(name)) || readFileSync(at(name), "utf8") !== text) {
    console.error(`${name} differs from the Python models. Run \`npm run protocol\` and commit the result.`);
    process.exitCode = 1;
  }
}
