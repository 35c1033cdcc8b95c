/** What every object inherits is not a language, a link target, a macro or an environment. */
import { describe, expect, it } from "vitest";
import { BlockStream } from "./blocks";
import { highlight, languageName } from "./highlight";
import { lex } from "./lexer";
import { drawMath } from "./math";

const NAMES = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Function.prototype),
  "prototype",
]);
const before = builtIns();

function builtIns() {
  return [Object, Array, String, Function, Map, Promise].map(({ prototype }) =>
    Reflect.ownKeys(prototype).map(String).sort(),
  );
}

function typesIn(tokens: unknown): string[] {
  const types: string[] = [];
  JSON.stringify(tokens, (_, value) => {
    if (typeof value?.type === "string") types.push(value.type);
    return value;
  });
  return types;
}

function leads(type: string): boolean {
  return type === "link" || type === "image";
}

describe.each([...NAMES])("%s", (name) => {
  it("is not a language", () => {
    expect(highlight("let x = 1", name)).toBeNull();
    expect(highlight("let x = 1", name.toLowerCase())).toBeNull();
    expect(languageName(name)).toBe(name.toLowerCase());
    expect(builtIns()).toEqual(before);
  });

  it("is a link target only once it is defined", () => {
    const uses = `[${name}] [a][${name}] ![${name}] ![a][${name}] [${name}][]`;
    expect(typesIn(lex(uses)).filter(leads)).toEqual([]);
    const stream = new BlockStream();
    stream.update(`${uses}\n\n[${name}]: https://example.com\n`, false);
    stream.update(`${uses}\n\n[${name}]: https://example.com\n`, true);
    expect(typesIn(stream.closed).filter(leads)).toEqual(["link", "link", "image", "image", "link"]);
    expect(builtIns()).toEqual(before);
  });

  it("is nothing that a formula knows", () => {
    const target = document.createElement("span");
    for (const tex of [
      `\\${name}`,
      `\\begin{${name}}a\\end{${name}}`,
      `\\newcommand{\\${name}}{a}\\${name}`,
      `\\def\\${name}{a}\\${name}`,
      `\\color{${name}}a`,
      `\\definecolor{${name}}{RGB}{1,2,3}\\color{${name}}a`,
      `\\text{${name}}`,
      `\\operatorname{${name}}`,
      `\\label{${name}}\\ref{${name}}`,
      `\\char"${name}`,
      `\\kern1${name}`,
      `\\mathbb{${name}}`,
      `\\begin{array}{${name}}a\\end{array}`,
    ])
      drawMath(tex, true, target);
    expect(builtIns()).toEqual(before);
  });
});
