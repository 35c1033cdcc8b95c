"""Finds what holds itself: a list, dict or node in a widget that is also somewhere inside itself."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel

from chatkit_notebook.json import is_list, is_object


def circle(widget: object) -> str | None:
    """Say where a widget, or any other value, holds what it is in; `None` if it does so nowhere."""
    inside: dict[int, str] = {}
    finished: set[int] = set()
    # Values on the way down, and the same once all within them has been seen.
    waiting = [(widget, "", False)]
    while waiting:
        value, place, is_left = waiting.pop()
        known = id(value)
        if is_left:
            del inside[known]
            finished.add(known)
        elif known in inside:
            return f"{place}: must not be {inside[known] or 'the widget'}, which it is in."
        elif known not in finished and (entries := _entries(value)) is not None:
            inside[known] = here = _named(value, place)
            waiting.append((value, place, True))
            waiting += [(entry, f"{here}{step}", False) for step, entry in reversed(entries)]
    return None


def _entries(value: object) -> list[tuple[str, Any]] | None:
    """What a value holds, by the step that leads there; `None` for what holds nothing."""
    if isinstance(value, BaseModel):
        return [(f".{name}", entry) for name, entry in value]
    if is_object(value):
        return [(f".{name}", entry) for name, entry in value.items()]
    if is_list(value) or isinstance(value, tuple):
        return [(f"[{index}]", entry) for index, entry in enumerate(cast("list[Any]", value))]
    return None


def _named(value: object, place: str) -> str:
    """A place, with the type of the node that is there."""
    kind: object = value.get("type") if is_object(value) else getattr(value, "type", None)
    is_node = isinstance(kind, str) and place.rpartition(".")[2].partition("[")[0] in ("", "children")
    return f"{place}.{kind}".removeprefix(".") if is_node else place
