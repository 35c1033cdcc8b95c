"""Footnotes: ``[^1]`` within a line, and ``[^1]: words`` on a line of its own. A note is drawn where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.transcript.dialect.containers import is_outside

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Names of notes; a range of letters is a pattern that somebody writes about.
_LABEL = r"(?!\w-\w\])\w[\w.:-]{0,60}"
_MARK = re.compile(rf"\[\^({_LABEL})\](?![:(])")
_NOTE = re.compile(rf"\[\^({_LABEL})\]:[ \t]*")
# A line that goes on with the words of the note before it, though it is not indented.
_LAZY = re.compile(r"[ \t]*(?!$|\[|[#>|*+~`$-]|\d+[.)]|\\)\S")
_INDENTED = re.compile(r"(?: {2}|\t)[ \t]*\S")


def footnote_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """The name of a note within a line."""
    match = _MARK.match(state.src, state.pos, state.posMax) if state.src.startswith("[^", state.pos) else None
    if match is None:
        return False
    if not silent:
        state.push("footnote_mark", "sup", 0).content = match[1]
    state.pos = match.end()
    return True


def footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """A note."""
    if state.is_code_block(start):
        return False
    match = _NOTE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    last = _last_line(state, start, end)
    lines = state.getLines(start + 1, last, state.blkIndent, keepLastLF=False)
    words = state.src[match.end() : state.eMarks[start]] + "\n" + re.sub(r"(?m)^(?: {1,4}|\t)", "", lines)
    opening = state.push("footnote_open", "div", 1)
    opening.content, opening.map = match[1], [start, last]
    # Its lines lose their indent, so they are read by themselves.
    inner: list[Token] = []
    state.md.block.parse(words.rstrip() + "\n", state.md, state.env, inner)
    for token in inner:
        token.level += state.level
        state.tokens.append(token)
    state.push("footnote_close", "div", -1)
    state.line = last
    return True


def _last_line(state: StateBlock, start: int, end: int) -> int:
    last, line, is_blank = start + 1, start + 1, False
    while line < end and not is_outside(state, line):
        text = state.getLines(line, line + 1, state.blkIndent, keepLastLF=False)
        if not text.strip():
            is_blank = True
        elif _INDENTED.match(text) or (not is_blank and _LAZY.match(text)):
            last, is_blank = line + 1, False
        else:
            break
        line += 1
    return last
