"""Chooses how each item is drawn, so that the newest ones are there and the whole stays within its bounds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatkit_notebook.json import repaired
from chatkit_notebook.secrets import masked_json
from chatkit_notebook.transcript.bounds import markup_of
from chatkit_notebook.transcript.html_form import HtmlForm
from chatkit_notebook.transcript.items import is_by_user, parts_of
from chatkit_notebook.transcript.markdown_form import MarkdownForm, without_bytes
from chatkit_notebook.transcript.prose import as_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.transcript.bounds import Bounds
    from chatkit_notebook.transcript.items import Item


class _AsWritten(MarkdownForm):
    """Markdown that nobody reads as such."""

    def prose(self, text: str) -> str:
        return without_bytes(text)

    def typed(self, text: str) -> str:
        return text


def _as_written(item: Item, longest: int) -> list[str]:
    return [as_typed(part) for part in parts_of(_AsWritten(), item, longest)]


_LEVELS: list[Callable[[Item, int], list[str]]] = [
    _as_written,
    lambda item, longest: parts_of(HtmlForm(is_rich=False), item, longest),
    lambda item, longest: parts_of(HtmlForm(), item, longest),
]
"""Each takes more tags than the one before."""


@dataclass
class _Drawn:
    """An item at each level that was asked for, with what its tags cost."""

    is_user: bool
    levels: dict[int, tuple[list[str], int]] = field(default_factory=dict[int, tuple[list[str], int]])


@dataclass
class Chosen:
    """An item's parts, and who said it."""

    parts: list[str]
    is_user: bool


class Drawings:
    """Draws items, and remembers them: of a thread that grows, only what is new is drawn."""

    def __init__(self) -> None:
        self._known: dict[str, _Drawn] = {}

    def choose(self, items: Sequence[Item], bounds: Bounds) -> tuple[list[Chosen], bool]:
        """The newest items, oldest first, and whether any is left out."""
        used: dict[str, _Drawn] = {}
        chosen: list[tuple[Item, _Drawn]] = []
        text, left, is_cut = bounds.text, bounds.markup, False
        for given in reversed(items):
            item = repaired(masked_json(given))
            key = json.dumps([item, bounds.message], default=str)
            drawn = used[key] = self._known.get(key) or _Drawn(is_by_user(item))
            parts, cost = self._at(drawn, item, 0, bounds)
            if not parts:
                continue
            text -= sum(map(len, parts)) - cost
            left -= cost + (0 if chosen and chosen[-1][1].is_user == drawn.is_user else _AROUND[drawn.is_user])
            if chosen and (text < 0 or left < 0):
                is_cut = True
                break
            chosen.append((item, drawn))
        levels = [0] * len(chosen)
        # What is newest is seen whole, then all of it with fewer tags, then whole what there is still room for.
        for level, room in ((2, left // 2), (1, 0), (2, 0)):
            for index, (item, drawn) in enumerate(chosen):
                if levels[index] < level and left > room:
                    more = self._at(drawn, item, level, bounds)[1] - drawn.levels[levels[index]][1]
                    if left - more >= room:
                        left -= more
                        levels[index] = level
        self._known = used
        return [
            Chosen(drawn.levels[level][0], drawn.is_user)
            for (_, drawn), level in zip(reversed(chosen), reversed(levels), strict=True)
        ], is_cut

    def _at(self, drawn: _Drawn, item: Item, level: int, bounds: Bounds) -> tuple[list[str], int]:
        if level not in drawn.levels:
            longest, cost = 2 * bounds.message, bounds.markup
            parts: list[str] = []
            # Every sign of text may be one that takes more room in HTML.
            while cost > bounds.markup // 2 and longest > _SHORTEST:
                longest //= 2
                parts = _LEVELS[level](item, longest)
                cost = sum(map(markup_of, parts))
                if level:
                    break
            drawn.levels[level] = (parts, cost)
        return drawn.levels[level]


_SHORTEST = 500
_AROUND = {True: 400, False: 130}
"""Bytes at the most of the name and the frame around what was said, by the user or not."""
