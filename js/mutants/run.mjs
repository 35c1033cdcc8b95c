/**
 * Mutation tests: makes small slips in the code of a room and prints how many of them no test notices.
 *
 *     npm run mutants                               all rooms
 *     npm run mutants -- transport state            these rooms
 *     MUTANTS_FILES=gaps npm run mutants -- transport    its files whose names contain "gaps"
 *     MUTANTS_EVERY=8 npm run mutants               a sample: the slips within every eighth line
 *     MUTANTS_JOBS=1 npm run mutants                one slip at a time, not one for each processor
 *
 * Verdicts are kept in `.mutants/<room>`, a file at a time: the next run tries only what has changed since, and what survived.
 * A sample is tried a room at a time, and not kept.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { survivorText, tableOf } from "./report.mjs";
import { LEAST_SCORE, rooms } from "./rooms.mjs";
import { sort, UNNOTICED } from "./verdicts.mjs";

const KEPT = ".mutants";
const SANDBOX = `${KEPT}/sandbox`;
const EVERY = Number(process.env.MUTANTS_EVERY ?? 1);

function filesOf(folder) {
  const part = process.env.MUTANTS_FILES ?? "";
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^fake-|fixture/.test(name) && name.includes(part))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Lets what was not noticed be tried again: a new test may notice it. */
function forgetSurvivors(record) {
  if (!existsSync(record)) return;
  const kept = JSON.parse(readFileSync(record, "utf8"));
  for (const file of Object.values(kept.files)) {
    file.mutants = file.mutants.filter(({ status }) => !UNNOTICED.has(status));
  }
  writeFileSync(record, JSON.stringify(kept));
}

/** The lines of a file whose slips are tried in a sample. */
function sampled(file) {
  const count = readFileSync(file, "utf8").split("\n").length;
  const lines = Array.from({ length: count }, (_, index) => index + 1);
  return lines.filter((line) => line % EVERY === 2).map((line) => `${file}:${line}-${line}`);
}

/** What became of the slips of each file. */
async function mutate(room, files, tests) {
  const record = `${KEPT}/${room}/${files[0].replaceAll("/", "-")}.json`;
  if (EVERY === 1) forgetSurvivors(record);
  mkdirSync(SANDBOX, { recursive: true });
  // The tests read the cases that both languages share, above the folder of the front end.
  if (!existsSync(`${SANDBOX}/tests`)) symlinkSync("../../../tests", `${SANDBOX}/tests`);
  process.env.ROOM_TESTS = JSON.stringify(tests);
  const stryker = new Stryker({
    mutate: EVERY === 1 ? files : files.flatMap(sampled),
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner", "./mutants/ignored.mjs"],
    ignorers: ["chat"],
    vitest: { configFile: "mutants/vitest.config.mjs", related: false },
    // Stryker would read it with TypeScript's old interface, which version 7 has no more.
    tsconfigFile: "none",
    ignorePatterns: [KEPT, "demo"],
    tempDirName: SANDBOX,
    incremental: EVERY === 1,
    incrementalFile: record,
    concurrency: Number(process.env.MUTANTS_JOBS ?? availableParallelism()),
    // What takes that long goes round in circles, on a busy machine too.
    timeoutMS: 15_000,
    allowEmpty: true,
    reporters: [],
    logLevel: "error",
  });
  const mutants = await stryker.runMutationTest();
  const inFile = (file) => mutants.filter(({ fileName }) => resolve(fileName) === resolve(file));
  return files.map((file) => ({ file, ...sort(file, inFile(file)) }));
}

async function tryRoom(room) {
  const { folder, tests } = rooms[room];
  const row = { room, mutants: 0, killed: 0, survived: 0, equivalent: 0 };
  const survivors = [];
  const files = filesOf(folder);
  // A file at a time, so that a run that is interrupted goes on where it was.
  for (const some of EVERY === 1 ? files.map((file) => [file]) : [files]) {
    for (const { file, killed, survived, equivalent } of await mutate(room, some, tests)) {
      survivors.push(...survived.map((mutant) => survivorText(file, mutant)));
      row.mutants += killed.length + survived.length + equivalent.length;
      row.killed += killed.length;
      row.survived += survived.length;
      row.equivalent += equivalent.length;
      process.stderr.write(`${file}: ${killed.length} killed, ${survived.length} survived\n`);
    }
  }
  mkdirSync(`${KEPT}/${room}`, { recursive: true });
  writeFileSync(`${KEPT}/${room}/survivors.txt`, survivors.join("\n"));
  return { ...row, score: (100 * row.killed) / Math.max(row.killed + row.survived, 1) };
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(rooms, name));
if (unknown.length > 0) {
  throw new Error(`There is no room ${unknown.join(", ")}. The rooms are ${Object.keys(rooms).join(", ")}.`);
}
const rows = [];
for (const room of names.length > 0 ? names : Object.keys(rooms)) rows.push(await tryRoom(room));
console.log(tableOf(rows));
console.log(`Survivors are in js/${KEPT}/<room>/survivors.txt.`);
const weak = rows.filter(({ score }) => score < LEAST_SCORE);
if (weak.length > 0) {
  console.log(`Fewer than ${LEAST_SCORE} % are killed in ${weak.map(({ room }) => room).join(", ")}.`);
  process.exitCode = 1;
}
