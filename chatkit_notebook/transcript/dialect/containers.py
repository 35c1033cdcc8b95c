"""Where the list entry or quote ends that a block stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def end_of_container(state: StateBlock, start: int, end: int) -> int:
    """The first line after ``start`` that belongs to something else: the parser's own end is that of the whole list."""
    return next((line for line in range(start + 1, end) if is_outside(state, line)), end)


def is_outside(state: StateBlock, line: int) -> bool:
    """Whether a line is less indented than what the block stands in."""
    return state.sCount[line] < state.blkIndent and not state.isEmpty(line)
