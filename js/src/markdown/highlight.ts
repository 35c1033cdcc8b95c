/** Colours for code: runs of text with the class that names what they are. */
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import latex from "highlight.js/lib/languages/latex";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

const grammars = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  julia,
  latex,
  markdown,
  python,
  r,
  ruby,
  rust,
  shell,
  sql,
  typescript,
  xml,
  yaml,
};
const MORE_ALIASES = new Map([
  ["python", ["ipython", "ipython3", "python3", "pycon"]],
  ["json", ["jsonl", "json5", "ipynb"]],
  ["xml", ["vue", "svelte"]],
]);
/** What draws the languages, and how that of every name and alias is called. */
function load() {
  const lowlight = createLowlight(grammars);
  for (const [name, aliases] of MORE_ALIASES) lowlight.registerAlias(name, aliases);
  const names: ReadonlyMap<string, string> = new Map(
    Object.entries(grammars).flatMap(([id, grammar]) => {
      const { name = id, aliases = [] } = grammar(hljs);
      const more = MORE_ALIASES.get(id) ?? [];
      return [id, ...aliases, ...more].map((alias) => [alias, name.split(",", 1)[0]?.trim() ?? id]);
    }),
  );
  return { lowlight, names };
}

/** It takes a few milliseconds, which the first paint need not wait for. */
let loaded: ReturnType<typeof load> | null = null;

function languages(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

const SHOWN_NAMES: ReadonlyMap<string, string> = new Map([
  ["ipython", "Python"],
  ["ipython3", "Python"],
  ["sh", "Shell"],
]);

/** Many grammars take time that grows with the square of a line, or of the code; no more is handed to them. */
export const LONGEST_COLOURED = 8_000;
const LONG_LINE = /[^\n]{400}/;

/** Text in one colour; `scope` is empty or space-separated class names. */
export interface CodeRun {
  readonly text: string;
  readonly scope: string;
}

/** The first word of a fence's info string, in lower case. */
export function languageOf(info: string | undefined): string {
  return (
    info
      ?.trim()
      .split(/[\s,{]/, 1)[0]
      ?.toLowerCase()
      .replace(/^\./, "") ?? ""
  );
}

/** How the language is called on screen: its proper name if it is a known one, else as written. */
export function languageName(info: string | undefined): string {
  const language = languageOf(info);
  return SHOWN_NAMES.get(language) ?? languages().names.get(language) ?? language;
}

/** `code` in coloured runs that join to it again, or `null` when there is nothing to colour. */
export function highlight(code: string, language: string): CodeRun[] | null {
  if (code.length > LONGEST_COLOURED || LONG_LINE.test(code)) return null;
  const { lowlight, names } = languages();
  return names.has(language) ? runsOf(lowlight.highlight(language, code).children, "") : null;
}

type Nodes = ReturnType<ReturnType<typeof createLowlight>["highlight"]>["children"];

function runsOf(nodes: Nodes, scope: string): CodeRun[] {
  return nodes.flatMap((node) => {
    if (node.type === "text") return { text: node.value, scope };
    // Each element stands for a scope, and its classes are a list.
    if (node.type !== "element") return [];
    return runsOf(node.children, [node.properties.className].flat().join(" "));
  });
}
