"""The cells of a table in words, formatted as a column: figures that stand under each other, missing ones as a dash."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real
from reprlib import Repr
from typing import Any, TypeGuard, cast

from chatkit_notebook.display.markdown import escaped, in_line

MISSING = "\N{EN DASH}"
_LONGEST = 60
_DIGITS = 6
_MOST_DECIMALS = 4
_SMALL, _LARGE = 1e-2, 1e15
_MISSING_TYPES = {"NAType", "NaTType", "MaskedConstant"}

_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = _LONGEST


def column(values: list[Any]) -> tuple[list[str], bool]:
    """The cells of a column as Markdown, and whether they are numbers."""
    present = [value for value in values if not is_missing(value)]
    is_number = bool(present) and all(_is_number(value) for value in present)
    if is_number:
        decimals = _decimals(present)
        texts = [_number(value, decimals) for value in values]
    else:
        days_only = all(_is_midnight(value) for value in present)
        texts = [_text(value, days_only=days_only) for value in values]
    cells = zip(values, texts, strict=True)
    return [MISSING if is_missing(value) else escaped(text) for value, text in cells], is_number


def is_missing(value: object) -> bool:
    """Whether a value stands for one that is not there: None, NaN, NaT, NA."""
    if value is None or type(value).__name__ in _MISSING_TYPES:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, Real) and not isinstance(value, Integral) and bool(value != value)  # noqa: PLR0124 - NaN


def name(value: object) -> str:
    """The name of a column, as Markdown; empty if it has none."""
    if is_missing(value):
        return ""
    if isinstance(value, tuple):  # of several levels
        return " / ".join(name(part) for part in cast("tuple[object, ...]", value) if part != "")
    return escaped(in_line(str(value), _LONGEST))


def moment(value: dt.datetime, *, days_only: bool) -> str:
    """A date and time without the parts that say nothing."""
    if days_only:
        return value.date().isoformat()
    if value.microsecond:
        return value.isoformat(sep=" ", timespec="milliseconds")
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def _is_number(value: object) -> TypeGuard[Any]:
    return not isinstance(value, bool) and isinstance(value, Real | Decimal)


def _decimals(values: list[Any]) -> int | None:
    """How many decimals show what the numbers say; None if they need to be written each in its own way."""
    sizes = [abs(value) for value in map(float, values) if isfinite(value) and value]
    if not sizes or all(isinstance(value, Integral) for value in values):
        return 0
    if max(sizes) >= _LARGE or (max(sizes) < _SMALL and min(sizes) < _SMALL):
        return None
    needed = (f"{size:.{_DIGITS}g}".partition(".")[2] for size in sizes)
    return min(max(0 if "e" in each else len(each) for each in needed), _MOST_DECIMALS)


def _number(value: Any, decimals: int | None) -> str:
    if is_missing(value):
        return MISSING
    if isinstance(value, Integral):
        return in_line(_short.repr(int(value)), _LONGEST)
    if not isfinite(value):
        return str(float(value))
    if isinstance(value, Decimal):  # its digits are meant
        return in_line(str(value), _LONGEST)
    return f"{float(value):.{_DIGITS}g}" if decimals is None else f"{float(value):.{decimals}f}"


def _is_midnight(value: object) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is None and value.time() == dt.time()


def _text(value: object, *, days_only: bool) -> str:
    if isinstance(value, str):
        return in_line(value, _LONGEST)
    if is_missing(value):
        return MISSING
    if isinstance(value, dt.datetime):
        return moment(value, days_only=days_only)
    if isinstance(value, dict | list | tuple | set | bytes | bytearray):
        return in_line(_short.repr(value), _LONGEST)  # pyright: ignore[reportUnknownArgumentType]
    return in_line(str(value), _LONGEST)
