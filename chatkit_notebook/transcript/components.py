"""Widgets as they stand still: what they say, without what could be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object
from chatkit_notebook.locales import words
from chatkit_notebook.transcript.fields import brief, objects, shown, text
from chatkit_notebook.transcript.form import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chatkit_notebook.transcript.form import Form

_DEEPEST = 64
_MOST_ROWS = 40
_MOST_COLUMNS = 12
_TITLES = ("Title",)
_SAID = ("title", "label", "value")
_WORDS = ("Title", "Text", "Caption", "Badge", "Label", "Button")
_BARE = ("Icon", "Spacer")
_HOLDERS = (
    *("Basic", "Box", "Card", "Col", "Form", "ListView", "ListViewItem", "Row", "Table.Cell", "Table.Row"),
    *("Table", "Transition"),
)
"""What stands for nothing but what is in it."""


def widget(form: Form, root: object) -> list[str]:
    """The parts of a widget."""
    if not is_object(root):
        return []
    status = brief(root.get("status"), "text")
    return [*([form.quiet(status)] if status else []), *_children(form, root, _DEEPEST)]


def _node(form: Form, node: dict[str, Any], room: int) -> Iterator[str]:
    kind = node.get("type")
    if kind in _BARE or not room:
        return
    if kind in _WORDS:
        if pieces := _words(node):
            yield form.line(pieces)
    elif (part := _PARTS.get(kind) if isinstance(kind, str) else None) is not None:
        yield from part(form, node)
    elif pieces := _one_line(node):
        yield form.line(pieces)
    else:
        if said := _foreign(node):
            yield form.quiet(said)
        yield from _children(form, node, room - 1)


def _children(form: Form, node: dict[str, Any], room: int) -> Iterator[str]:
    rows = [_flat(child, room) for child in objects(node, "children")] if node.get("type") == "ListView" else []
    if rows and all(rows):
        yield form.bullets(rows)
        return
    for child in objects(node, "children"):
        yield from _node(form, child, room)


def _words(node: dict[str, Any]) -> list[Words]:
    said = brief(node, "value", "label")
    if node.get("type") == "Button" and said:
        said = f"[{said}]"
    return [Words(said, is_strong=node.get("type") in _TITLES)] if said else []


def _foreign(node: dict[str, Any]) -> str:
    """What stands for a component of the user's own, which is drawn by a script: its name and what it says."""
    kind = brief(node, "type")
    if not kind or kind in _HOLDERS:
        return ""
    said = [shown(node[name]) for name in _SAID if isinstance(node.get(name), str | int | float) and node[name] != ""]
    return words().component_said(kind, [brief({"said": each}, "said") for each in said])


def _one_line(node: dict[str, Any]) -> list[Words]:
    """The words of a row, if it has nothing else."""
    children = objects(node, "children")
    if node.get("type") != "Row" or not all(child.get("type") in (*_WORDS, *_BARE) for child in children):
        return []
    return [piece for child in children if child.get("type") in _WORDS for piece in _words(child)]


def _flat(node: dict[str, Any], room: int) -> list[Words]:
    """All words of a node, if it has nothing else and not many of them."""
    kind = node.get("type")
    if kind in _BARE or not room:
        return []
    if kind in _WORDS:
        return _words(node)
    if kind == "Image":
        return [Words(alt)] if (alt := brief(node, "alt")) else []
    if isinstance(kind, str) and kind in _PARTS:
        return []
    said = _foreign(node)
    own = [Words(said)] if said else []
    return [*own, *(piece for child in objects(node, "children") for piece in _flat(child, room - 1))]


def _markdown(form: Form, node: dict[str, Any]) -> Iterator[str]:
    if value := text(node, "value"):
        yield form.prose(value)


def _image(form: Form, node: dict[str, Any]) -> Iterator[str]:
    yield form.picture(text(node, "src"), brief(node, "alt"))


def _divider(form: Form, _node: dict[str, Any]) -> Iterator[str]:
    yield form.rule()


def _chosen(form: Form, node: dict[str, Any]) -> Iterator[str]:
    """A choice, with what is chosen at first."""
    default = node.get("defaultValue")
    labels = [brief(option, "label") for option in objects(node, "options") if option.get("value") == default]
    if said := "".join(labels[:1]) or brief(node, "defaultValue", "placeholder"):
        yield form.line([Words(f"▾ {said}")])


def _box(form: Form, node: dict[str, Any]) -> Iterator[str]:
    if label := brief(node, "label"):
        yield form.line([Words(f"{'☑' if node.get('defaultChecked') is True else '☐'} {label}")])


def _radios(form: Form, node: dict[str, Any]) -> Iterator[str]:
    chosen = node.get("defaultValue")
    labels = [(option.get("value") == chosen, brief(option, "label")) for option in objects(node, "options")]
    if lines := [[Words(f"{'◉' if is_chosen else '○'} {label}")] for is_chosen, label in labels if label]:
        yield form.bullets(lines)


def _field(form: Form, node: dict[str, Any]) -> Iterator[str]:
    if node.get("inputType") != "password" and (said := brief(node, "defaultValue", "placeholder")):
        yield form.line([Words(f"▭ {said}")])


def _table(form: Form, node: dict[str, Any]) -> Iterator[str]:
    head: list[str] = []
    rows: list[list[str]] = []
    for row in objects(node, "children")[: _MOST_ROWS + 1]:
        cells = [" ".join(piece.text for piece in _flat(cell, 8)) for cell in objects(row, "children")[:_MOST_COLUMNS]]
        if row.get("header") is True and not head and not rows:
            head = cells
        else:
            rows.append(cells)
    if head or rows:
        yield form.table(head, rows)


def _chart(form: Form, node: dict[str, Any]) -> Iterator[str]:
    """The numbers of a chart."""
    axis = node.get("xAxis")
    first = axis if isinstance(axis, str) else text(axis, "dataKey")
    labels = axis.get("labels") if is_object(axis) else None
    series = objects(node, "series")[: _MOST_COLUMNS - 1]
    rows = [
        [
            brief(labels, str(row.get(first))) or shown(row.get(first)),
            *(shown(row.get(text(each, "dataKey"))) for each in series),
        ]
        for row in objects(node, "data")[:_MOST_ROWS]
    ]
    if rows:
        yield form.table(["", *(brief(each, "label", "dataKey") for each in series)], rows)


def _frame(form: Form, node: dict[str, Any]) -> Iterator[str]:
    """The first page of a DataFrame."""
    if title := brief(node, "title"):
        yield form.line([Words(title, is_strong=True)])
    given = node.get("rows")
    rows = [row for row in given if is_list(row)][:_MOST_ROWS] if is_list(given) else []
    head = [brief(column, "name") for column in objects(node, "columns")[:_MOST_COLUMNS]]
    if head:
        yield form.table(head, [[shown(cell) for cell in row[:_MOST_COLUMNS]] for row in rows])
    count = node.get("count")
    if isinstance(count, int) and count > len(rows):
        yield form.quiet(words().rows_shown(len(rows), count))


_PARTS: dict[str, Callable[[Form, dict[str, Any]], Iterator[str]]] = {
    "Markdown": _markdown,
    "Image": _image,
    "Divider": _divider,
    "Select": _chosen,
    "DatePicker": _chosen,
    "Checkbox": _box,
    "RadioGroup": _radios,
    "Input": _field,
    "Textarea": _field,
    "Table": _table,
    "Chart": _chart,
    "DataFrame": _frame,
}
