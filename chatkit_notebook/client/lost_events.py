"""Events that could change nothing on screen, because they lack what says what they are about."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from chatkit_notebook import types
from chatkit_notebook.json import is_object
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import misfit


class _Item(BaseModel, strict=True):
    id: str
    type: str


class _WithItem(BaseModel):
    item: _Item


class _Update(BaseModel, strict=True):
    type: str


class _Updated(BaseModel, strict=True):
    item_id: str
    update: _Update


class _Named(BaseModel, strict=True):
    type: str


_item_event: TypeAdapter[Any] = TypeAdapter(_WithItem)
_SHAPES: dict[str, TypeAdapter[Any]] = {
    "thread.item.added": _item_event,
    "thread.item.done": _item_event,
    "thread.item.replaced": _item_event,
    "thread.item.updated": TypeAdapter(_Updated),
}
_ROOTS = ("Card", "ListView", "Basic")
_named: TypeAdapter[Any] = TypeAdapter(_Named)


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
    shape = _SHAPES.get(kind) if isinstance(kind, str) else _named
    if shape is None:
        return None
    try:
        shape.validate_python(event)
    except ValidationError as error:
        return f"{kind}: {misfit(error, within=event)}." if isinstance(kind, str) else f"{misfit(error, within=event)}."
    return None
