"""Bars in the rows of tables that part no cells.

GitHub's rule cuts a row at every bar that has no backslash. Models forget the backslash in code and in formulas, and a
formula needs those that it has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.transcript.dialect.math_syntax import formula_at

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_BAR = "\ufdd1"
"""Stands for a bar that is part of its cell, and is not a character."""
_RULE = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*[|:-][ \t|:-]*\Z")
_MARKS = re.compile(r"(?<!\w)\$|\\[(\[|\\$`]|`+", re.ASCII)
_LONGEST_LINE = 20_000


def keep_bars(state: StateCore) -> None:
    """Replace the bars that belong to code and formulas in what looks like the rows of tables."""
    if "|" not in state.src or "-" not in state.src:
        return
    lines = state.src.split("\n")
    columns = 0
    for index, line in enumerate(lines):
        if "|" not in line and columns and not line.strip(" \t>"):
            columns = 0
        elif _RULE.match(line) and "-" in line and index:
            columns = _count(line)
            lines[index - 1] = _row(lines[index - 1], columns)
        elif columns:
            lines[index] = _row(line, columns)
    state.src = "\n".join(lines)


def restore_bars(state: StateCore) -> None:
    """Put the bars back."""
    for token in state.tokens:
        _restore(token)


def _restore(token: Token) -> None:
    token.content, token.markup = token.content.replace(_BAR, "|"), token.markup.replace(_BAR, "|")
    token.info = token.info.replace(_BAR, "|")
    for name, value in token.attrs.items():
        if isinstance(value, str):
            token.attrs[name] = value.replace("%EF%B7%91", "%7C").replace(_BAR, "|")
    for child in token.children or ():
        _restore(child)


def _count(line: str) -> int:
    """How many cells GitHub's rule finds."""
    inner = re.sub(r"^\||(?<!\\)\|$", "", line.strip(" \t>"))
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", inner)) + 1


def _row(line: str, columns: int) -> str:
    if len(line) > _LONGEST_LINE or "|" not in line or not re.search(r"[`$\\]", line):
        return line
    whole = _kept(line, is_whole=True)
    # Two dollars or backticks in different cells are neither a formula nor code.
    return _kept(line, is_whole=False) if _count(line) == columns and _count(whole) != columns else whole


def _kept(line: str, *, is_whole: bool) -> str:
    """The line with the bars replaced: any in a formula, and one between spaces in code, if ``is_whole``."""
    result, last = "", 0
    for mark in _MARKS.finditer(line):
        if mark.start() < last:
            continue
        is_code = mark[0].startswith("`")
        end = _code_end(line, mark) if is_code else (found := formula_at(line, mark.start())) and found.end
        if end is None:
            continue
        result += line[last : mark.start()] + _replaced(line[mark.start() : end], is_code=is_code, is_whole=is_whole)
        last = end
    return result + line[last:]


def _replaced(piece: str, *, is_code: bool, is_whole: bool) -> str:
    def bar(match: re.Match[str]) -> str:
        before, after = piece[match.start() - 1 : match.start()], piece[match.end() : match.end() + 1]
        # In code the backslash is there for the table, in a formula for the formula.
        is_kept = not is_code if before == "\\" else is_whole or (is_code and (before != " " or after != " "))
        return _BAR if is_kept else "|"

    return re.sub(r"\|", bar, piece)


def _code_end(line: str, mark: re.Match[str]) -> int | None:
    return next(
        (run.end() for run in re.compile(r"`+").finditer(line, mark.end()) if len(run[0]) == len(mark[0])), None
    )
