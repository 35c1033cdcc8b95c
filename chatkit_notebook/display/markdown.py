"""Text as Markdown that shows it as it is."""

from __future__ import annotations

import re

# What begins emphasis, code, HTML, entities, formulas and cells.
_MARKS = re.compile(r"[\\`*_~<>|$&]")
# A bracket begins links, pictures and footnotes; with a backslash before it, a formula.
_BRACKET = "&#91;"
# Addresses become links without any mark.
_ADDRESS = re.compile(r"(?<=[A-Za-z])(?=://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_TICKS = re.compile(r"`{3,}")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# They turn the text around them, the next cells included.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def in_line(text: str, longest: int) -> str:
    """The beginning of text in one line, without what can't be seen."""
    head = text[: 4 * longest]
    line = _UNSEEN.sub(" ", _DIRECTIONS.sub("", head)).strip()
    return line if len(line) <= longest and len(head) == len(text) else f"{line[:longest].rstrip()}…"


def escaped(text: str) -> str:
    """Markdown that shows a line as it is: nothing in it is a mark, and no address in it is a link."""
    return _ADDRESS.sub(r"\\", _MARKS.sub(r"\\\g<0>", text)).replace("[", _BRACKET)


def fenced(text: str, language: str) -> str:
    """A block of code that ends where it should, whatever the text holds."""
    ticks = "`" * (max((len(run) for run in _TICKS.findall(text)), default=2) + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def table(header: list[str], rows: list[list[str]], *, numbers: list[bool]) -> str:
    """A table of cells that are Markdown already; columns of `numbers` are aligned to the right."""
    rule = ["---:" if is_number else "---" for is_number in numbers]
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *rows])
