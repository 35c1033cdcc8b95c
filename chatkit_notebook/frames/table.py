"""What a DataFrame of any library must be able to do, and what is asked of it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.frames.cells import Cell, cell

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind: TypeAlias = Literal["number", "text", "date", "boolean", "other"]
Rows = TypeVar("Rows")

MOST_COLUMNS = 100
"""Columns that a page has: nobody looks through more, and each costs every row of it."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class ColumnInfo(TypedDict):
    """A column: its name, what its values are, and its type as its library calls it."""

    name: str
    kind: Kind
    type: str


@dataclass(frozen=True)
class Query:
    """Which rows are wanted, and in which order.

    Attributes:
        search: What a row must have in one of its columns: in text anywhere, as a number exactly, as a date within
            the day, month or year. Empty for all rows.
        sort: The number of the column to sort by, from 0; None for the frame's own order.
        descending: Whether the largest come first. Missing values are always last.
    """

    search: str = ""
    sort: int | None = None
    descending: bool = False


class FramePage(TypedDict):
    """Some rows; ``count`` is how many match the search, ``total`` how many there are."""

    rows: list[list[Cell]]
    count: int
    total: int


class Span(NamedTuple):
    """From the first moment to the one that comes after the last."""

    start: datetime
    end: datetime


class Table(ABC):
    """A DataFrame. :meth:`select` finds rows, and only those that :meth:`read` reads are copied."""

    columns: list[ColumnInfo]
    """Those that are shown."""
    width: int
    """How many columns there are."""

    @property
    @abstractmethod
    def total(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def select(self, query: Query) -> Any:
        """The numbers of the rows that match, in order, as a sequence of the library's; None for all as they are."""

    @abstractmethod
    def read(self, selection: Any, start: int, stop: int) -> Sequence[Sequence[Any]]:
        """The values of some rows of a selection, column by column."""

    def page(self, selection: Any, start: int, size: int) -> FramePage:
        """Some rows of a selection, ready to be sent."""
        total = self.total
        count = total if selection is None else len(selection)
        start = min(start, count)
        columns = self.read(selection, start, min(start + size, count))
        rows = [[cell(value) for value in row] for row in zip(*columns, strict=True)]
        return {"rows": rows, "count": count, "total": total}


def number_in(search: str) -> float | None:
    """The number that a search is, if it is one; blanks and commas between digits don't matter."""
    try:
        return float(re.sub(r"(?<=\d)[,\s](?=\d{3})", "", search.strip()))
    except ValueError:
        return None


def span_in(search: str) -> Span | None:
    """The year, month or day that a search is, if it is one in the ISO form."""
    found = _DATE.fullmatch(search.strip())
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        start = datetime(year or 1, month or 1, day or 1)  # noqa: DTZ001 - compared in the zone of the column
        if day is not None:
            return Span(start, start + timedelta(days=1))
        if month is not None:
            return Span(start, (start + timedelta(days=31)).replace(day=1))
        return Span(start, start.replace(year=start.year + 1))
    except (OverflowError, ValueError):
        return None
