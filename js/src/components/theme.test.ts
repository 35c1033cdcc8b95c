import { afterEach, expect, it } from "vitest";
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
      color: { accent: { primary: "#c15f3c", level: 2 } },
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

  applyTheme(host, { colorScheme: "auto" }, "light");
  expect(host.dataset.scheme).toBe("light");
  expect(host.dataset.ground).toBe("page");
  expect(host.style.length).toBe(0);
});
