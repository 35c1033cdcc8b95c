"""What a call of a tool looks like to a reader: its name in words, its arguments and its result as Markdown."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pydantic_core import to_jsonable_python

from chatkit_notebook.failures import in_one_line, own_traceback_of
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Shown: TypeAlias = tuple[str, str]
"""Text and the language it is written in."""

_LONGEST = 2_000
_LONGEST_TRACEBACK = 8_000
_LONGEST_STRING = 500
_READ = 4 * _LONGEST
"""Characters that are looked through for secrets, of which fewer are shown."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\s_./-]+")
_TICKS = re.compile(r"`{3,}")


def title_of(name: str) -> str:
    """The name of a tool in words: ``get_weather`` is "Get weather"."""
    title = _SEPARATORS.sub(" ", _HUMP.sub(" ", name)).strip()
    return title[:1].upper() + title[1:] or words().tool


def call_content(arguments: object = None, result: object = None, files: Sequence[str] = ()) -> str | None:
    """Arguments and result under headings, each in a block of code, cut where they are long; None for neither.

    Args:
        arguments: What the tool was called with.
        result: What it returned, apart from files.
        files: The files that it returned, as Markdown.
    """
    parts = [(words().arguments, in_words(arguments)), (words().result, in_words(result))]
    blocks = [f"**{heading}**\n\n{fenced(*shown)}" for heading, shown in parts if shown is not None]
    if files:
        blocks += [*([] if parts[1][1] else [f"**{words().result}**"]), *files]
    return "\n\n".join(blocks) or None


def failure_content(arguments: object, error: BaseException | str) -> str:
    """Arguments, and why the tool failed: in a line, and with where it did for the author.

    Views find both by the languages of their blocks.
    """
    given = call_content(arguments)
    line = error if isinstance(error, str) else in_one_line(error)
    blocks = [*([given] if given else []), fenced(_cut(line), "error")]
    if not isinstance(error, str):
        blocks.append(fenced(own_traceback_of(error, _LONGEST_TRACEBACK).strip("\n"), "pytb"))
    return "\n\n".join(blocks)


def fenced(text: str, language: str) -> str:
    """A block of code that ends where it should, whatever the text holds."""
    ticks = max((len(match) for match in _TICKS.findall(text)), default=2) + 1
    return f"{'`' * ticks}{language}\n{text}\n{'`' * ticks}"


def in_words(value: object) -> Shown | None:
    """A value as formatted JSON, or as text if it is a string, without its secrets; None if it is empty."""
    value = plain(value)
    if value in (None, "", {}, []):
        return None
    if isinstance(value, str):
        return _cut(value), "text"
    try:
        return _cut(formatted(_with_short_strings(value, count()))), "json"
    except RecursionError:  # nested deeper than anybody reads
        return "…", "text"


def formatted(value: object) -> str:
    """JSON for people."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def plain(value: object) -> Any:
    """A value as plain JSON data; JSON in a string is parsed, and what JSON can't hold becomes a string."""
    if isinstance(value, str):
        try:
            return json.loads(value) if value.lstrip()[:1] in ("{", "[") else value
        except (ValueError, RecursionError):
            return value
    try:
        return to_jsonable_python(value, fallback=str)
    except (ValueError, RecursionError):  # it holds itself, or bytes that are not text
        return str(value)


def _with_short_strings(value: Any, long_ones: Iterator[int]) -> Any:
    # One picture or page in it would leave no room for the rest.
    if isinstance(value, str):
        if len(value) <= _LONGEST_STRING:
            return value
        # Masked before it is cut: half a secret would not be recognised. Only the first few strings are seen.
        start = value[:_READ]
        start = masked(start) if next(long_ones) * _LONGEST_STRING < _LONGEST else start
        return f"{start[:_LONGEST_STRING]}…"
    if isinstance(value, dict):
        return {name: _with_short_strings(part, long_ones) for name, part in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with_short_strings(part, long_ones) for part in cast("list[Any]", value)]
    return value


def _cut(text: str) -> str:
    shown = masked(text[:_READ])
    left = len(text) - min(len(text), _READ) + max(0, len(shown) - _LONGEST)
    return f"{shown[:_LONGEST]}\n{words().more_characters(left)}" if left else shown
