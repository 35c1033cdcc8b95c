"""Frames and columns of any library as a table of their first rows; nothing more of them is read."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from chatkit_notebook.display import cells
from chatkit_notebook.display.markdown import table
from chatkit_notebook.locales import words

_ROWS = 10
_COLUMNS = 10
_NAMED = 5
"""How many of the columns left out are named."""


@dataclass
class _Excerpt:
    """The first rows of the first columns.

    Attributes:
        names: Names of all columns.
        columns: The first values of the first columns.
        rows: How many rows there are in all; None if nobody knows without reading them.
        labels: The columns that name the rows, before the others.
    """

    names: list[Any]
    columns: list[list[Any]]
    rows: int | None
    labels: int = 0


def table_of(value: Any) -> str | None:
    """A frame or a column as Markdown; None if the value is neither."""
    excerpt = _excerpt(value)
    return None if excerpt is None else _drawn(excerpt)


def _excerpt(value: Any) -> _Excerpt | None:
    if isinstance(value, type):
        return None
    if _has(value, "iloc", "index", "columns", "itertuples"):
        return _pandas_frame(value)
    if _has(value, "iloc", "index", "to_frame", "name"):
        return _pandas_frame(value.iloc[:_ROWS].to_frame(_or_value(value.name)), rows=len(value))
    if _has(value, "get_columns", "height", "rows", "head"):
        columns = value.get_columns()[:_COLUMNS]
        return _Excerpt(list(value.columns), [one.head(_ROWS).to_list() for one in columns], int(value.height))
    if _has(value, "to_list", "to_frame", "head", "dtype", "name"):
        return _Excerpt([_or_value(value.name)], [value.head(_ROWS).to_list()], len(value))
    return _arrow(value) if _has(value, "__arrow_c_stream__") else None


def _has(value: object, *names: str) -> bool:
    kind = type(value)
    return all(hasattr(kind, name) or name in getattr(value, "__dict__", {}) for name in names)


def _or_value(name: object) -> object:
    return words().value if name in (None, "") else name


def _pandas_frame(frame: Any, rows: int | None = None) -> _Excerpt:
    head = frame.iloc[:_ROWS, :_COLUMNS]
    names, columns = list(frame.columns), [list(head.iloc[:, at]) for at in range(head.shape[1])]
    index = head.index
    count = len(frame) if rows is None else rows
    counts_rows = type(index).__name__ == "RangeIndex" and (index.start, index.step) == (0, 1)
    if counts_rows and index.name is None:
        return _Excerpt(names, columns, count)
    labels = [list(index.get_level_values(level)) for level in range(index.nlevels)]
    titles = ["" if name is None else name for name in index.names]
    return _Excerpt([*titles, *names], [*labels, *columns], count, len(labels))


def _arrow(value: Any) -> _Excerpt | None:
    reader = _arrow_reader()
    if reader is None:
        return None
    stream = reader.from_stream(value)
    names = list(stream.schema.names)
    columns: list[list[Any]] = [[] for _ in names[:_COLUMNS]]
    read = 0
    while read < _ROWS:
        try:
            batch = stream.read_next_batch()
        except StopIteration:
            break
        batch = batch.slice(0, min(batch.num_rows, _ROWS - read))
        read += batch.num_rows
        for at, column in enumerate(columns):
            column.extend(batch.column(at).to_pylist())
    rows = getattr(value, "num_rows", None)
    if not isinstance(rows, int):
        rows = read if read < _ROWS else None
    return _Excerpt(names, columns, rows)


def _arrow_reader() -> Any:
    """What reads a stream batch by batch, of the libraries that are there: the one that is loaded first."""
    known = ("pyarrow", "arro3.core")
    for module in sorted(known, key=lambda module: module not in sys.modules):
        try:
            return cast("Any", import_module(module)).RecordBatchReader
        except ImportError:
            continue
    return None


def _drawn(excerpt: _Excerpt) -> str:
    shown = len(excerpt.columns)
    left_out = [cells.name(name) for name in excerpt.names[shown:]]
    count = len(excerpt.names) - excerpt.labels
    read = len(excerpt.columns[0]) if excerpt.columns else 0
    told = words().rows_and_columns(read, excerpt.rows, count, left_out[:_NAMED], len(left_out))
    if not excerpt.columns or not read:
        named = [cells.name(name) for name in excerpt.names[excerpt.labels : shown]]
        return f"*{words().no_rows(excerpt.rows or 0, named, count)}*"
    formatted = [cells.column(values) for values in excerpt.columns]
    header = [cells.name(name) for name in excerpt.names[:shown]]
    rows = [list(row) for row in zip(*(texts for texts, _ in formatted), strict=True)]
    drawn = table(header, rows, numbers=[is_number for _, is_number in formatted])
    return f"{drawn}\n\n*{told}*" if told else drawn
