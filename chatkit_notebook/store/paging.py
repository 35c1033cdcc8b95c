"""Rows in order of creation, cut into pages."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

from chatkit_notebook.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
# The time, the number in order of arrival, and the id.
Key = tuple[float, int, str]


class Timeline(Generic[T]):
    """Rows by id and by time of creation; equal times keep the order of arrival.

    Finding a row, appending the newest and reading a page take the same time however many rows there are.

    Args:
        noun: What a row is called in errors.
        counter: Counts the rows; timelines that are to be merged share one.
    """

    def __init__(self, noun: str, counter: Iterator[int] | None = None) -> None:
        self._noun = noun
        self._rows: dict[str, tuple[Key, T]] = {}
        self._keys: list[Key] = []
        self._counter = counter or count()

    def put(self, row_id: str, created_at: datetime, row: T) -> None:
        """Add a row; one whose id is known takes the place of the old one."""
        known = self._rows.get(row_id)
        if known is None:
            key = (_seconds(created_at), next(self._counter), row_id)
            if not self._keys or key > self._keys[-1]:
                self._keys.append(key)
            else:
                insort(self._keys, key)
        else:
            key = known[0]
        self._rows[row_id] = (key, row)

    def get(self, row_id: str) -> T:
        """Return the row with this id.

        Raises:
            NotFoundError: There is no such row.
        """
        return self._known(row_id)[1]

    def newest(self) -> list[tuple[Key, T]]:
        """Return every row with its place, from the end; places of timelines that share a counter compare."""
        return [self._rows[row_id] for _, _, row_id in reversed(self._keys)]

    def drop(self, row_id: str) -> None:
        """Forget a row, if it exists."""
        known = self._rows.pop(row_id, None)
        if known is not None:
            del self._keys[bisect_left(self._keys, known[0])]

    def page(self, after: str | None, limit: int, order: str) -> tuple[list[T], str | None]:
        """Return up to ``limit`` rows that follow ``after``, and the id to go on from if there are more.

        Raises:
            NotFoundError: There is no row ``after``.
            ValueError: ``limit`` is below 1, or ``order`` is unknown.
        """
        if limit < 1:
            raise ValueError(f"A page needs a limit of at least 1, not {limit!r}.")
        key = None if after is None else self._known(after)[0]
        if order == "asc":
            start = 0 if key is None else bisect_left(self._keys, key) + 1
            keys = self._keys[start : start + limit]
            more = start + limit < len(self._keys)
        elif order == "desc":
            end = len(self._keys) if key is None else bisect_left(self._keys, key)
            keys = self._keys[max(0, end - limit) : end][::-1]
            more = end > limit
        else:
            raise ValueError(f'The order of a page is "asc" or "desc", not {order!r}.')
        return [self._rows[row_id][1] for _, _, row_id in keys], keys[-1][2] if more else None

    def _known(self, row_id: str) -> tuple[Key, T]:
        try:
            return self._rows[row_id]
        except KeyError:
            raise NotFoundError(f"There is no {self._noun} {row_id!r}.") from None


def _seconds(moment: datetime) -> float:
    """Put naive local times and aware ones on one scale."""
    try:
        return moment.timestamp()
    except (OverflowError, ValueError):
        # The first and last day of the calendar have no local time everywhere.
        return moment.replace(tzinfo=UTC).timestamp()
