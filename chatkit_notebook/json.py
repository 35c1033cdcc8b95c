"""Guards for JSON of any shape: what came over a wire is checked here before anybody relies on it."""

from __future__ import annotations

import json
from typing import Any, TypeGuard, cast

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
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


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
