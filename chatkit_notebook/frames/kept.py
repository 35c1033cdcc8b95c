"""The DataFrames that are shown somewhere, by the ids that widgets name them with."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chatkit_notebook.errors import FrameGoneError, InvalidRequestError
from chatkit_notebook.frames.opening import opened
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from chatkit_notebook.frames.table import FramePage, Query, Table

MOST_FRAMES = 100
"""Frames that are kept: each holds its data. The one that was looked at longest ago goes first."""
_MOST_SELECTIONS = 4
"""Selections of rows that are kept: one of ten million rows takes 80 MB."""


class KeptFrames:
    """Keeps DataFrames for as long as they are looked at. Its methods may be called from any thread."""

    def __init__(self, most: int = MOST_FRAMES) -> None:
        self._most = most
        self._tables: OrderedDict[str, Table] = OrderedDict()
        self._selections: OrderedDict[tuple[str, Query], Any] = OrderedDict()
        self._lock = Lock()

    def keep(self, frame: Any) -> tuple[str, Table]:
        """Keep a DataFrame; tell the id that it has from now on, and the table that it is.

        Raises:
            UnreadableFrameError: It is not a DataFrame, or nothing is installed that reads it.
        """
        table, frame_id = opened(frame), f"frm_{uuid4().hex}"
        with self._lock:
            self._tables[frame_id] = table
            while len(self._tables) > self._most:
                self._drop(next(iter(self._tables)))
        return frame_id, table

    def page(self, frame_id: str, query: Query, start: int, size: int) -> FramePage:
        """Read some rows. The first page of a search or an order costs a look at all rows; the next ones do not.

        Raises:
            FrameGoneError: The frame is not kept.
            InvalidRequestError: It has no column of the number to sort by.
        """
        with self._lock:
            table = self._tables.get(frame_id)
            if table is None:
                raise FrameGoneError(words().frame_gone)
            self._tables.move_to_end(frame_id)
            known = self._selections.get((frame_id, query), _UNKNOWN)
        if query.sort is not None and query.sort >= len(table.columns):
            raise InvalidRequestError(words().frame_column_unknown(query.sort, len(table.columns)))
        selection = table.select(query) if known is _UNKNOWN else known
        with self._lock:
            if selection is not None and frame_id in self._tables:
                self._selections[frame_id, query] = selection
                self._selections.move_to_end((frame_id, query))
                while len(self._selections) > _MOST_SELECTIONS:
                    self._selections.popitem(last=False)
        return table.page(selection, start, size)

    def _drop(self, frame_id: str) -> None:
        del self._tables[frame_id]
        for key in [key for key in self._selections if key[0] == frame_id]:
            del self._selections[key]


_UNKNOWN: Any = object()

kept = KeptFrames()
"""Those of this process."""
