"""DataFrames of polars, and of whatever else hands out its columns by Arrow."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from typing_extensions import override

from chatkit_notebook.frames.cells import cell
from chatkit_notebook.frames.table import MOST_COLUMNS, ColumnInfo, Kind, Query, Table, number_in, span_in


class PolarsTable(Table):
    """A DataFrame of polars."""

    def __init__(self, frame: Any) -> None:
        self._pl: Any = import_module("polars")
        self._frame = frame
        self.width = frame.width
        shown = list(frame.schema.items())[:MOST_COLUMNS]
        self.columns = [ColumnInfo(name=name, kind=self._kind(dtype), type=str(dtype)) for name, dtype in shown]

    @property
    @override
    def total(self) -> int:
        return self._frame.height

    @override
    def select(self, query: Query) -> Any:
        numbers = None
        if query.search.strip():
            numbers = self._matches(query.search.strip()).arg_true()
        if query.sort is not None:
            values = self._orderly(self._frame.to_series(query.sort))
            if numbers is not None:
                values = values.gather(numbers)
            order = values.arg_sort(descending=query.descending, nulls_last=True)
            numbers = order if numbers is None else numbers.gather(order)
        return numbers

    @override
    def read(self, selection: Any, start: int, stop: int) -> list[list[Any]]:
        if selection is None:
            rows = self._frame.slice(start, stop - start)
        else:
            rows = self._frame[selection.slice(start, stop - start)]
        return [rows.to_series(number).to_list() for number in range(len(self.columns))]

    def _kind(self, dtype: Any) -> Kind:
        pl = self._pl
        if dtype == pl.Boolean:
            return "boolean"
        if dtype.is_numeric():
            return "number"
        if dtype in (pl.Date, pl.Datetime):
            return "date"
        return "text" if dtype in (pl.String, pl.Categorical, pl.Enum) else "other"

    def _orderly(self, values: Any) -> Any:
        if values.dtype.is_float():
            return values.fill_nan(None)
        if values.dtype.is_nested() or values.dtype == self._pl.Object:  # without an order but that of their words
            return self._pl.Series([None if value is None else str(cell(value)) for value in values.to_list()])
        return values

    def _matches(self, search: str) -> Any:
        pl = self._pl
        number, span = number_in(search), span_in(search)
        tests: list[Any] = []
        for column in self.columns:
            values, kind = pl.col(column["name"]), column["kind"]
            if kind == "number" and number is not None:
                tests.append(values == number)
            elif kind == "date" and span is not None:
                zone = getattr(self._frame.schema[column["name"]], "time_zone", None)
                moments = values.cast(pl.Datetime("us")) if zone is None else values.dt.replace_time_zone(None)
                tests.append((moments >= span.start) & (moments < span.end))
            elif kind == "text":
                lower = values.cast(pl.String).str.to_lowercase()
                tests.append(lower.str.contains(search.lower(), literal=True))
        if not tests:
            return pl.Series([False]).new_from_index(0, self.total)
        return self._frame.select(pl.any_horizontal(test.fill_null(value=False) for test in tests)).to_series()
