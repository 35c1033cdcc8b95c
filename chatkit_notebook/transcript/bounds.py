"""How much of a thread a transcript shows, and what its tags may cost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Bounds:
    """What a transcript may have.

    Attributes:
        text: Characters of text, of the newest items.
        message: Characters of one text.
        markup: Bytes of everything else.
    """

    text: int
    message: int
    markup: int


SAVED = Bounds(text=100_000, message=20_000, markup=17_000)
"""In a notebook, which is written anew at each save: with the frame around it, 20 kB beside the text."""

DOCUMENT = Bounds(text=5_000_000, message=1_000_000, markup=10_000_000)
"""In a file of its own."""


def markup_of(html: str) -> int:
    """The bytes of what is not text."""
    return len(html.encode()) - len(unescape(_TAG.sub("", html)).encode())
