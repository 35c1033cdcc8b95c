"""Where text may be cut that is too long to be searched for emphasis and links in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 4_000
_LONGEST_DENSE = 1_000
"""Of text that is full of marks: some rules cost the square of what they are given."""
_MOST_MARKS = 400
_MARKS = "*_~[]()<!`\\$@&"


def pieces(text: str) -> Iterator[str]:
    """The pieces of text, which join to it; as the view cuts it."""
    longest = _LONGEST_DENSE if len(text) > _MOST_MARKS and sum(map(text.count, _MARKS)) > _MOST_MARKS else _LONGEST
    start = 0
    while start < len(text):
        end = _piece_end(text, start, longest)
        yield text[start:end]
        start = end


def _piece_end(text: str, start: int, longest: int) -> int:
    limit, least = start + longest, start + (longest + 1) // 2
    if len(text) <= limit:
        return len(text)
    if (line := text.rfind("\n", least, limit + 1)) >= 0:
        return line
    space = text.rfind(" ", least, limit)
    return limit if space < 0 else space + 1
