"""Reads wire JSON that may have any shape: what does not fit counts as not there."""

from __future__ import annotations

from typing import Any

from chatkit_notebook.json import is_list, is_object

_LONGEST_LINE = 1_000


def text(value: object, *names: str) -> str:
    """The first text under these names; empty if there is none."""
    if is_object(value):
        for name in names:
            if isinstance(found := value.get(name), str) and found:
                return found
    return ""


def brief(value: object, *names: str) -> str:
    """The same, for what stands on a line."""
    found = text(value, *names)
    return found if len(found) <= _LONGEST_LINE else f"{found[:_LONGEST_LINE]}…"


def objects(value: object, name: str) -> list[dict[str, Any]]:
    """The objects of the list under this name; of one object, itself."""
    found = value.get(name) if is_object(value) else None
    entries = found if is_list(found) else [found]
    return [entry for entry in entries if is_object(entry)]


def shown(value: object) -> str:
    """A value of a table or a field, for people."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int | float) else "–"  # noqa: RUF001 - nothing is there
