import { describe, expect, it } from "vitest";
import { decodeEntities } from "./entities";
import { highlight, languageName } from "./highlight";
import { lex } from "./lexer";
import { drawMath } from "./math";
import { deepLink, isAllowedHost, safeImage, safeLink } from "./urls";

describe("links", () => {
  it.each(["https://example.com/a?b=1", "http://x", "mailto:a@b.c", "#top", "chatkit-link://open?id=1"])(
    "lets %s through",
    (url) => {
      expect(safeLink(url)).toBe(url);
    },
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://x/y",
    "/relative",
    "//host/path",
    "notebook.ipynb",
    "",
  ])("refuses %j", (url) => {
    expect(safeLink(url)).toBeNull();
  });

  it("reads a deep link", () => {
    expect(deepLink("chatkit-link://ticket?id=7&tab=log")).toEqual({
      name: "ticket",
      data: { id: "7", tab: "log" },
    });
    expect(deepLink("https://ticket")).toBeNull();
  });
});

describe("pictures", () => {
  it("tells those that carry their bytes from those a server hands out", () => {
    expect(safeImage("data:image/png;base64,AAAA")?.kind).toBe("local");
    expect(safeImage("https://x/y.png")?.kind).toBe("remote");
    expect(safeImage("data:text/html,x")).toBeNull();
    expect(safeImage("javascript:1")).toBeNull();
  });

  it("allows a host and those below it", () => {
    expect(isAllowedHost("https://cdn.example.com/x", ["example.com"])).toBe(true);
    expect(isAllowedHost("https://evilexample.com/x", ["example.com"])).toBe(false);
    expect(isAllowedHost("https://example.com/x", undefined)).toBe(false);
  });
});

describe("formulas", () => {
  const maths = (text: string) => JSON.stringify(lex(text)).match(/"tex":"[^"]*"/g) ?? [];

  it.each(["It costs $5 and $10.", "$5-$10", "a $ b $ c", "US$5 or 3$", "`$x$`", "pay $20, get $x"])(
    "reads prices in %j",
    (text) => {
      expect(maths(text)).toEqual([]);
    },
  );

  it.each([
    ["$x^2$ is", '"tex":"x^2"'],
    ["\\(a+b\\)", '"tex":"a+b"'],
    ["so $$y$$ holds", '"tex":"y"'],
    ["$$\nz\n$$", '"tex":"z"'],
    ["\\[\nw\n\\]", '"tex":"w"'],
  ])("reads the formula in %j", (text, tex) => {
    expect(maths(text)).toEqual([tex]);
  });

  it("draws MathML without links and says when it cannot read", () => {
    const target = document.createElement("span");
    expect(drawMath("\\frac{1}{2}", true, target)).toBe(true);
    expect(target.querySelector("mfrac")).not.toBeNull();
    expect(drawMath("\\frac{", true, target)).toBe(false);
    drawMath("\\href{javascript:alert(1)}{x}", false, target);
    expect(target.innerHTML).not.toContain("href");
  });
});

describe("code", () => {
  it("colours runs that join to the code again", () => {
    const code = 'def f(x: str) -> str:\n    return f"<b>&amp;{x}</b>"  # "done" & \'so\'\n';
    const runs = highlight(code, "python");
    expect(runs?.map((run) => run.text).join("")).toBe(code);
    expect(runs?.some((run) => run.scope.includes("hljs-keyword"))).toBe(true);
  });

  it("leaves an unknown language plain and shows its name", () => {
    expect(highlight("x", "klingon")).toBeNull();
    expect(languageName("klingon")).toBe("klingon");
    expect(languageName("ts title=x")).toBe("TypeScript");
    expect(languageName("html")).toBe("HTML");
  });
});

it("resolves character references once", () => {
  expect(decodeEntities("&lt;b&gt; &amp;lt; &copy; &#x41; &unknown; & x")).toBe("<b> &lt; © A &unknown; & x");
});
