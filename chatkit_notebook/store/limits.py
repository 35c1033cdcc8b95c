"""What may be attached to a message: how large, how many, and of which types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.locales import words
from chatkit_notebook.store.media import display_name, media_type

__all__ = ["DEFAULT_MAX_COUNT", "DEFAULT_MAX_SIZE", "MIB", "AttachmentLimits", "media_type"]

MIB = 2**20
DEFAULT_MAX_SIZE = 100 * MIB
DEFAULT_MAX_COUNT = 10

_EVERYTHING = ("*/*", "*", "")
_PATTERN = re.compile(r"[^/\s*,;]+/([^/\s*,;]+|\*)")


@dataclass(frozen=True)
class AttachmentLimits:
    """What may be attached.

    Attributes:
        max_size: The most bytes of a file; or of a file of each type, where ``"image/*"`` stands for a family of types
            and ``"*"`` for all that are not named, which may have 100 MiB otherwise.
        max_count: The most attachments of a message.
        accept: The types that may be attached, as in ``max_size``, each with the extensions that a name may have:
            ``{"image/*": [], "application/pdf": [".pdf"]}``. No extension stands for any; None accepts everything.

    Raises:
        TypeError: One of them is not a number, or not a mapping.
        ValueError: A number is too small, or a type or an extension is malformed.
    """

    max_size: int | Mapping[str, int] = DEFAULT_MAX_SIZE
    max_count: int = DEFAULT_MAX_COUNT
    accept: Mapping[str, Sequence[str]] | None = None

    def __post_init__(self) -> None:
        """Check everything, and write it in one way."""
        object.__setattr__(self, "max_size", _checked_sizes(self.max_size))
        _check_number("max_count", self.max_count, "attachments of a message, such as 10")
        object.__setattr__(self, "accept", _checked_types(self.accept))

    def check(self, name: str, mime_type: str, size: int) -> None:
        """Check a file before its bytes are taken.

        Args:
            name: What it is called.
            mime_type: What it is said to be.
            size: In bytes.

        Raises:
            AttachmentRefusedError: It may not be attached; the message says what may be.
        """
        name, mime_type = display_name(name), media_type(name, mime_type)
        if not self._accepts(name, mime_type):
            raise AttachmentRefusedError(words().type_refused(name, mime_type, self.accept or {}))
        if size < 0:
            raise AttachmentRefusedError(words().size_impossible(name, size))
        most = self._most(mime_type)
        if size > most:
            raise AttachmentRefusedError(words().too_large(name, size, most))

    def check_count(self, count: int) -> None:
        """Check how many attachments a message has.

        Raises:
            AttachmentRefusedError: There are too many.
        """
        if count > self.max_count:
            raise AttachmentRefusedError(words().too_many_attachments(count, self.max_count))

    def most_of_a_message(self) -> int:
        """The most bytes that the attachments of one message may have."""
        sizes = [self.max_size] if isinstance(self.max_size, int) else [*self.max_size.values(), DEFAULT_MAX_SIZE]
        return self.max_count * max(sizes)

    def _accepts(self, name: str, mime_type: str) -> bool:
        if self.accept is None:
            return True
        lower = name.lower()
        return any(
            pattern in _patterns(mime_type) and (not extensions or lower.endswith(tuple(extensions)))
            for pattern, extensions in self.accept.items()
        )

    def _most(self, mime_type: str) -> int:
        if isinstance(self.max_size, int):
            return self.max_size
        return next((self.max_size[each] for each in _patterns(mime_type) if each in self.max_size), DEFAULT_MAX_SIZE)


def _patterns(mime_type: str) -> tuple[str, ...]:
    """The patterns that fit a type, the closest first."""
    return mime_type, f"{mime_type.partition('/')[0]}/*", *_EVERYTHING


# --- the limits themselves; they come from people


def _checked_sizes(given: Any) -> int | dict[str, int]:
    what = 'bytes, such as 10 * 2**20, or a dict of such numbers, as in {"image/*": 5 * 2**20, "*": 2**20}'
    if not isinstance(given, Mapping):
        return _check_number("max_size", given, what)
    sizes = cast("Mapping[Any, Any]", given)
    return {_pattern("max_size", each): _check_number(f"max_size[{each!r}]", sizes[each], what) for each in sizes}


def _check_number(name: str, value: Any, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name}={value!r}: pass a whole number of {what}.")
    if value < 1:
        raise ValueError(f"{name}={value!r} lets nothing be attached: pass a number of {what}.")
    return value


def _checked_types(given: Any) -> dict[str, tuple[str, ...]] | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        example = '{"image/*": [], "application/pdf": [".pdf"]}'
        raise TypeError(f"accept={given!r}: pass a dict of types and their extensions, such as {example}.")
    types = cast("Mapping[Any, Any]", given)
    if not types:
        raise ValueError("accept={} lets nothing be attached: name some types, or leave it out to accept everything.")
    return {_pattern("accept", each): _extensions(each, types[each]) for each in types}


def _pattern(name: str, given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(f"{name} has the type {given!r}: pass a str such as 'image/*'.")
    pattern = given.strip().lower()
    if pattern not in _EVERYTHING and not _PATTERN.fullmatch(pattern):
        raise ValueError(
            f"{name} has the type {given!r}: write 'image/png', 'image/*' for a family, or '*' for everything. "
            "Extensions are for accept, and go with their type: {'application/pdf': ['.pdf']}."
        )
    return pattern


def _extensions(pattern: str, given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise TypeError(f"accept[{pattern!r}]={given!r}: pass a list of extensions such as ['.pdf'], or [] for any.")
    return tuple(_extension(pattern, each) for each in cast("Sequence[Any]", given))


def _extension(pattern: str, given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(f"accept[{pattern!r}] has the extension {given!r}: pass a str such as '.pdf'.")
    bare = given.strip().lower().removeprefix(".")
    if not bare or re.search(r"[\s/\\*]", bare):
        raise ValueError(f"accept[{pattern!r}] has the extension {given!r}: write it as in '.pdf'.")
    return f".{bare}"
