import { afterEach, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../protocol/options.gen";
import { applyTheme, pageScheme } from "./theme";

afterEach(() => {
  for (const element of [document.body, document.documentElement]) {
    element.removeAttribute("class");
    element.removeAttribute("data-jp-theme-light");
    element.removeAttribute("data-vscode-theme-kind");
  }
});

it("follows the notebook, then marks on the page", () => {
  expect(pageScheme()).toBe("light");
  document.documentElement.classList.add("dark");
  expect(pageScheme()).toBe("dark");
  document.body.dataset.vscodeThemeKind = "vscode-light";
  expect(pageScheme()).toBe("light");
  document.body.dataset.jpThemeLight = "false";
  expect(pageScheme()).toBe("dark");
});

it("dresses the host and takes back what is not asked for any more", () => {
  const host = document.createElement("div");
  applyTheme(
    host,
    {
      colorScheme: "dark",
      radius: "sharp",
      density: "compact",
      typography: { baseSize: 17, fontFamily: "Georgia" },
      color: {
        accent: { primary: "#c15f3c", level: 2 },
        grayscale: { hue: 220, tint: 5 },
        surface: { background: "#fefefe", foreground: "#eee" },
      },
    },
    "light",
  );
  expect({ ...host.dataset }).toEqual({
    scheme: "dark",
    ground: "own",
    radius: "sharp",
    density: "compact",
    accent: "2",
  });
  expect(host.style.getPropertyValue("--ck-accent")).toBe("#c15f3c");
  expect(host.style.getPropertyValue("--ck-text-size")).toBe("17px");
  expect(host.style.getPropertyValue("--ck-hue")).toBe("220");
  expect(host.style.getPropertyValue("--ck-tint")).toBe("0.02");
  expect(host.style.getPropertyValue("--ck-surface")).toBe("#fefefe");
  expect(host.style.getPropertyValue("--ck-surface-raised")).toBe("#eee");

  applyTheme(host, DEFAULT_OPTIONS.theme, "light");
  expect(host.dataset.scheme).toBe("light");
  expect(host.dataset.ground).toBe("page");
  expect([host.dataset.radius, host.dataset.density]).toEqual(["pill", "normal"]);
  expect(host.style.length).toBe(0);
});
