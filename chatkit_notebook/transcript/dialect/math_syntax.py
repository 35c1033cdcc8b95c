r"""Formulas: ``$$ ... $$``, ``\[ ... \]``, ``\( ... \)``, ``$ ... $``, and TeX's environments that are formulas.

A single dollar is a price far more often than a formula, so ``$`` opens one only before a non-space and closes it only
after a non-space and where no price begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from chatkit_notebook.transcript.dialect.containers import end_of_container

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_LONGEST = 4_000
"""Characters that a formula may have; the view draws no longer ones."""
_MOST_LINES = 120

_DOLLARS = re.compile(r" {0,3}\$\$((?:\\(?:[\s\S]|\Z)|(?!\$\$)[^\\])*)(?:(\$\$)[ \t]*(?=\n|\Z)|\Z)")
_BRACKETS = re.compile(r" {0,3}\\\[((?:\\(?:[^\]]|\Z)|[^\\])*)(?:(\\\])[ \t]*(?=\n|\Z)|\Z)")
_DISPLAYED = r"(?:align(?:ed)?at|align|flalign|gather|multline|equation|eqnarray|displaymath|split|CD)"
_WITHIN = r"(?:aligned|gathered|[dr]{0,2}cases|[pbBvV]?matrix|smallmatrix|[ds]?array|subarray|math)"
_BEGIN = re.compile(rf"( {{0,3}})\\begin\{{(({_DISPLAYED}|{_WITHIN})\*?)\}}")
_IS_DISPLAYED = re.compile(_DISPLAYED)
_LINE_END = re.compile(r"[ \t]*(?=\n|\Z)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

_INLINE = re.compile(
    r"\\\(((?:\\[^)]|[^\\])+?)\\\)"
    r"|\\\[((?:\\[^\]]|[^\\])+?)\\\]"
    r"|\$\$((?:\\[\s\S]|[^$\\])+)\$\$"
    r"|\$(?![\s$])((?:\\[\s\S]|[^$`\\\n])*(?:\\[^\n]|[^\s$`\\]))\$(?![$\d{]|\.\d)"
)
# What stands between two amounts that each have a dollar before or after them.
_PRICES = re.compile(
    r"\d[\d.,]*(?:[kKmMbB]|bn|mn)?[\s–—-][^\\^_={}<>+*|]*\b(?:[A-Za-z]{3,}|or|to|in|is|at|of|US|CA)\b",  # noqa: RUF001
    re.ASCII,
)
# Ends what goes on: no formula ends so, and variables of a shell and signs of shares do.
_GOES_ON = re.compile(r"[-+*/=,:;<>|&(\[~]\Z")
_AFTER_DOLLAR = re.compile(r"[\w({]", re.ASCII)
_WORD = re.compile(r"\w", re.ASCII)


class Formula(NamedTuple):
    """A formula: where it ends, its TeX, and whether it stands by itself."""

    end: int
    tex: str
    display: bool


def formula_at(source: str, start: int) -> Formula | None:
    """The formula that begins at ``start`` within a line."""
    match = _INLINE.match(source, start, start + _LONGEST)
    if match is None:
        found = _environment(source, start)
        if found is None or found[1] is None or found[0]:
            return None
        return Formula(found[1], source[start : found[1]], found[2])
    single = match[4]
    if single is not None and _is_price(single, source[match.end() : match.end() + 1]):
        return None
    tex = next(group for group in match.groups() if group is not None)
    # A space after a backslash belongs to it.
    tex = re.sub(r"(?<!\\)\s+\Z", "", tex).lstrip()
    return Formula(match.end(), tex, display=match[1] is None and single is None)


def inline_math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """A formula within a line."""
    at = state.pos
    if state.src[at] not in "$\\":
        return False
    if state.src[at] == "$" and at > 0 and _WORD.match(state.src[at - 1]):
        return False
    found = formula_at(state.src, at)
    if found is None or found.end > state.posMax:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = found.tex, state.src[at : found.end]
        token.meta = {"display": found.display}
    state.pos = found.end
    return True


def math(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """A formula on lines of its own."""
    if state.is_code_block(start):
        return False
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not first.startswith(("$$", "\\[", "\\begin{")):
        return False
    last = end_of_container(state, start, min(end, start + _MOST_LINES))
    source = state.getLines(start, last, state.blkIndent, keepLastLF=False)
    found = _block(source)
    if found is None:
        return False
    if silent:
        return True
    state.line = start + source.count("\n", 0, found.end) + 1
    token = state.push("math_block", "math", 0)
    token.content, token.markup = found.tex, source[: found.end]
    token.meta, token.map = {"display": True}, [start, state.line]
    return True


def _block(source: str) -> Formula | None:
    match = _DOLLARS.match(source) or _BRACKETS.match(source)
    if match is not None:
        # An unclosed opener followed by prose is not a formula that lost its end.
        if match[2] is None and _BLANK_LINE.search(match[0]):
            return None
        return Formula(match.end(), match[1].strip(), display=True)
    found = _environment(source, 0)
    if found is None:
        return None
    end = found[1]
    if end is None:
        return None if _BLANK_LINE.search(source) else Formula(len(source), source.strip(), display=True)
    closing = _LINE_END.match(source, end)
    return None if closing is None else Formula(closing.end(), source[:end].strip(), display=True)


def _environment(source: str, start: int) -> tuple[str, int | None, bool] | None:
    """The indent of the environment at ``start``, its end if it has come, and whether it stands by itself."""
    match = _BEGIN.match(source, start)
    if match is None:
        return None
    indent, name, kind = match.groups()
    depth, end = 0, None
    for found in re.finditer(rf"\\(begin|end)\{{{re.escape(name)}\}}", source[start : start + _LONGEST]):
        depth += 1 if found[1] == "begin" else -1
        if depth == 0:
            end = start + found.end()
            break
    return indent, end, _IS_DISPLAYED.fullmatch(kind) is not None


def _is_price(between: str, following: str) -> bool:
    if _PRICES.match(between):
        return True
    goes_on = _AFTER_DOLLAR.match(following) and _GOES_ON.search(between)
    return bool(goes_on) and not re.search(r"\\.\Z", between)
