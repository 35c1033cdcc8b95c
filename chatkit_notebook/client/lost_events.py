"""Events that could change nothing on screen, because they lack what says what they are about."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from chatkit_notebook import types
from chatkit_notebook.json import is_object
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import misfit


class _Shape(BaseModel, strict=True, defer_build=True):
    """What an event must have at least."""


class _Item(_Shape):
    id: str
    type: str


class _WithItem(_Shape):
    item: _Item


class _Update(_Shape):
    type: str


class _Updated(_Shape):
    item_id: str
    update: _Update


class _Named(_Shape):
    type: str


_SHAPES: dict[str, type[_Shape]] = {
    "thread.item.added": _WithItem,
    "thread.item.done": _WithItem,
    "thread.item.replaced": _WithItem,
    "thread.item.updated": _Updated,
}
_ROOTS = ("Card", "ListView", "Basic")


@cache
def _items() -> set[str]:
    return {get_args(kind.model_fields["type"].annotation)[0] for kind in get_args(get_args(types.ThreadItem)[0])}


def why_lost(event: dict[str, Any]) -> str | None:
    """What an event lacks, in one sentence; None for one that can be shown, or that a newer client may know."""
    kind = event.get("type")
    if kind == "thread.item.updated" and type(event.get("item_id")) is str:
        update = event.get("update")
        if is_object(update) and type(update.get("type")) is str:
            return None
    if isinstance(kind, str) and (kind in _items() or kind in _ROOTS):
        return words().not_an_event(kind, is_widget=kind in _ROOTS)
    shape = _SHAPES.get(kind) if isinstance(kind, str) else _Named
    if shape is None:
        return None
    try:
        shape.model_validate(event)
    except ValidationError as error:
        return f"{kind}: {misfit(error, within=event)}." if isinstance(kind, str) else f"{misfit(error, within=event)}."
    return None
