"""What a chat lists: lists that show themselves as a table and become DataFrames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from chatkit_notebook import clock
from chatkit_notebook.store.search import Found

if TYPE_CHECKING:
    from pandas import DataFrame

    from chatkit_notebook.types import Thread

T = TypeVar("T")

_MOST_SHOWN = 50
_LONGEST_CELL = 80
_LOOKED_AT = 1_000


class _Table(list[T], ABC):
    """A list whose members are rows.

    Attributes:
        columns: The names of the columns.
        noun: What one member is.
    """

    columns: ClassVar[tuple[str, ...]]
    noun: ClassVar[str]

    @abstractmethod
    def _row(self, each: T) -> tuple[Any, ...]:
        """The values of a member, one a column."""

    def to_pandas(self) -> DataFrame:
        """Return the rows as a DataFrame, with times as UTC timestamps.

        Raises:
            ImportError: pandas is not installed.
        """
        try:
            pandas: Any = import_module("pandas")
        except ImportError as error:
            raise ImportError('to_pandas() needs pandas: run %pip install "chatkit-notebook[pandas]".') from error
        rows = [self._row(each) for each in self]
        frame = pandas.DataFrame()
        for number, name in enumerate(self.columns):
            values = [row[number] for row in rows]
            if name == "created_at":
                times = pandas.Series([_utc(moment) for moment in values], dtype="object")
                frame[name] = pandas.to_datetime(times, utc=True, errors="coerce")
            else:
                frame[name] = pandas.Series(values, dtype="string")
        return frame

    def __repr__(self) -> str:
        lines = ["  ".join(_cell(value) for value in self._row(each)) for each in self[:_MOST_SHOWN]]
        return "\n  ".join([f"{self._count}{':' if self else ''}", *lines, *self._rest])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in self._row(each))}</tr>"
            for each in self[:_MOST_SHOWN]
        )
        caption = escape(" ".join([self._count, *self._rest]))
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @property
    def _count(self) -> str:
        return f"{len(self) or 'No'} {self.noun}{'' if len(self) == 1 else 's'}"

    @property
    def _rest(self) -> list[str]:
        return [f"(the first {_MOST_SHOWN} are shown)"] if len(self) > _MOST_SHOWN else []


class ThreadList(_Table["Thread"]):
    """Threads, without their items; ``to_pandas()`` has their id, title, status and time of creation."""

    columns = ("id", "title", "created_at", "status")
    noun = "thread"

    def _row(self, each: Thread) -> tuple[Any, ...]:
        return each.id, each.title, each.created_at, each.status.type


class SearchResults(_Table[Found]):
    """What a search has found; ``to_pandas()`` has a row for each item, with an excerpt and its thread."""

    columns = ("excerpt", "title", "created_at", "thread_id", "item_id")
    noun = "result"

    def _row(self, each: Found) -> tuple[Any, ...]:
        return each.excerpt, each.thread.title, each.created_at, each.thread.id, each.item_id


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{clock.local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)[:_LOOKED_AT]
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        # The first and last day of the calendar have no local time everywhere.
        return moment.replace(tzinfo=UTC)
