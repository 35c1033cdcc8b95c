"""The table of a DataFrame: a component of this package alone, which other clients leave out."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from chatkit_notebook.frames import Query, kept
from chatkit_notebook.widgets.dynamic import DynamicWidgetComponent

if TYPE_CHECKING:
    from chatkit_notebook.frames import Cell, ColumnInfo

PAGE_SIZE = 20
"""Rows of a page."""


class DataFrame(DynamicWidgetComponent):
    """A table that is sorted, searched and paged, of which one page at a time is sent.

    It carries its first page, so that something is left to see once the data is gone. Make it with
    :meth:`of`.
    """

    type: Literal["DataFrame"] = Field(default="DataFrame", frozen=True)

    if TYPE_CHECKING:  # a field of a class that the unions don't know would be lost where it is held by a component
        frame: str
        columns: list[ColumnInfo]
        columnCount: int
        rows: list[list[Cell]]
        count: int
        title: str | None

    @classmethod
    def of(cls, frame: Any, *, title: str | None = None) -> "DataFrame":
        """Show a DataFrame of pandas or polars, or anything that hands out its columns by Arrow.

        Args:
            frame: The data, of any length. It is kept in memory while it is shown.
            title: What stands above it.

        Raises:
            UnreadableFrameError: It is not a DataFrame, or nothing is installed that reads it.
        """
        frame_id, table = kept.keep(frame)
        page = kept.page(frame_id, Query(), 0, PAGE_SIZE)
        return cls(
            frame=frame_id,
            columns=table.columns,
            columnCount=table.width,
            rows=page["rows"],
            count=page["total"],
            title=title,
        )
