import { expect, test } from "vitest";
import type { JsonObject } from "../protocol/guards";
import type { AttachmentOptions } from "../protocol/options.gen";
import { checkFiles, dialogFilter } from "./limits";

function fileOf(name: string, type = "", size = 1): File {
  const file = new File([], name, { type });
  Object.defineProperty(file, "size", { value: size });
  return file;
}

const LIMITS: AttachmentOptions = { enabled: true, maxSize: 100, maxCount: 3 };

/** Limits come from outside: what they hold may be of any type. */
const takes = (file: File, options: { maxSize?: JsonObject; accept?: JsonObject }) =>
  checkFiles([file], 0, { ...LIMITS, ...options } as AttachmentOptions).taken.length === 1;

test("a file too large is left out by name, the others are taken", () => {
  const [large, small] = [fileOf("large.csv", "text/csv", 101), fileOf("small.csv", "text/csv", 100)];
  expect(checkFiles([large, small], 0, LIMITS)).toEqual({
    taken: [small],
    refusals: [{ reason: "size", name: "large.csv", size: 101, limit: 100 }],
  });
});

test("sizes go by the exact type, then its family, then all others", () => {
  const maxSize = { "image/png": 10, "image/*": 20, "": 5 };
  expect(takes(fileOf("a.png", "image/png", 11), { maxSize })).toBe(false);
  expect(takes(fileOf("a.gif", "image/gif", 20), { maxSize })).toBe(true);
  expect(takes(fileOf("a.gif", "IMAGE/GIF; x=y", 21), { maxSize })).toBe(false);
  expect(takes(fileOf("a.csv", "text/csv", 6), { maxSize })).toBe(false);
  for (const all of ["*", "*/*"]) {
    expect(takes(fileOf("a.csv", "text/csv", 6), { maxSize: { [all]: 6, "": 5 } })).toBe(true);
    expect(takes(fileOf("a.csv", "text/csv", 7), { maxSize: { [all]: 6 } })).toBe(false);
  }
  expect(takes(fileOf("a.png", "image/png", 21), { maxSize: { "image/png": "all", "image/*": 20 } })).toBe(
    false,
  );
  expect(takes(fileOf("a.csv", "text/csv", 100 * 2 ** 20), { maxSize: { "image/*": 1 } })).toBe(true);
  expect(takes(fileOf("a.csv", "text/csv", 100 * 2 ** 20 + 1), { maxSize: { "image/*": 1 } })).toBe(false);
});

test("what does not fit the count is left out at the end", () => {
  const files = ["a", "b", "c"].map((name) => fileOf(name));
  const { taken, refusals } = checkFiles(files, 2, LIMITS);
  expect(taken.map((file) => file.name)).toEqual(["a"]);
  expect(refusals).toEqual([{ reason: "count", names: ["b", "c"], limit: 3 }]);
});

test("types are accepted by pattern and ending", () => {
  const accept = { "image/*": [".png", ".JPG"], "text/csv": [] };
  expect(takes(fileOf("a.png", "image/png"), { accept })).toBe(true);
  expect(takes(fileOf("a.jpg", "image/jpeg"), { accept })).toBe(true);
  expect(takes(fileOf("a.gif", "image/gif"), { accept })).toBe(false);
  expect(takes(fileOf("a.png", "application/pdf"), { accept })).toBe(false);
  expect(takes(fileOf("any.name", "text/csv"), { accept })).toBe(true);
  expect(takes(fileOf("a.png", "imagery/png"), { accept })).toBe(false);
  expect(takes(fileOf("a.pnm", "image/pnm"), { accept: { "image/png": [] } })).toBe(false);
  expect(takes(fileOf("a.png", "image/png"), { accept: { "image/png": ".jpg" } })).toBe(true);
  for (const all of ["*", "*/*", "", "APPLICATION/PDF", "Application/*"]) {
    expect(takes(fileOf("a.pdf", "application/pdf"), { accept: { [all]: [] } })).toBe(true);
  }
  expect(checkFiles([fileOf("a.gif", "image/gif")], 0, { ...LIMITS, accept }).refusals).toEqual([
    { reason: "type", name: "a.gif", accepted: [".png", ".JPG", "text/csv"] },
  ]);
});

test("a file of a type the browser does not know is judged by its ending alone", () => {
  expect(takes(fileOf("a.parquet"), { accept: { "application/vnd.apache.parquet": [".parquet"] } })).toBe(
    true,
  );
  expect(takes(fileOf("a.exe"), { accept: { "image/*": [".png"] } })).toBe(false);
  expect(takes(fileOf("a.png", "image/png ; x=y"), { accept: { "image/png": [7, ".png"] } })).toBe(true);
  const accept = { "image/png": [".png"], "image/x-png": [".png"] };
  expect(checkFiles([fileOf("a.exe")], 0, { ...LIMITS, accept }).refusals).toMatchObject([
    { accepted: [".png"] },
  ]);
});

test("the file dialog offers what is accepted", () => {
  expect(dialogFilter(LIMITS)).toBe("");
  expect(dialogFilter({ ...LIMITS, accept: { "image/*": [], "text/csv": [".csv", ".tsv"] } })).toBe(
    "image/*,.csv,.tsv",
  );
  for (const all of ["*", "*/*", ""]) {
    expect(dialogFilter({ ...LIMITS, accept: { [all]: [], "text/csv": [".csv"] } })).toBe("");
  }
});
