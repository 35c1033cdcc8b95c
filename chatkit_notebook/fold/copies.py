"""Indexes and copies for the fold."""

from __future__ import annotations

from typing import Any, TypeGuard

from chatkit_notebook.json import is_list, is_object


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
