/** Says what a run has found. */

function short(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}

/** One survivor: its line, and the piece of it before and after the slip. */
export function survivorText(file, { at, line, original, replacement, status }) {
  const note = status === "NoCoverage" ? " (no test comes here)" : "";
  return `${file}:${at}${note} ${short(line)}\n  - ${short(original)}\n  + ${short(replacement)}`;
}

export function tableOf(rows) {
  const head = ["room", "mutants", "killed", "survived", "equivalent", "score %"];
  const body = rows.map(({ room, mutants, killed, survived, equivalent, score }) => {
    return [room, mutants, killed, survived, equivalent, score.toFixed(1)];
  });
  return [head, ...body].map((cells) => cells.map((cell) => String(cell).padStart(12)).join("")).join("\n");
}
