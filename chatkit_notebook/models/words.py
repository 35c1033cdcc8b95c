"""Text to the pieces a model streams."""

from __future__ import annotations

import re

_WORD = re.compile(r"\s*\S+|\s+")


def split_words(text: str) -> list[str]:
    """Cut text into words that keep the white space before them; joined they are the text again."""
    return _WORD.findall(text)
