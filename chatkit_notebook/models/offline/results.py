"""Words around what a tool returned: the offline model's answer after its tool calls."""

from __future__ import annotations

import ast
import json
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from chatkit_notebook.models.request import ToolOutput

_FAILED = re.compile(r"^(an )?error\b", re.IGNORECASE)
_LONGEST_LINE = 80
_LONGEST_TEXT = 600
_LONGEST_CELL = 80
_MOST_ROWS = 8
_MOST_FIELDS = 12
_MOST_COLUMNS = 8
# Python's own reader takes a hundred times as long as that of JSON.
_LONGEST_LITERAL = 20_000


def is_transfer(output: ToolOutput) -> bool:
    """Whether an output is only the note that another agent took over."""
    try:
        value: object = json.loads(output.text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and list(cast("dict[str, Any]", value)) == ["assistant"]


def reply_to(outputs: list[ToolOutput]) -> str:
    """A reply that uses each output."""
    return "\n\n".join(_sentence(output) for output in outputs)


def _sentence(output: ToolOutput) -> str:
    given = ", ".join(f"{name} {_inline(value)}" for name, value in output.arguments.items() if value != "")
    said = output.text.strip()
    called = f"I called `{output.name}`" + (f" with {given}" if given else "")
    if said in ("", "None", "null"):
        return f"Done: {called}."
    if _FAILED.match(said):
        return f"{called}, and it failed: {_cut(said, _LONGEST_TEXT)}"
    return called + _told(_parsed(said), said)


def _told(value: object, said: str) -> str:
    match value:
        case dict():
            return f". Here is what it knows:\n\n{_fields(cast('dict[str, Any]', value))}"
        case list() if value:
            return f". It found {len(cast('list[Any]', value)):,}:\n\n{_rows(cast('list[Any]', value))}"
        case bool():
            return f", and the answer is **{'yes' if value else 'no'}**."
        case int() | float():
            return f", and the answer is **{_cut(str(value), _LONGEST_CELL)}**."
        case _:
            return _said(said)


def _said(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        return f". It says, in {len(text):,} characters that begin so:\n\n{_quoted(_cut(text, _LONGEST_TEXT))}"
    if "\n" in text:
        return f". It says:\n\n{text}"
    return f", and it says: {text}" if len(text) > _LONGEST_LINE else f", and it says: **{text.rstrip('.')}**."


def _parsed(text: str) -> object:
    # Tools that return a dict or a list reach the model as its Python text.
    is_literal = len(text) <= _LONGEST_LITERAL and (text[:1] in "{[" or text in ("True", "False"))
    readers = (json.loads, ast.literal_eval) if is_literal else (json.loads,)
    for read in readers:
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            return read(text)
    return text


def _inline(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int | float):
        return f"*{_cut(' '.join(str(value).split()), _LONGEST_CELL)}*"
    return f"`{_cut(_json(value), _LONGEST_CELL)}`"


def _cell(value: object) -> str:
    text = value if isinstance(value, str) else _json(value)
    return _cut(text, _LONGEST_CELL).replace("|", "\\|").replace("\n", " ")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def _quoted(text: str) -> str:
    """A quotation: what was cut in the middle ends with it, an open block of code included."""
    return "\n".join(f"> {line}" for line in text.splitlines())


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # it holds itself, or is nested too deep
        return "…"


def _fields(value: dict[str, Any]) -> str:
    shown = [
        f"- **{_cut(str(name), _LONGEST_CELL).replace('_', ' ')}**: {_cell(part)}"
        for name, part in islice(value.items(), _MOST_FIELDS)
    ]
    return "\n".join(shown) + _and_more(len(value) - len(shown)) if shown else "nothing"


def _and_more(count: int) -> str:
    return f"\n\nAnd {count:,} more." if count > 0 else ""


def _rows(values: list[Any]) -> str:
    shown = values[:_MOST_ROWS]
    more = _and_more(len(values) - len(shown))
    if all(isinstance(value, dict) for value in shown):
        rows = cast("list[dict[str, Any]]", shown)
        columns = list(islice(dict.fromkeys(str(name) for row in rows for name in row), _MOST_COLUMNS))
        lines = [f"| {' | '.join(map(_cell, columns))} |", f"|{'---|' * len(columns)}"]
        lines += [f"| {' | '.join(_cell(row.get(name, '')) for name in columns)} |" for row in rows]
        return "\n".join(lines) + more
    return "\n".join(f"- {_cell(value)}" for value in shown) + more
