/** The rooms of the view, and the tests that each slip in them is held against. */

/** Percent of its slips that the tests of a room must notice. */
export const LEAST_SCORE = 85;

const within = (folder) => `src/${folder}/**/*.test.{ts,tsx}`;
const APP = "src/components/app.test.tsx";

export const rooms = {
  transport: { folder: "src/transport", tests: [within("transport")] },
  // The random runs over a bad line notice much, but late, and say little about what is wrong.
  state: { folder: "src/state", tests: ["src/state/!(loss|clicks).test.ts"] },
  markdown: { folder: "src/markdown", tests: [within("markdown"), within("components/prose")] },
  prose: { folder: "src/components/prose", tests: [within("components/prose")] },
  thread: { folder: "src/components/thread", tests: [within("components/thread"), APP] },
  composer: { folder: "src/components/composer", tests: [within("components/composer"), APP] },
  history: { folder: "src/components/history", tests: [within("components/history"), APP] },
  widgets: { folder: "src/components/widgets", tests: [within("components/widgets")] },
};
