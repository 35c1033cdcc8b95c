"""The values of templates: the lists and dicts that one has made itself, and may change, and those it was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, ItemsView, Iterator, KeysView, Sequence, ValuesView
from typing import Any, TypeGuard

_CONTAINERS = (list, tuple, dict, set, frozenset, deque, range, KeysView, ValuesView, ItemsView)
_SEQUENCES = (str, bytes, bytearray, list, tuple)


class OwnList(list[Any]):
    """A list that was made in a template."""


class OwnDict(dict[Any, Any]):
    """A dict that was made in a template."""


def owned(value: Any) -> Any:
    """Return a new plain list or dict as one of the template's own."""
    if value.__class__ is list:
        return OwnList(value)
    return OwnDict(value) if value.__class__ is dict else value


def is_container(value: object) -> TypeGuard[Collection[Any]]:
    """Tell whether a value holds others, which are written, or gone through, with it."""
    return isinstance(value, _CONTAINERS)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Tell whether a value can be repeated and appended to another of its kind."""
    return isinstance(value, _SEQUENCES)


def is_iterator(value: object) -> TypeGuard[Iterator[Any]]:
    """Tell whether a value can be gone through once."""
    return isinstance(value, Iterator)


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Tell whether a value is a tuple: as a key, all that it holds is looked through."""
    return isinstance(value, tuple)


def inside(container: Collection[Any]) -> Iterator[Any]:
    """Go through what a container holds, the keys of a dict as well as its values."""
    yield from container
    if isinstance(container, dict):
        yield from container.values()
