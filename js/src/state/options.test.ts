import { expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../protocol/options.gen";
import { readOptions } from "./options";

test("what Python leaves out has its default", () => {
  const options = readOptions({ header: { title: { text: "Shop" } }, modelName: "Offline model" });
  expect(options.header).toEqual({ enabled: true, title: { enabled: true, text: "Shop" } });
  expect(options.modelName).toBe("Offline model");
  expect(options.composer).toEqual(DEFAULT_OPTIONS.composer);
});

test("without options a chat has a header and a history, and neither search, feedback, retry nor files", () => {
  const { header, history, startScreen, composer, threadItemActions, thread } = readOptions({});
  expect({ header, history, threadItemActions, thread }).toEqual({
    header: { enabled: true, title: { enabled: true } },
    history: { enabled: true, showDelete: true, showRename: true, search: false },
    threadItemActions: { feedback: false, retry: false },
    thread: { autoScroll: false },
  });
  expect([startScreen.prompts, composer.attachments.enabled]).toEqual([[], false]);
});

test("a value of the wrong kind is left out", () => {
  const options = readOptions({
    theme: "dark",
    startScreen: { prompts: "none", greeting: 7 },
    composer: { placeholder: [] },
    frameTitle: {},
  });
  expect(options).toEqual(DEFAULT_OPTIONS);
  expect(readOptions({ theme: null, modelName: null, disclaimer: undefined })).toStrictEqual(DEFAULT_OPTIONS);
  expect(readOptions(7)).toBe(DEFAULT_OPTIONS);
});

test("a height is a number of pixels or a CSS length", () => {
  expect(readOptions({ height: "80vh" }).height).toBe("80vh");
  expect(readOptions({ height: 300 }).height).toBe(300);
  expect(readOptions({ height: true }).height).toBe(DEFAULT_OPTIONS.height);
});

test("the defaults themselves never change", () => {
  const before = structuredClone(DEFAULT_OPTIONS);
  readOptions({ header: { enabled: false }, threadItemActions: { retry: true } });
  expect(DEFAULT_OPTIONS).toEqual(before);
});

test("limits of attachments are one number or one for each type", () => {
  const read = (attachments: object) => readOptions({ composer: { attachments } }).composer.attachments;
  expect(read({ enabled: true })).toEqual({ enabled: true, maxSize: 104_857_600, maxCount: 10 });
  expect(read({ maxSize: { "image/*": 5 } }).maxSize).toEqual({ "image/*": 5 });
  expect(read({ maxSize: 7, maxCount: "all" })).toEqual({ enabled: false, maxSize: 7, maxCount: 10 });
  expect(read({ accept: { "image/png": [".png"] } }).accept).toEqual({ "image/png": [".png"] });
  expect(read({ accept: "image/*", maxSize: [] })).toEqual(DEFAULT_OPTIONS.composer.attachments);
});
