"""What to send so that one state of a widget becomes the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from chatkit_notebook import types
from chatkit_notebook.json import Json, ends_in_half, is_list, is_object
from chatkit_notebook.store.copies import fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.types import (
        WidgetComponentUpdated,
        WidgetRoot,
        WidgetRootUpdated,
        WidgetStreamingTextValueDelta,
    )

WidgetDelta: TypeAlias = "WidgetStreamingTextValueDelta | WidgetRootUpdated | WidgetComponentUpdated"

_STREAMABLE = ("Text", "Markdown")


def diff_widget(before: WidgetRoot, after: WidgetRoot) -> list[WidgetDelta]:
    """Return the updates from ``before`` to ``after``: text that grew, or else the whole widget."""
    return diff_nodes(as_json(before), as_json(after), after)


def as_json(widget: WidgetRoot) -> Json:
    """Return a widget as it goes over the wire, which is what a diff compares."""
    return widget.model_dump(mode="json", by_alias=True, exclude_none=True)


def diff_nodes(before: Json, after: Json, widget: WidgetRoot) -> list[WidgetDelta]:
    """Return the updates from one JSON to the next, which is that of ``widget``."""
    old_texts: list[Json] = []
    new_texts: list[Json] = []
    is_same = _without_texts(before, old_texts) == _without_texts(after, new_texts)
    pairs = [(old, new) for old, new in zip(old_texts, new_texts, strict=False) if old["value"] != new["value"]]
    if is_same and not pairs:
        return []
    ids = list(_ids(after))
    # Of two nodes with one id the client could not tell which is meant.
    if is_same and all(new["value"].startswith(old["value"]) and ids.count(new["id"]) == 1 for old, new in pairs):
        return [
            types.WidgetStreamingTextValueDelta(
                component_id=new["id"],
                delta=new["value"][len(old["value"]) :],
                done=not new.get("streaming"),
            )
            for old, new in pairs
        ]
    # A copy, because the state may be changed into the next one before the event is sent.
    return [types.WidgetRootUpdated(widget=fresh(widget))]


def ends_in_half_a_character(node: Json) -> bool:
    """Tell whether text that goes on to grow was cut within a character."""
    texts: list[Json] = []
    _without_texts(node, texts)
    return any(each.get("streaming") and ends_in_half(each["value"]) for each in texts)


def _without_texts(node: Json, texts: list[Json]) -> Json:
    """Copy the tree without the values that can be streamed, and collect the nodes that have them.

    A component without an id cannot be addressed, and one that is the only child of its parent is not looked for by
    every client: their values stay, so that a change to them is a change to the whole.
    """
    rest = dict(node)
    if node.get("type") in _STREAMABLE and isinstance(node.get("id"), str) and isinstance(node.get("value"), str):
        texts.append(node)
        del rest["value"]
    if is_list(children := node.get("children")):
        rest["children"] = [_without_texts(each, texts) if is_object(each) else each for each in children]
    return rest


def _ids(node: Json) -> Iterator[object]:
    yield node.get("id")
    children = node.get("children")
    for child in children if is_list(children) else [children]:
        if is_object(child):
            yield from _ids(child)
