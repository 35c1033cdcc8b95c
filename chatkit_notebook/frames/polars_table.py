"""DataFrames of polars, and of whatever else hands out its columns by Arrow."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from chatkit_notebook.frames.table import MOST_COLUMNS, ColumnInfo, Kind, Query, Table, number_in, span_in


class PolarsTable(Table):
    """A DataFrame of polars."""

    def __init__(self, frame: Any) -> None:
        import polars as pl  # noqa: PLC0415 - whoever opens the table has looked whether it is there

        self._pl = pl
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
        return values.cast(self._pl.String, strict=False) if values.dtype.is_nested() else values

    def _matches(self, search: str) -> Any:
        pl = self._pl
        number, span = number_in(search), span_in(search)
        tests: list[Any] = []
        for column in self.columns:
            values, kind = pl.col(column["name"]), column["kind"]
            if kind == "number" and number is not None:
                tests.append(values == number)
            elif kind == "date" and span is not None:
                moments = values.cast(pl.Datetime("us")) if "time_zone" not in column["type"] else values
                if getattr(self._frame.schema[column["name"]], "time_zone", None) is not None:
                    moments = values.dt.replace_time_zone(None)
                tests.append((moments >= span.start) & (moments < span.end))
            elif kind == "text":
                lower = values.cast(pl.String).str.to_lowercase()
                tests.append(lower.str.contains(search.lower(), literal=True))
        if not tests:
            return pl.Series([False]).new_from_index(0, self.total)
        return self._frame.select(pl.any_horizontal(test.fill_null(value=False) for test in tests)).to_series()
