/** What is a formula, and what looks like one. */
import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { find } from "../testing/tokens";
import { lex } from "./lexer";
import { drawMath } from "./math";
import type { MathToken } from "./math-syntax";

const blocks = (text: string) =>
  find<MathToken>(text, "math").map(({ tex, open, display }) => [tex, open, display]);
const inlines = (text: string) =>
  find<MathToken>(text, "inline_math").map(({ tex, display }) => [tex, display]);

describe("formulas", () => {
  it.each([
    "S=\\{1,2\\}",
    "\\|v\\|",
    "50\\%",
    "a\\,",
    "\\{x \\mid x>0\\}",
    "n\\#",
    "\\lVert x\\rVert\\;",
    "5\\$",
    "a\\_",
    "x\\!",
    "R\\&D",
    "a\\\\",
    "a\\ ",
  ])("may end in an escape: $%s$", (tex) => {
    for (const text of [`so $${tex}$ is`, `so \\(${tex}\\), is`, `- $${tex}$`, `**a $${tex}$**`])
      expect(inlines(text)).toEqual([[tex, false]]);
    expect(inlines(`so $$${tex}$$ is`)).toEqual([[tex, true]]);
  });

  it.each([
    "costs $5 and $10",
    "from $5-$10 a head",
    "$5/month or $50/year",
    "it is $5 (or 5$)",
    "between $5 and 10$",
    "pay $1,000.50 to US$ 20",
    "$AAPL/$TSLA and $A, $B",
    "run $HOME/$USER, $PATH:$HOME",
    "take $(a)/$(b) or $[a]",
    ["take $", "a}$", "b} or "].join("{"),
    "**$5**–**$10**",
    "$.50-$.75",
    "A$5 and C$10, R$ 20",
    "\\$5 and \\$6",
    "The cost is $5 + $10 = $15.",
    "$1 = €0.9",
    "$10 million to $20 million",
    "I paid $5.And $6.",
    "US$5 and $6",
    "$HOME is $PATH",
    "`$x$`",
    "between $100k and $1.5M",
    "₹5 and $6 or $7",
    "It's $5, then $6, then x$",
    "\\$x\\$",
    "$1,000",
    "\\\\(x\\\\)",
    "$ 5 $",
    "```sh\necho $A $B\n```",
    "only $20k is left, $ is short",
    "$3.5bn in 2020 and 2$ more",
  ])("are no prices: %s", (text) => {
    expect(inlines(text)).toEqual([]);
  });

  it.each([
    ["$2x + 3$", "2x + 3"],
    ["$3 \\text{ or } 4$", "3 \\text{ or } 4"],
    ["the $n$th", "n"],
    ["设$x$为", "x"],
    ["$100$", "100"],
    ["$Na^+$.", "Na^+"],
    ["$0 < a$", "0 < a"],
    ["$\\text{\\$5}$", "\\text{\\$5}"],
    ["$\\alpha$-decay", "\\alpha"],
    ["$f(x)=\\begin{cases}1 & x>0\\\\0\\end{cases}$", "f(x)=\\begin{cases}1 & x>0\\\\0\\end{cases}"],
    ["$\\frac{1}{2}$%", "\\frac{1}{2}"],
    ["($x$)", "x"],
    ['"$x$"', "x"],
    ["$x$'s", "x"],
    ["[$x$](https://a.b)", "x"],
    ["# $x^2$", "x^2"],
    ["$n!$", "n!"],
    ["$5%$", "5%"],
    ["$-5$", "-5"],
    ["$k = 3$ cats at $2 each", "k = 3"],
    ["$x_1, \\dots, x_n$", "x_1, \\dots, x_n"],
    ["$\\ce{H2O}$", "\\ce{H2O}"],
    ["$x<y$", "x<y"],
    ["$20-$30 range and $x^2$", "x^2"],
    ["$y=x$ costs $3.", "y=x"],
    ["| $a|b$ | $10 |\n|---|---|", "a|b"],
    ["costs $5, so $x=5$", "x=5"],
  ])("stand beside words and numbers: %s", (text, tex) => {
    expect(inlines(text)).toEqual([[tex, false]]);
  });

  it.each(["align", "align*", "gather", "equation", "multline*", "alignat", "flalign", "eqnarray", "split"])(
    "are what stands in the bare environment %s",
    (name) => {
      const tex = `\\begin{${name}}\na &= b \\\\\n- c\n\\end{${name}}`;
      for (const text of [
        tex,
        `so\n${tex}  \nc`,
        `so ${tex}`,
        `  ${tex}`,
        `> ${tex.replaceAll("\n", "\n> ")}`,
      ])
        expect(blocks(text)).toEqual([[tex, false, true]]);
      const open = tex.slice(0, tex.indexOf("- c"));
      for (const text of [open, `so ${open}`]) expect(blocks(text)).toEqual([[open.trim(), true, true]]);
      const line = tex.replaceAll("\n", " ");
      expect(inlines(`so ${line}.`)).toEqual([[line, true]]);
    },
  );

  it.each(["pmatrix", "bmatrix", "cases", "aligned", "array", "smallmatrix", "vmatrix"])(
    "stand in a line in the bare environment %s",
    (name) => {
      const tex = `\\begin{${name}} a & b \\\\ c & d \\end{${name}}`;
      expect(inlines(`so ${tex} is`)).toEqual([[tex, false]]);
      expect(blocks(`${tex}\n`)).toEqual([[tex, false, true]]);
      const nested = `\\begin{${name}} ${tex} & b \\end{${name}}`;
      expect(inlines(`so ${nested} is`)).toEqual([[nested, false]]);
    },
  );

  it.each([
    "\\begin{itemize}\n\\item a\n\\end{itemize}",
    "\\begin{align}\n\nb",
    "a \\begin{align} b",
    "\\end{align}",
  ])("are no other environments, and none without an end: %j", (text) => {
    expect([...blocks(text), ...inlines(text)]).toEqual([]);
  });

  it.each([
    "*see $a*b$ end*",
    "**so $a**b$ is**",
    "_x $a_b$ y_",
    "*see \\(a*b\\) end*",
    "*see \\[a*b\\] end*",
    "*let \\begin{cases} a*b \\end{cases} be*",
  ])("neither begin nor end emphasis: %s", (text) => {
    const [paragraph] = lex(text) as Tokens.Paragraph[];
    expect(paragraph?.tokens.map(({ type }) => type)).toEqual([text.startsWith("**") ? "strong" : "em"]);
    expect(inlines(text).length).toBe(1);
  });

  it("leave code alone that looks like them", () => {
    expect(inlines("*a `$x*` b $y*z$*")).toEqual([["y*z", false]]);
    expect(find("*a `\\(x` b*", "em").length).toBe(1);
  });

  it.each(["flalign", "eqnarray", "eqnarray*", "displaymath", "math", "align", "multline"])(
    "are drawn from the environment %s",
    (name) => {
      const tex = `\\begin{${name}} a = b \\end{${name}}`;
      expect(drawMath(tex, true, document.createElement("span"))).toBe(true);
    },
  );
});
