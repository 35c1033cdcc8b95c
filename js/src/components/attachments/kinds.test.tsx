import { render } from "@testing-library/preact";
import { expect, it } from "vitest";
import { hasIcon } from "../primitives/icon";
import { FileName } from "./file-name";
import { kindOf } from "./kinds";

it.each([
  ["report.PDF", "application/pdf", "file-text", "PDF"],
  ["events.parquet", "", "file-spreadsheet", "PARQUET"],
  ["run.ipynb", "", "file-code", "IPYNB"],
  ["photo", "image/png", "file-image", "Image"],
  ["constructor", "constructor/x", "file", "File"],
  ["name.with a space", "audio/ogg", "file-music", "Audio"],
])("%s (%s) is shown as %s and called %s", (name, type, icon, word) => {
  expect(kindOf(name, type)).toEqual({ icon, word });
  expect(hasIcon(icon)).toBe(true);
});

it("a long name loses its middle and keeps its ending", () => {
  const name = "Quarterly report of the north region, final version 3.pdf";
  const { container } = render(<FileName name={name} />);
  expect(container.textContent).toBe("Quarterly repor…ion 3.pdf");
  expect(container.querySelector("span")?.title).toBe(name);
  expect(render(<FileName name="short.csv" />).container.textContent).toBe("short.csv");
});
