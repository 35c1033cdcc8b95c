"""Opens a DataFrame of any library as a table."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from chatkit_notebook.errors import UnreadableFrameError

if TYPE_CHECKING:
    from chatkit_notebook.frames.table import Table

_STREAM = "__arrow_c_stream__"


def is_frame(value: object) -> bool:
    """Whether a value is a DataFrame: of pandas or polars, or anything else that hands out its columns by Arrow."""
    return _is_of("pandas", value) or _is_of("polars", value) or hasattr(type(value), _STREAM)


def opened(value: Any) -> Table:
    """Open a DataFrame as a table.

    Raises:
        UnreadableFrameError: It is not a DataFrame, or nothing is installed that reads it.
    """
    if _is_of("pandas", value):
        from chatkit_notebook.frames.pandas_table import PandasTable  # noqa: PLC0415 - loads pandas

        return PandasTable(value)
    if not is_frame(value):
        name = type(value).__name__
        raise UnreadableFrameError(
            f"A {name} is not a DataFrame. Pass one of pandas or polars, or an object with {_STREAM}."
        )
    if find_spec("polars") is None:
        name = type(value).__name__
        raise UnreadableFrameError(f"Reading a {name} needs polars: run %pip install polars.")
    from chatkit_notebook.frames.polars_table import PolarsTable  # noqa: PLC0415 - loads polars

    pl: Any = import_module("polars")
    if isinstance(value, pl.Series):
        return PolarsTable(value.to_frame())
    return PolarsTable(value if isinstance(value, pl.DataFrame) else pl.DataFrame(value))


def _is_of(library: str, value: object) -> bool:
    # Whoever has a frame has loaded its library; looking loads none.
    module = sys.modules.get(library)
    return module is not None and isinstance(value, getattr(module, "DataFrame", ()))
