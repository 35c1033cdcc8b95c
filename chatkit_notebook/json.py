"""Guards for JSON of any shape: what came over a wire is checked here before anybody relies on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeGuard, cast

if TYPE_CHECKING:
    from collections.abc import Container

Json = dict[str, Any]


def is_object(value: object) -> TypeGuard[Json]:
    """Tell whether ``value`` is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Tell whether ``value`` is a JSON array."""
    return isinstance(value, list)


def object_in(value: object) -> Json:
    """Return ``value`` if it is a JSON object, else an empty one."""
    return value if is_object(value) else {}


def is_deep(value: object, most: int) -> bool:
    """Tell whether ``value`` is nested more than ``most`` levels deep, however deep it is."""
    level = [value]
    for _ in range(most + 1):
        level = [
            each
            for part in level
            for each in (part.values() if is_object(part) else part if is_list(part) else ())
            if isinstance(each, (dict, list))
        ]
        if not level:
            return False
    return True


def whole(text: str) -> str:
    """Join the halves of surrogate pairs, which no UTF-8 can hold; one without its other half becomes U+FFFD.

    Models write them into JSON, and servers that count in UTF-16 cut an emoji in two between deltas.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class Halves:
    """Keeps the first half of a character at the end of growing text until its other half comes.

    Sources that count in UTF-16 cut an emoji in two. What ``whole()`` makes of each half alone is not what was meant.
    """

    def __init__(self) -> None:
        self._held: dict[object, str] = {}

    def __bool__(self) -> bool:
        return bool(self._held)

    def join(self, key: object, piece: str, *, is_last: bool = False) -> str:
        """What to go on with: the half that was kept of this text, and the piece without one at its end.

        Args:
            key: Which text grows.
            piece: What it grows by.
            is_last: Whether nothing follows.
        """
        if not self._held and piece.isascii():
            return piece
        text = self._held.pop(key, "") + piece
        if ends_in_half(text) and not is_last:
            self._held[key] = text[-1]
            text = text[:-1]
        return whole(text)

    def rest(self, *, besides: Container[object] = ()) -> dict[Any, str]:
        """What to add to texts that have ended: U+FFFD to each whose last character still lacks a half.

        Args:
            besides: Those that go on.
        """
        ended = [key for key in self._held if key not in besides]
        for key in ended:
            del self._held[key]
        return dict.fromkeys(ended, "\ufffd")


def ends_in_half(text: str) -> bool:
    """Tell whether text ends in the first half of a character."""
    return "\ud800" <= text[-1:] <= "\udbff"


def read_whole(data: str | bytes | bytearray) -> Any:
    """Read JSON as ``json.loads()`` does, and repair its texts as ``whole()`` does.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested too deep.
    """
    return repaired(json.loads(data))


def repaired(value: Any) -> Any:
    """Return plain data with every text in it, names of fields included, repaired as ``whole()`` does."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {repaired(key): repaired(each) for key, each in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [repaired(each) for each in cast("list[Any]", value)]
    return value
