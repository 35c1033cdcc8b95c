"""The values of a DataFrame as JSON, each of a bounded size."""

from __future__ import annotations

import datetime as dt
from math import isfinite, isnan
from numbers import Integral, Real
from reprlib import Repr
from typing import Any, TypeAlias

Cell: TypeAlias = str | int | float | bool | None
"""A missing value is None; a date is text in the ISO form."""

_LONGEST = 300
_LARGEST = 2**53 - 1  # JavaScript tells no larger numbers apart
_MISSING = {"NAType", "NaTType", "MaskedConstant"}

_HOLDING: tuple[type[Any], ...] = (bytes, bytearray, list, tuple, dict, set, frozenset)

_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = _LONGEST
_short.maxlist = _short.maxtuple = _short.maxset = _short.maxdict = 20


def cell(value: Any) -> Cell:
    """Write one value."""
    if value is None or type(value).__name__ in _MISSING:
        return None
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):  # of numpy, too
        return bool(value)
    if isinstance(value, Real):
        return _number(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return _cut(_written(value))


def _number(value: Real) -> Cell:
    if isinstance(value, Integral):
        whole = int(value)
        return whole if abs(whole) <= _LARGEST else str(whole)
    number = float(value)
    if isfinite(number):
        return number
    return None if isnan(number) else str(number)


def _written(value: Any) -> str:
    try:
        if isinstance(value, _HOLDING):
            return _short.repr(value)
        # Whatever it is, no more of it is looked at than is shown.
        return str(value)
    except Exception:  # noqa: BLE001 - the edge: the value's own methods may raise anything
        return f"<{type(value).__name__}>"


def _cut(text: str) -> str:
    kept = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    # Half of a character can't be sent.
    return kept.encode("utf-8", "replace").decode()
