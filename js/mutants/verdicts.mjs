/** What became of the mutants of a file. */
import { readFileSync } from "node:fs";

/** Those that change nothing anybody could notice, each with its reason. */
const EQUIVALENT = JSON.parse(readFileSync(new URL("equivalent.json", import.meta.url), "utf8"));

const NOTICED = new Set(["Killed", "Timeout"]);
export const UNNOTICED = new Set(["Survived", "NoCoverage"]);

function isEquivalent(file, { line, original, replacement }) {
  return EQUIVALENT.some(
    (entry) =>
      entry.file === file &&
      entry.line === line &&
      entry.original === original &&
      entry.replacement === replacement,
  );
}

/** The text of a place in `lines`, which counts lines and columns from 1. */
function textAt(lines, { start, end }) {
  const piece = lines.slice(start.line - 1, end.line);
  piece.push(piece.pop().slice(0, end.column - 1));
  return [piece[0].slice(start.column - 1), ...piece.slice(1)].join("\n");
}

/** Sorts the mutants of `file` into those that were killed, that survived, and that are equivalent. */
export function sort(file, mutants) {
  const lines = readFileSync(file, "utf8").split("\n");
  const killed = [];
  const survived = [];
  const equivalent = [];
  for (const { location, replacement, status } of mutants) {
    const at = location.start.line;
    const line = lines[at - 1].trim();
    const mutant = { at, line, original: textAt(lines, location), replacement, status };
    if (NOTICED.has(status)) killed.push(mutant);
    else if (!UNNOTICED.has(status)) continue;
    else if (isEquivalent(file, mutant)) equivalent.push(mutant);
    else survived.push(mutant);
  }
  return { killed, survived, equivalent };
}
