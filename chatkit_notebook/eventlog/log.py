"""The event log: append-only, sliced and filtered like a list, read as a DataFrame."""

from __future__ import annotations

import json
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from chatkit_notebook.eventlog.record import COLUMNS, EventRecord, record_of
from chatkit_notebook.wire import is_deep, is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandas import DataFrame

_FILTERS = frozenset(COLUMNS) - {"seq", "time", "elapsed_ms", "payload"}
# Deeper than any event of a server may be; Python writes about three times as much.
_DEEPEST = 250


class EventLog:
    """Rows in the order they happened.

    One thread appends; any thread may read at any time.
    """

    def __init__(self, records: Iterable[EventRecord] = ()) -> None:
        self._records: list[EventRecord] = list(records)

    def append(
        self,
        event: dict[str, Any],
        *,
        run_id: str | None = None,
        op: str | None = None,
        thread_id: str | None = None,
        began: int | None = None,
    ) -> EventRecord:
        """Add a wire event and return its row.

        Args:
            event: The event as JSON; kept, not copied: don't change it afterwards.
            run_id: The response it belongs to.
            op: The request type that caused it.
            thread_id: The thread, where the event itself does not name one.
            began: When the run began, in nanoseconds since the epoch.
        """
        now = time.time_ns()
        record = record_of(
            event,
            seq=len(self._records) + 1,
            time=now,
            elapsed_ms=None if began is None else (now - began) / 1e6,
            run_id=run_id,
            op=op,
            thread_id=thread_id,
        )
        self._records.append(record)
        return record

    def count(self, record: EventRecord) -> None:
        """Note that the event of a row has happened again: its ``count`` grows, and the log does not."""
        record.payload["count"] += 1

    def where(self, **criteria: str | None) -> EventLog:
        """Return the rows whose columns equal all the given values.

        Raises:
            TypeError: A name is no text column of the log.
        """
        unknown = sorted(set(criteria) - _FILTERS)
        if unknown:
            raise TypeError(f"The event log has no column {unknown[0]!r} to filter by; it has {sorted(_FILTERS)}.")
        return EventLog(
            record
            for record in self._records
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
            raise ImportError(
                'EventLog.to_pandas() needs pandas: run %pip install "chatkit-notebook[pandas]".'
            ) from error
        records = list(self._records)
        columns: dict[str, list[Any]] = {name: [getattr(record, name) for record in records] for name in COLUMNS}
        columns["payload"] = [_json(payload) for payload in columns["payload"]]
        frame = pandas.DataFrame(columns, columns=list(COLUMNS))
        frame["seq"] = frame["seq"].astype("int64")
        frame["time"] = pandas.to_datetime(frame["time"].astype("int64"), unit="ns", utc=True)
        frame["elapsed_ms"] = frame["elapsed_ms"].astype("float64")
        for name in (*_FILTERS, "payload"):
            frame[name] = frame[name].astype("string")
        return frame

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[EventRecord]:
        return iter(self._records[:])

    @overload
    def __getitem__(self, index: int) -> EventRecord: ...
    @overload
    def __getitem__(self, index: slice) -> EventLog: ...
    def __getitem__(self, index: int | slice) -> EventRecord | EventLog:
        if isinstance(index, slice):
            return EventLog(self._records[index])
        return self._records[index]

    def __repr__(self) -> str:
        if not self._records:
            return "EventLog(empty)"
        kinds = len({record.type for record in self._records})
        return f"EventLog({len(self._records)} events of {kinds} types; .to_pandas() shows them as a table)"


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
