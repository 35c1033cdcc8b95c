"""Code fences. One that holds Markdown may have fences within it that are as long as itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.transcript.dialect.containers import is_outside

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_OPENING = re.compile(r"(`{3,}|~{3,})(.*)\Z")
_MARKDOWN = re.compile(r"(?:markdown|md|mdx|rmarkdown|rmd|qmd|quarto|myst)\b", re.IGNORECASE)
# A fence with a language is never a closing one.
_INNER = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*[\w{.+#-][^`]*\Z")


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """A fence, to its closing line or to the end of what it stands in."""
    if state.is_code_block(start):
        return False
    match = _OPENING.match(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if match is None or (match[1][0] == "`" and "`" in match[2]):
        return False
    if silent:
        return True
    marker, info = match[1], match[2].strip()
    body_end = _body_end(state, start, end, marker, nests=_MARKDOWN.match(info) is not None)
    is_closed = body_end < end and state.sCount[body_end] >= state.blkIndent
    state.line = body_end + (1 if is_closed else 0)
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = info, marker, [start, state.line]
    token.content = state.getLines(start + 1, body_end, state.sCount[start], keepLastLF=True)
    return True


def _body_end(state: StateBlock, start: int, end: int, marker: str, *, nests: bool) -> int:
    closing, inner = _closing(marker), None
    for line in range(start + 1, end):
        text = state.getLines(line, line + 1, state.blkIndent, keepLastLF=False)
        if is_outside(state, line):
            return line
        if inner is not None:
            inner = None if inner.match(text) else inner
        elif nests and (match := _INNER.match(text)) is not None:
            inner = _closing(match[1])
        elif closing.match(text):
            return line
    # What looked like a fence within this one has taken its end.
    return _body_end(state, start, end, marker, nests=False) if nests else end


def _closing(marker: str) -> re.Pattern[str]:
    return re.compile(rf" {{0,3}}{re.escape(marker[0])}{{{len(marker)},}}[ \t]*\Z")
