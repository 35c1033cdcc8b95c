"""What a file is called, what kind it is and how large, in words. Names and types come from browsers and users."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from pathlib import PurePosixPath

OCTETS = "application/octet-stream"
"""The type of a file of which nothing is known."""

HEAD = 12
"""How many bytes at the beginning of a file ``picture_type`` looks at."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""The types that are shown as pictures."""

_LONGEST_NAME = 255
_LONGEST_SUFFIX = 20
_PART = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
_TYPE = re.compile(f"{_PART}/{_PART}")
# Control characters, halves of surrogate pairs, and ends of lines.
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
# These turn the rest of a name around, so that its extension seems to be another.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def display_name(name: str) -> str:
    """Return what a file is shown as: the last part of its path in one line, of at most 255 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each) not in _UNSEEN and each not in _DIRECTIONS)
    shown = seen.strip()
    if shown in ("", ".", ".."):
        return "file"
    if len(shown) <= _LONGEST_NAME:
        return shown
    suffix = PurePosixPath(shown).suffix
    suffix = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    return shown[: _LONGEST_NAME - len(suffix)] + suffix


def media_type(name: str, declared: str) -> str:
    """Return the declared type without parameters, in lower case; guessed from the name where it says nothing."""
    plain = declared.partition(";")[0].strip().lower()
    if _TYPE.fullmatch(plain) and plain != OCTETS:
        return plain
    # Only the end counts: the name is not a URL, which the module would take it for.
    guessed, encoding = mimetypes.guess_type(f"file{PurePosixPath(display_name(name)).suffix}", strict=False)
    return guessed if guessed and not encoding else OCTETS


def picture_type(head: bytes) -> str | None:
    """Return which of ``PICTURES`` a file is by its first bytes; None if it is none of them."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:HEAD] == b"WEBP":
        return "image/webp"
    return None
