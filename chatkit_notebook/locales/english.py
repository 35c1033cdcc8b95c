"""Counts, sizes and kinds of files in English: for its texts, and for what models read in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAMILIES = {
    "image/*": "images",
    "audio/*": "audio files",
    "video/*": "videos",
    "text/*": "text files",
    "font/*": "fonts",
    **dict.fromkeys(("*/*", "*", ""), "files"),
}


def counted(count: int, one: str, many: str | None = None) -> str:
    """``1 file``, ``1,000 files``."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def duration(seconds: int) -> str:
    """``2 s``, ``1 min 5 s``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{rest} s"


def kind_of_file(pattern: str, extensions: Sequence[str]) -> str:
    """The files of a type in the plural: ``image/*`` is "images"."""
    if pattern in _FAMILIES:
        return _FAMILIES[pattern]
    names = [each[1:].upper() for each in extensions] or [pattern.partition("/")[2].upper()]
    plain = all(re.fullmatch(r"[A-Z0-9]{1,5}", each) for each in names)
    return f"{' or '.join(names)} files" if plain else f"files of the type {pattern}"


def readable_size(size: int) -> str:
    """A number of bytes for people, with no comma in it: lists of such facts are read again."""
    if size < 2**10:
        return "1 byte" if size == 1 else f"{size} bytes"
    number, unit = size / 2**10, "KB"
    for larger in ("MB", "GB", "TB"):
        if number < 2**10:
            break
        number, unit = number / 2**10, larger
    return f"{number:.1f} {unit}".replace(".0 ", " ")
