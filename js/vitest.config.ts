import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    // Long enough for a machine that does much else.
    testTimeout: 30_000,
    restoreMocks: true,
    // A page for each file costs more than all the tests: they share one, and each test tidies up behind itself.
    isolate: false,
    maxWorkers: 1,
    // No test may rely on the one before it. A failing order is repeated with `--sequence.seed`.
    sequence: { shuffle: true },
  },
});
