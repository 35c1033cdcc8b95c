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
import { decodeEntities } from "./entities";

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
const MORE_ALIASES = {
  python: ["ipython", "ipython3", "python3", "pycon"],
  json: ["jsonl", "json5", "ipynb"],
  xml: ["vue", "svelte"],
};
for (const [name, grammar] of Object.entries(grammars)) hljs.registerLanguage(name, grammar);
for (const [languageName, aliases] of Object.entries(MORE_ALIASES))
  hljs.registerAliases(aliases, { languageName });

/** Every name and alias of a grammar. hljs itself finds `constructor` and writes on what it finds. */
const known: ReadonlySet<string> = new Set(
  Object.keys(grammars)
    .flatMap((name) => [name, ...(hljs.getLanguage(name)?.aliases ?? [])])
    .concat(...Object.values(MORE_ALIASES)),
);

const SHOWN_NAMES: ReadonlyMap<string, string> = new Map([
  ["ipython", "Python"],
  ["ipython3", "Python"],
  ["sh", "Shell"],
]);

/** Many grammars take time that grows with the square of a line, or of the code; no more is handed to them. */
export const LONGEST_COLOURED = 8_000;
const LONG_LINE = /[^\n]{400}/;

const MARK = /<span class="([^"]*)">|<\/span>/g;

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
  const grammar = known.has(language) ? hljs.getLanguage(language) : undefined;
  const proper = SHOWN_NAMES.get(language) ?? grammar?.name?.split(",", 1)[0]?.trim();
  return proper ?? language;
}

/** `code` in coloured runs that join to it again, or `null` when there is nothing to colour. */
export function highlight(code: string, language: string): CodeRun[] | null {
  if (code.length > LONGEST_COLOURED || LONG_LINE.test(code) || !known.has(language)) return null;
  const markup = hljs.highlight(code, { language, ignoreIllegals: true }).value;
  const runs: CodeRun[] = [];
  const scopes: string[] = [];
  let position = 0;
  const add = (end: number) => {
    const text = decodeEntities(markup.slice(position, end));
    if (text !== "") runs.push({ text, scope: scopes.at(-1) ?? "" });
  };
  for (const mark of markup.matchAll(MARK)) {
    add(mark.index);
    position = mark.index + mark[0].length;
    if (mark[1] === undefined) scopes.pop();
    else scopes.push(mark[1]);
  }
  add(markup.length);
  return runs;
}
