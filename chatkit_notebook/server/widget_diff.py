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
    grown: list[tuple[Json, Json]] = []
    # Of two nodes with one id the client could not tell which is meant.
    if _only_grows(before, after, grown) and _are_unique({new["id"] for _, new in grown}, after):
        return [
            types.WidgetStreamingTextValueDelta(
                component_id=new["id"],
                delta=new["value"][len(old["value"]) :],
                done=not new.get("streaming"),
            )
            for old, new in grown
        ]
    # A copy, because the state may be changed into the next one before the event is sent.
    return [types.WidgetRootUpdated(widget=fresh(widget))]


def ends_in_half_a_character(node: Json) -> bool:
    """Tell whether text that goes on to grow was cut within a character."""
    return any(_is_text(each) and each.get("streaming") and ends_in_half(each["value"]) for each in _nodes(node))


def _only_grows(old: Json, new: Json, grown: list[tuple[Json, Json]]) -> bool:
    """Tell whether nothing differs but texts that have grown, and collect these as pairs.

    What is alike is passed over whole, so that a delta into a large widget costs little more than into a small one.
    """
    if old == new:
        return True
    texts, children = _is_text(old) and _is_text(new), (old.get("children"), new.get("children"))
    may_differ = {"children", "value"} if texts else {"children"}
    if old.keys() != new.keys() or any(old[name] != new[name] for name in new.keys() - may_differ):
        return False
    if texts and old["value"] != new["value"]:
        if not new["value"].startswith(old["value"]):
            return False
        grown.append((old, new))
    return children[0] == children[1] or _all_only_grow(*children, grown)


def _all_only_grow(old: object, new: object, grown: list[tuple[Json, Json]]) -> bool:
    # Text that is the only child of its parent is not looked for by every client.
    if not is_list(old) or not is_list(new) or len(old) != len(new):
        return False
    return all(
        _only_grows(one, other, grown) if is_object(one) and is_object(other) else one == other
        for one, other in zip(old, new, strict=True)
    )


def _is_text(node: Json) -> bool:
    """Whether the text of a node can be streamed, which needs an id to address it by."""
    return node.get("type") in _STREAMABLE and isinstance(node.get("id"), str) and isinstance(node.get("value"), str)


def _are_unique(ids: set[str], root: Json) -> bool:
    if not ids:
        return True
    found = [node["id"] for node in _nodes(root) if isinstance(node.get("id"), str)]
    return sum(each in ids for each in found) == len(ids)


def _nodes(root: Json) -> Iterator[Json]:
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        if is_object(node):
            yield node
            children = node.get("children")
            waiting.extend(children if is_list(children) else [children])
