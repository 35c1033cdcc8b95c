import { describe, expect, it } from "vitest";
import { decodeEntities } from "./entities";
import { highlight, languageName } from "./highlight";
import { lex } from "./lexer";
import { drawMath } from "./math";

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
