"""Any value as parts of a conversation, by what it can do: no library is imported for it."""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from numbers import Number
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeGuard, cast
from uuid import UUID

from chatkit_notebook.display import bundle, cells, data, pictures, stills, tables
from chatkit_notebook.display.markdown import escaped, fenced, in_line
from chatkit_notebook.display.parts import Part, Passage, Picture, Shown, Words
from chatkit_notebook.errors import NotDisplayableError, PictureError
from chatkit_notebook.locales import words
from chatkit_notebook.logger import logger
from chatkit_notebook.store.media import HEAD, picture_type

if TYPE_CHECKING:
    from chatkit_notebook.widgets import WidgetComponentBase

_SCALARS = (Number, dt.date, dt.time, dt.timedelta, Decimal, Fraction, UUID, PurePath, Enum)
_WIDE = {"Chart", "DataFrame", "Table"}
_LONGEST_SCALAR = 2_000
_MOST_PIECES = 50
_ELEMENTS, _EDGE, _LINE = 200, 3, 80


def parts_of(value: Any) -> list[Part]:
    """What a value is shown as. Call it in a thread: drawing a figure or reading a frame takes its time.

    A string is Markdown; numbers and dates are written; widgets stay widgets; frames are tables of their first rows;
    figures and images are pictures; other objects are what their display methods say; data is JSON. A list that holds
    any of these but data is its parts, one after another. All are bounded, and say what is left out. A method of the
    value's that raises makes a sentence, and the traceback is in the log.

    Raises:
        NotDisplayableError: It is nothing of all that.
    """
    try:
        parts = _parts(value)
    except Exception as error:  # noqa: BLE001 - methods of any class
        name = type(value).__name__
        logger.warning("A %s could not be shown.", name, exc_info=error)
        return [Passage(f"*{words().value_unshown(name, escaped(_reason(error)))}*")]
    if parts is None:
        raise NotDisplayableError(value, _fix(value))
    return parts


def picture_of(value: Any) -> Picture:
    """The picture that a value is or draws itself as. Call it in a thread, as above.

    Raises:
        PictureError: It draws none, or one that is too large, or what draws it is not installed.
        Exception: Whatever a method of the value's raised.
    """
    picture = next((part for part in _parts(value) or () if isinstance(part, Picture)), None)
    if picture is None:
        raise PictureError(words().not_drawn(type(value).__name__))
    return picture


def is_rich(value: Any) -> bool:
    """Whether a value is more than data: text, a widget, a picture, a frame, an array, or what displays itself."""
    return isinstance(value, str) or _is_drawn(value) or bool(_entries(value))


def is_looked_at(value: Any) -> bool:
    """Whether a value is there to be looked at: a figure, an image, a widget, or what draws itself.

    Text, data, frames and arrays are not: whoever gets those may want them for themselves.
    """
    if isinstance(value, str | type):
        return False
    if _is_widget(value) or pictures.is_image(value) or pictures.figures_in(value):
        return True
    kind = cast("type[Any]", type(value))
    return _has_any(kind, _DRAWING) and not _has_any(kind, _COLUMNS)


_COLUMNS = ("__arrow_c_stream__", "iloc", "to_frame")
_DRAWING = (
    *("_repr_mimebundle_", "_repr_html_", "_repr_markdown_", "_repr_png_", "_repr_jpeg_", "_repr_svg_"),
    "_repr_latex_",
)


def _has_any(kind: type[Any], names: tuple[str, ...]) -> bool:
    return any(hasattr(kind, name) for name in names)


def _is_drawn(value: Any) -> bool:
    if isinstance(value, type):
        return False
    if _is_widget(value) or pictures.is_image(value) or pictures.is_numpy(value, "ndarray"):
        return True
    kind = cast("type[Any]", type(value))
    return _has_any(kind, _COLUMNS) or _has_any(kind, _DRAWING) or bool(pictures.figures_in(value))


def _parts(value: Any) -> list[Part] | None:
    if value is None:
        return []
    if isinstance(value, str) and not isinstance(value, Enum) and not _is_drawn(value):
        return [Words(value)]
    if _is_widget(value):
        return [Shown(_root(value))]
    if drawn := _drawn(value):
        return drawn
    if isinstance(value, _SCALARS) or pictures.is_numpy(value, "generic"):
        return [Words(escaped(in_line(_scalar(value), _LONGEST_SCALAR)))]
    is_mute = isinstance(value, type | bytes | bytearray | memoryview) or _is_lazy(value)
    return None if is_mute else _object(value)


def _drawn(value: Any) -> list[Part]:
    """Pictures, tables and arrays; nothing for a value that is none of them."""
    if figures := pictures.figures_in(value):
        return [pictures.of_figure(figure) for figure in figures]
    if pictures.is_image(value):
        return [pictures.of_image(value)]
    if (still := stills.still_of(value)) is not None:
        return [still]
    if isinstance(value, bytes | bytearray) and picture_type(bytes(value[:HEAD])):
        return [pictures.of_bytes(bytes(value))]
    if (table := tables.table_of(value)) is not None:
        return [Passage(table)]
    return [_array(value)] if pictures.is_numpy(value, "ndarray") else []


def _object(value: Any) -> list[Part] | None:
    if type(value) not in (dict, list, tuple, set, frozenset) and (parts := bundle.parts_of(value)) is not None:
        return parts
    if data.is_data(value):
        return _pieces(value) or [Passage(fenced(data.as_json(value), "json"))]
    if type(value).__repr__ is object.__repr__ and type(value).__str__ is object.__str__:
        return None
    text = str(value) if type(value).__repr__ is object.__repr__ else repr(value)
    return None if bundle.is_default(text) or callable(value) else [bundle.plain_text(text)]


def _entries(value: Any) -> list[tuple[Any, Any]]:
    """The first entries of a dict or list, with their keys, if any is more than data; else none."""
    if isinstance(value, Mapping):
        entries = list(islice(cast("Mapping[Any, Any]", value).items(), _MOST_PIECES))
    elif isinstance(value, list | tuple):
        entries = [(None, part) for part in islice(cast("list[Any]", value), _MOST_PIECES)]
    else:
        return []
    return entries if any(_is_drawn(part) for _, part in entries) else []


def _pieces(value: Any) -> list[Part]:
    """The parts of a collection that holds more than data, with its keys over them; none if it is data alone."""
    entries = _entries(value)
    parts: list[Part] = []
    for name, part in entries:
        if name is not None:
            parts.append(Passage(f"**{escaped(in_line(str(name), _LINE))}**"))
        parts += parts_of(part)
    left = len(cast("list[Any]", value)) - len(entries) if entries else 0
    return [*parts, Passage(f"*{words().more(left)}*")] if left > 0 else parts


def _is_widget(value: object) -> TypeGuard[WidgetComponentBase]:
    from chatkit_notebook.widgets import WidgetComponentBase  # noqa: PLC0415 - a chat is shown without widgets

    return isinstance(value, WidgetComponentBase)


def _root(value: WidgetComponentBase) -> Any:
    from chatkit_notebook import widgets  # noqa: PLC0415 - as above
    from chatkit_notebook.widgets.custom import is_built_in  # noqa: PLC0415 - as above

    if isinstance(value, widgets.Card | widgets.ListView | widgets.BasicRoot | widgets.DynamicWidgetRoot):
        return value
    if isinstance(value, widgets.ListViewItem):
        return widgets.ListView(children=[value])
    if not is_built_in(value.type):  # how it stands is its own business
        return widgets.BasicRoot.model_validate({"children": [value.model_dump()]})
    return widgets.Card(size="full" if value.type in _WIDE else None, children=cast("Any", [value]))


def _is_lazy(value: object) -> bool:
    """Whether a value is a query of polars that has not run."""
    return hasattr(type(value), "collect_schema") and not hasattr(type(value), "height")


def _scalar(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return cells.moment(value, days_only=False)
    if isinstance(value, float):
        return repr(float(value))
    return str(value)


def _array(value: Any) -> Part:
    if not value.ndim:
        return Words(escaped(in_line(str(value), _LONGEST_SCALAR)))
    numpy = sys.modules["numpy"]
    limits = {"threshold": _ELEMENTS, "edgeitems": _EDGE, "max_line_width": _LINE}
    told = numpy.array2string(value, **limits) if type(value) is numpy.ndarray else str(value)
    about = words().array_of(value.shape, escaped(str(value.dtype)))
    return Passage(f"{bundle.plain_text(told).markdown}\n\n*{about}*")


def _reason(error: Exception) -> str:
    try:
        told = in_line(str(error), _LONGEST_SCALAR)
    except Exception:  # noqa: BLE001 - its own __str__ may raise, too
        told = ""
    told = told.rstrip(".")
    if isinstance(error, PictureError):
        return told
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


def _fix(value: Any) -> str:
    """What makes a value that can't be shown one that can."""
    if isinstance(value, type):
        return f"it is a class; make one, such as {value.__name__}(...)"
    if inspect.isawaitable(value):
        return "await it"
    if callable(value):
        return "call it"
    if _is_lazy(value):
        return "run the query, as collect() does"
    if isinstance(value, bytes | bytearray | memoryview):
        return "decode it to a str; bytes are shown if they are a PNG, JPEG, GIF or WebP"
    return ""
