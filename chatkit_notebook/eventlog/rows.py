"""Rows of the event log: sliced and filtered like a list, read as a DataFrame."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from chatkit_notebook.eventlog.record import COLUMNS, TEXT_COLUMNS, EventRecord
from chatkit_notebook.json import is_deep, is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandas import DataFrame

# Deeper than any event of a server may be; Python writes about three times as much.
_DEEPEST = 250


class EventRows:
    """Rows in the order they happened.

    Args:
        records: The rows.
    """

    def __init__(self, records: Iterable[EventRecord] = ()) -> None:
        self._records: list[EventRecord] = list(records)

    def where(self, **criteria: str | None) -> EventRows:
        """Return the rows whose columns equal all the given values.

        >>> from chatkit_notebook import Chat
        >>> chat = Chat(str.upper)
        >>> turn = chat.ask_sync("hello")
        >>> [row.payload["item"]["type"] for row in chat.events.where(type="thread.item.done")]
        ['user_message', 'assistant_message']
        >>> chat.close()

        Raises:
            TypeError: There is no text column of this name.
        """
        unknown = sorted(set(criteria) - TEXT_COLUMNS)
        if unknown:
            raise TypeError(f"The event log has no column {unknown[0]!r} to filter by; it has {sorted(TEXT_COLUMNS)}.")
        return EventRows(
            record
            for record in self._candidates(criteria)
            if all(getattr(record, column) == value for column, value in criteria.items())
        )

    def to_pandas(self) -> DataFrame:
        """Return the rows as a DataFrame: ``time`` as UTC timestamps, ``payload`` as JSON text.

        Raises:
            ImportError: pandas is not installed.
        """
        try:
            pandas: Any = import_module("pandas")
        except ImportError as error:
            raise ImportError('to_pandas() needs pandas: run %pip install "chatkit-notebook[pandas]".') from error
        records = list(self._records)
        frame = pandas.DataFrame()
        for name, kind in COLUMNS.items():
            values = [getattr(record, name) for record in records]
            if kind == "json":
                frame[name] = pandas.Series([_json(value) for value in values], dtype="string")
            elif kind == "time":
                frame[name] = pandas.to_datetime(pandas.Series(values, dtype="int64"), unit="ns", utc=True)
            else:
                frame[name] = pandas.Series(
                    values, dtype={"int": "int64", "count": "Int64", "float": "float64", "text": "string"}[kind]
                )
        return frame

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[EventRecord]:
        return iter(self._records[:])

    @overload
    def __getitem__(self, index: int) -> EventRecord: ...
    @overload
    def __getitem__(self, index: slice) -> EventRows: ...
    def __getitem__(self, index: int | slice) -> EventRecord | EventRows:
        if isinstance(index, slice):
            return EventRows(self._records[index])
        return self._records[index]

    def __repr__(self) -> str:
        name = type(self).__name__
        if not self._records:
            return f"{name}(empty)"
        kinds = len({record.type for record in self._records[:]})
        return f"{name}({len(self._records)} events of {kinds} types; .to_pandas() shows them as a table)"

    def _candidates(self, criteria: dict[str, str | None]) -> Iterable[EventRecord]:  # noqa: ARG002 - for the log
        """The rows to look through; all of those that fit are among them."""
        return self._records[:]


def _json(payload: dict[str, Any]) -> str:
    if is_deep(payload, _DEEPEST):
        payload = _cut(payload, _DEEPEST)
    return json.dumps(payload, ensure_ascii=False)


def _cut(value: Any, levels: int) -> Any:
    """A copy in which what is nested deeper is an ellipsis."""
    if is_object(value):
        return {name: _cut(each, levels - 1) for name, each in value.items()} if levels else "…"
    if is_list(value):
        return [_cut(each, levels - 1) for each in value] if levels else "…"
    return value
