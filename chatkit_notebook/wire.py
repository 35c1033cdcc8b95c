"""Guards for JSON of any shape: what came over a wire is checked here before anybody relies on it."""

from __future__ import annotations

from typing import Any, TypeGuard

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
