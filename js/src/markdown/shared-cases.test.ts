/** Texts that a transcript, which Python writes, must read as the view does. */
import { describe, expect, it } from "vitest";
import { canonical } from "../testing/canonical";

interface Case {
  text: string;
  html: string;
}

const files = import.meta.glob<Case[]>("../../../tests/markdown_cases/*.json", {
  eager: true,
  import: "default",
});

describe.each(Object.entries(files))("%s", (_, cases) => {
  it.each(cases)("reads $text", ({ text, html }) => {
    expect(canonical(text)).toBe(html);
  });
});

it("has cases", () => {
  expect(Object.values(files).flat().length).toBeGreaterThan(300);
});
