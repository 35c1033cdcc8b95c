"""The event log: it only grows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from chatkit_notebook.eventlog.record import EventRecord, record_of
from chatkit_notebook.eventlog.rows import EventRows

if TYPE_CHECKING:
    from collections.abc import Iterable


class EventLog(EventRows):
    """Rows in the order they happened, and those that are still to come.

    One thread appends; any thread may read at any time.

    Args:
        records: Rows to begin with.
    """

    def __init__(self, records: Iterable[EventRecord] = ()) -> None:
        super().__init__(records)
        self._next_seq = max((record.seq for record in self._records), default=0) + 1
        self._by_run: dict[str, list[EventRecord]] = {}
        for record in self._records:
            self._index(record)

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
            seq=self._next_seq,
            time=now,
            elapsed_ms=None if began is None else (now - began) / 1e6,
            run_id=run_id,
            op=op,
            thread_id=thread_id,
        )
        self._next_seq += 1
        self._records.append(record)
        self._index(record)
        return record

    def count(self, record: EventRecord) -> None:
        """Note that the event of a row has happened again: its ``count`` grows, and the log does not."""
        record.payload["count"] += 1

    def _index(self, record: EventRecord) -> None:
        if record.run_id is not None:
            self._by_run.setdefault(record.run_id, []).append(record)

    def _candidates(self, criteria: dict[str, str | None]) -> Iterable[EventRecord]:
        # A run asks for its own rows when it ends, however long the log has become.
        run_id = criteria.get("run_id")
        return self._records[:] if run_id is None else self._by_run.get(run_id, [])[:]
