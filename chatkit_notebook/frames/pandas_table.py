"""DataFrames of pandas. The index stands before the columns, unless it only counts the rows."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from typing_extensions import override

from chatkit_notebook.frames.cells import cell
from chatkit_notebook.frames.table import MOST_COLUMNS, ColumnInfo, Kind, Query, Table, number_in, span_in


class PandasTable(Table):
    """A DataFrame of pandas; changes of it that come later are not shown where pandas copies on write."""

    def __init__(self, frame: Any) -> None:
        self._pd: Any = import_module("pandas")
        self._frame = frame.copy(deep=False)
        index = self._frame.index
        counts = isinstance(index, self._pd.RangeIndex) and index.start == 0 and index.step == 1 and index.name is None
        levels = 0 if counts else index.nlevels
        names = [name if name is not None else "" for name in index.names[:levels]]
        self._levels = levels
        self.width = levels + frame.shape[1]
        labels = [*names, *frame.columns[:MOST_COLUMNS]][:MOST_COLUMNS]
        self.columns = [self._info(number, label) for number, label in enumerate(labels)]

    @property
    @override
    def total(self) -> int:
        return len(self._frame)

    @override
    def select(self, query: Query) -> Any:
        numbers = None
        if query.search.strip():
            numbers = self._matches(query.search.strip()).to_numpy(dtype=bool).nonzero()[0]
        if query.sort is not None:
            numbers = self._sorted(query.sort, numbers, descending=query.descending)
        return numbers

    @override
    def read(self, selection: Any, start: int, stop: int) -> list[list[Any]]:
        numbers = slice(start, stop) if selection is None else selection[start:stop]
        return [list(self._column(number).iloc[numbers].array) for number in range(len(self.columns))]

    def _column(self, number: int) -> Any:
        if number >= self._levels:
            return self._frame.iloc[:, number - self._levels]
        return self._frame.index.get_level_values(number).to_series()

    def _info(self, number: int, label: Any) -> ColumnInfo:
        dtype = self._column(number).dtype
        parts = cast("tuple[Any, ...]", label if isinstance(label, tuple) else (label,))
        name = " / ".join(str(cell(part)) for part in parts if part != "")
        return {"name": name, "kind": self._kind(dtype), "type": str(dtype)}

    def _kind(self, dtype: Any) -> Kind:
        types = self._pd.api.types
        if types.is_bool_dtype(dtype):
            return "boolean"
        if types.is_numeric_dtype(dtype):
            return "number"
        if types.is_datetime64_any_dtype(dtype):
            return "date"
        is_text = types.is_string_dtype(dtype) or isinstance(dtype, self._pd.CategoricalDtype)
        return "text" if is_text else "other"

    def _matches(self, search: str) -> Any:
        number, span = number_in(search), span_in(search)
        found = self._pd.Series(False, index=range(self.total))  # noqa: FBT003 - the value of every row
        for at, column in enumerate(self.columns):
            values = self._column(at).reset_index(drop=True)
            kind = column["kind"]
            if kind == "number" and number is not None:
                matches = values == number
            elif kind == "date" and span is not None:
                start, end = (self._pd.Timestamp(moment, tz=getattr(values.dtype, "tz", None)) for moment in span)
                matches = (values >= start) & (values < end)
            elif kind in {"text", "other"}:
                matches = values.astype("string").str.contains(search, case=False, regex=False, na=False)
            else:
                continue
            found |= matches.fillna(False).astype(bool)  # noqa: FBT003 - what a missing value matches
        return found

    def _sorted(self, column: int, numbers: Any, *, descending: bool) -> Any:
        values = self._column(column).reset_index(drop=True)
        if numbers is not None:
            values = values.iloc[numbers]
        try:
            order = values.sort_values(ascending=not descending, kind="stable")
        except TypeError:  # values of several types have no order but that of their words
            words = values.map(_word)
            order = words.sort_values(ascending=not descending, kind="stable")
        return order.index.to_numpy()


def _word(value: Any) -> str | None:
    written = cell(value)
    return None if written is None else str(written)
