"""What a form holds: the defaults of its fields, and what was typed over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import Json, is_list, is_object, object_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from chatkit_notebook.client.form_drafts import FieldDraft, FieldValue

_DAY = len("2026-11-27")


def form_values(widget: Any, drafts: Sequence[FieldDraft]) -> dict[str, Any]:
    """The values of a widget's fields, by names that nest: ``todo.title`` is ``{"todo": {"title": ...}}``.

    Args:
        widget: The widget's JSON.
        drafts: What was typed into its fields.
    """
    typed = {each["key"].rpartition("/")[2].partition("#")[0]: each for each in drafts}
    values: dict[str, Any] = {}
    for kind, name, default in _fields(widget):
        draft = typed.get(f"{kind}:{name}")
        is_kept = draft is not None and draft["base"] == default
        _put(values, name, draft["value"] if draft is not None and is_kept else default)
    return values


def _fields(node: Any) -> Iterator[tuple[str, str, FieldValue]]:
    """Yield type, name and default of each field, in the order of the tree."""
    if not is_object(node):
        return
    kind, editable = str(node.get("type")), object_in(node.get("editable"))
    name = editable.get("name") if kind == "Text" else node.get("name")
    if isinstance(name, str) and name and (kind in _DEFAULTS):
        yield kind, name, _DEFAULTS[kind](node)
    children = node.get("children")
    for child in children if is_list(children) else [children]:
        yield from _fields(child)


def _text(node: Json) -> str:
    value = node.get("defaultValue")
    return "" if value is None else str(value)


def _chosen(node: Json) -> str | None:
    value = node.get("defaultValue")
    options = node.get("options")
    known = [object_in(each).get("value") for each in options] if is_list(options) else []
    return value if value in known else None


def _day(node: Json) -> str | None:
    value = node.get("defaultValue")
    return value[:_DAY] if isinstance(value, str) and value else None


def _ticked(node: Json) -> bool:
    return node.get("defaultChecked") is True


def _own_text(node: Json) -> str:
    return str(node.get("value") or "")


_DEFAULTS: dict[str, Callable[[Json], FieldValue]] = {
    "Checkbox": _ticked,
    "DatePicker": _day,
    "Input": _text,
    "RadioGroup": _chosen,
    "Select": _chosen,
    "Text": _own_text,
    "Textarea": _text,
}


def _put(values: dict[str, Any], name: str, value: FieldValue) -> None:
    *path, last = name.split(".")
    level = values
    for part in path:
        inner = level.setdefault(part, {})
        if not is_object(inner):
            return
        level = inner
    level.setdefault(last, value)
