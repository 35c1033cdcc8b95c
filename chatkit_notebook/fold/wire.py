"""Guards and copies for JSON that may have any shape."""

from __future__ import annotations

from typing import Any, TypeGuard

Json = dict[str, Any]


def is_object(value: object) -> TypeGuard[Json]:
    """Tell whether ``value`` is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Tell whether ``value`` is a JSON array."""
    return isinstance(value, list)


def is_index(value: object) -> TypeGuard[int]:
    """Tell whether ``value`` can be a position in a list: a whole number, not a boolean, not negative."""
    return type(value) is int and value >= 0


def copied(value: Any) -> Any:
    """Copy JSON, so that later deltas never write into an event that is logged or broadcast."""
    if is_object(value):
        return {key: copied(each) for key, each in value.items()}
    if is_list(value):
        return [copied(each) for each in value]
    return value
