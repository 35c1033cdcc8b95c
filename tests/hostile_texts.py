"""Texts that are dear to read or draw, by name: ``SHAPES["dollars"](n)`` is about ``n`` characters long."""

import base64
import itertools
import random


def _repeat(part, around=("", "")):
    before, after = around

    def shape(length):
        return before + part * max(1, (length - len(before) - len(after)) // len(part)) + after

    return shape


def _growing(line):
    """Lines of which each is longer than the one before, up to about ``length`` characters in all."""

    def shape(length):
        lines, total = [], 0
        while total < length:
            lines.append(line(len(lines) + 1))
            total += len(lines[-1])
        return "".join(lines)

    return shape


def _numbered(line):
    def shape(length):
        return "".join(itertools.islice(map(line, itertools.count(1)), max(1, length // len(line(1)))))

    return shape


def _fence(language, part):
    return _repeat(part, (f"```{language}\n", "\n```\n"))


def _table(columns):
    head = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"
    return _repeat("|" + "b|" * columns + "\n", (head, "\nafter\n"))


def _wide_table(length):
    columns = max(1, length // 6)
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n|" + "b|" * columns


def _references(length):
    count = max(1, length // 36)
    uses = "".join(f"[n{number}] " for number in range(count))
    return uses + "\n\n" + "".join(f"[n{number}]: https://a.example/{number}\n" for number in range(count))


def _macros(length):
    """Each macro calls the one before twice, so that what they write doubles with every line."""
    names = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(max(2, min(600, length // 28)))]
    lines = ["\\newcommand{\\maa}{xxxxxxxx}"]
    lines += [f"\\newcommand{{\\m{b}}}{{\\m{a}\\m{a}}}" for a, b in itertools.pairwise(names)]
    return "$$\n" + "\n".join(lines) + f"\n\\m{names[-1]}\n$$\n"


def _picture(length):
    return f"![chart](data:image/png;base64,{base64.b64encode(bytes(length * 3 // 4)).decode()})"


def _mixed(length):
    marks = "`*_~[]()!<>|$\\#-+&@:.\n\t 0aé\u0301\u200d"
    generator = random.Random(length)  # noqa: S311 - the same in every run
    return "".join(generator.choice(marks) for _ in range(length))


def _prose(length):
    part = (
        "## A heading\n\nSome *words* in a **paragraph** with `code`, a [link](https://a.example) and $x^2$.\n\n"
        "- one entry\n- another entry\n\n```python\nprint('a')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    )
    return _repeat(part)(length)


SHAPES = {
    "prose": _prose,
    "dollars": _repeat("$"),
    "dollars apart": _repeat("$ "),
    "dollars open": _repeat("$a "),
    "formulas": _repeat("$x$ "),
    "display formulas": _repeat("$$\nx\n$$\n\n"),
    "formula open": _repeat("\\("),
    "formula blocks open": _repeat("\\[\n\n"),
    "macros": _macros,
    "braces": _repeat("{", ("$$\n", "\n$$")),
    "lefts": _repeat("\\left(", ("$$\n", "\n$$")),
    "fractions": _repeat("\\frac", ("$$\n", "\n$$")),
    "nested fractions": lambda n: "$$\n" + "\\frac{1}{" * (n // 10) + "x" + "}" * (n // 10) + "\n$$\n",
    "superscripts": lambda n: "$$\n" + "x^{" * (n // 4) + "x" + "}" * (n // 4) + "\n$$\n",
    "matrices": _repeat("\\begin{matrix}", ("$$\n", "\n$$")),
    "matrix rows": _repeat("a & b \\\\ ", ("$$\n\\begin{matrix}", "\\end{matrix}\n$$")),
    "lines of one letter": _repeat("a\n"),
    "paragraphs of one letter": _repeat("a\n\n"),
    "address": _repeat("a.", ("", "@")),
    "address underscored": _repeat("a_", ("", "@")),
    "addresses": _repeat("me@x.org "),
    "spaces": _repeat(" ", ("a", "b")),
    "exclamation marks": _repeat("!"),
    "emphasis": _repeat("a**b"),
    "nested emphasis": _repeat("*a **b "),
    "emphasis mixed": _repeat("*a_ "),
    "emphasis within": lambda n: "*a_b" * (n // 8) + "c" + "_d*" * (n // 8),
    "stars": _repeat("*", ("", "a")),
    "tildes": _repeat("~~a"),
    "brackets": _repeat("["),
    "brackets closed": _repeat("[a]"),
    "link open": _repeat("[a](b"),
    "links": _repeat("[a](https://a.example) "),
    "pictures nested": _repeat("![[![["),
    "pictures": _repeat("![a](https://a.example/b.png) "),
    "picture of bytes": _picture,
    "references": _references,
    "reference definitions": _numbered(lambda n: f"[r{n:06}]: b\n"),
    "footnotes": _numbered(lambda n: f"a[^{n}]\n\n[^{n}]: b\n\n"),
    "quotes within": _repeat("> "),
    "quotes and lists": _repeat("> - a\nb\n"),
    "quotes deeper": _growing(lambda n: "> " * (n % 60) + "a\n"),
    "list within": _repeat("- "),
    "numbers within": _repeat("1. "),
    "list deeper": _growing(lambda n: "  " * n + "- a\n"),
    "list long": _repeat("- a\n"),
    "list of one entry": _repeat("  more\n\n", ("- a\n\n", "")),
    "tasks": _repeat("- [ ] a\n"),
    "rules": _repeat("- - -\n"),
    "dashes": _repeat("- - ", ("", "x")),
    "headings": _repeat("# a\n"),
    "hashes": _repeat("# "),
    "underlined": _repeat("a\n=\n"),
    "table long": _table(2),
    "table wide": _wide_table,
    "table heads": _repeat("a\n|-|x\n"),
    "comments open": _repeat("<!--"),
    "tags open": _repeat("<a "),
    "tags": _repeat("<div>\n"),
    "sections open": _repeat("<![CDATA["),
    "angles": _repeat("<"),
    "entities": _repeat("&amp;"),
    "entities unknown": _numbered(lambda n: f"&q{n:07x};"),
    "backslashes": _repeat("\\"),
    "backslash lines": _repeat("\\\n"),
    "backticks growing": _growing(lambda n: "`" * n + "a"),
    "backticks": _repeat("`a "),
    "fences": _repeat("```\na\n```\n"),
    "fence open": _repeat("x = 1\n", ("```python\n", "")),
    "fence of one line": _fence("", "x"),
    "fence of brackets": _fence("markdown", "["),
    "fence of stars": _fence("markdown", "*a _"),
    "fence of quotes": _fence("python", '\'"""f\'{'),
    "fence of tags": _fence("html", '<a b="<script>'),
    "fence of braces": _fence("javascript", "${`/({["),
    "fence of angles": _fence("cpp", "a<"),
    "fence of words": _fence("sql", "select a from b "),
    "line endings": _repeat("a\r\n"),
    "tabs": _repeat("\t", ("", "a")),
    "newlines": _repeat("\n"),
    "blank lines": _repeat(" \n"),
    "zero-width": _repeat("\u200b\u200d\u2060"),
    "combining marks": _repeat("\u0301\u0323", ("a", "")),
    "letters with marks": _repeat("a\u0301\u0323\u0308\u0330\u0306"),
    "overrides": _repeat("\u202ea\u202db"),
    "isolates": _repeat("\u2067a"),
    "emoji joined": _repeat("\U0001f468\u200d\U0001f469\u200d"),
    "no space": _repeat("x"),
    "ideographs": _repeat("\u6f22"),
    "right to left": _repeat("\u05e9\u05dc\u05d5\u05dd "),
    "address of punctuation": _repeat("!", ("http://x", "")),
    "address of brackets": _repeat("(", ("http://x", "")),
    "bare addresses": _repeat("http://a.example "),
    "mixed": _mixed,
}
