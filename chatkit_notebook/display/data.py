"""Data as JSON for people: short lists in one line, and the beginning of what is long, with a word on the rest."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from itertools import islice
from numbers import Integral, Number, Real
from typing import Any, cast

from chatkit_notebook.display import cells
from chatkit_notebook.locales import words

_MOST_ENTRIES = 40
_MOST_VALUES = 400
_LONGEST_STRING = 500
_LONGEST_REPR = 200
_DEEPEST = 8
_WIDTH = 76


def is_data(value: object) -> bool:
    """Whether a value is a dict, a list, or another collection; a dataclass; or a model of pydantic."""
    if isinstance(value, str | bytes | bytearray | memoryview | type):
        return False
    return isinstance(value, Mapping | Collection) or is_dataclass(value) or _is_model(value)


def as_json(value: object) -> str:
    """A value as JSON; what JSON lacks is written as text, and what is left out is counted."""
    return _written(_Trimmer().trimmed(value, 0), 0)


def _fields(value: object) -> Any:
    """The fields of a model of pydantic."""
    return getattr(type(value), "model_fields", None)


def _is_model(value: object) -> bool:
    return callable(getattr(type(value), "model_dump", None)) and isinstance(_fields(value), dict)


class _LeftOut(str):
    """Words on what is left out, which are not data."""

    __slots__ = ()


class _Trimmer:
    """Copies a value as plain data, of which there is a bounded number."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def trimmed(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if value is None or isinstance(value, str | bool | Number | date | time):
            return _scalar(value)
        if not is_data(value):
            return _cut(str(value), _LONGEST_REPR)
        if depth >= _DEEPEST:
            return _LeftOut("…")
        if isinstance(value, Mapping):
            return self._object(cast("Mapping[Any, Any]", value), depth)
        if is_dataclass(value) or _is_model(value):
            names = [field.name for field in fields(value)] if is_dataclass(value) else list(_fields(value))
            return self._object({name: getattr(value, name) for name in names}, depth)
        return self._array(cast("Collection[Any]", value), depth)

    def _object(self, value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        shown = {str(name): self.trimmed(part, depth + 1) for name, part in islice(value.items(), self._most())}
        left = len(value) - len(shown)
        return {**shown, _LeftOut(words().more(left)): None} if left > 0 else shown

    def _array(self, value: Collection[Any], depth: int) -> list[Any]:
        shown = [self.trimmed(part, depth + 1) for part in islice(value, self._most())]
        left = len(value) - len(shown)
        return [*shown, _LeftOut(words().more(left))] if left > 0 else shown

    def _most(self) -> int:
        return max(1, min(_MOST_ENTRIES, self._left))


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _cut(str(value), _LONGEST_STRING)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def _cut(text: str, longest: int) -> str:
    left = len(text) - longest
    return text if left <= 0 else f"{text[:longest]} {words().more_characters(left)}"


def _written(value: Any, indent: int) -> str:
    """JSON in one line where that is short."""
    flat = _flat(value)
    if not isinstance(value, dict | list) or len(flat) + indent <= _WIDTH:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [_entry(name, part, indent + 2) for name, part in cast("dict[str, Any]", value).items()]
        opening, closing = "{}"
    else:
        listed = cast("list[Any]", value)
        is_flat = not any(isinstance(part, dict | list) for part in listed)
        parts = _filled([_flat(part) for part in listed], _WIDTH - indent) if is_flat else []
        parts = parts or [_written(part, indent + 2) for part in listed]
        opening, closing = "[]"
    lines = f",\n{inner}".join(parts)
    return f"{opening}\n{inner}{lines}\n{' ' * indent}{closing}"


def _filled(texts: list[str], width: int) -> list[str]:
    """Lines of several values each."""
    lines = texts[:1]
    for text in texts[1:]:
        if len(lines[-1]) + len(text) + 2 <= width:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
    return lines


def _entry(name: str, part: Any, indent: int) -> str:
    return str(name) if isinstance(name, _LeftOut) else f"{_flat(name)}: {_written(part, indent)}"


def _flat(value: Any) -> str:
    match value:
        case _LeftOut():
            return str(value)
        case dict():
            entries = cast("dict[str, Any]", value).items()
            return (
                "{"
                + ", ".join(_flat(k) if isinstance(k, _LeftOut) else f"{_flat(k)}: {_flat(v)}" for k, v in entries)
                + "}"
            )
        case list():
            return f"[{', '.join(map(_flat, cast('list[Any]', value)))}]"
        case float() if cells.is_missing(value):
            return "NaN"
        case _:
            return json.dumps(value, ensure_ascii=False)
