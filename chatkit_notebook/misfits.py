"""What does not fit, in one sentence: the field, what was given and what it must be.

Whoever meets an error of pydantic, JSON or Unicode that a person will read says it with these functions. What the
libraries say themselves is for programmers: it stays in the traceback.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecodeError
from reprlib import Repr
from typing import Any, cast

from pydantic_core import ArgsKwargs, PydanticSerializationError, ValidationError

from chatkit_notebook.json import is_list
from chatkit_notebook.locales import words

_LONGEST = 120
_MOST_ALTERNATIVES = 3
_repr = Repr()
_repr.maxstring = _repr.maxother = 100
_UNKNOWN: Any = object()
_OWN_WORDS = re.compile(r"(Expecting|Invalid|Unterminated|Unexpected|Extra data|Illegal)\b")
_SCHEMA = re.compile(r"\[|^(function|constrained|nullable|lax-or-strict|tagged-union)\b")


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit.

    Attributes:
        kind: What pydantic calls it.
        field: Where it is, with dots; empty for the value itself.
        given: What was given, in at most 120 characters.
        wanted: What it must be; None if it is missing or unknown.
    """

    kind: str
    field: str
    given: str
    wanted: str | None

    @property
    def is_told(self) -> bool:
        """Whether ``wanted`` is what a validator says, and not just the kind of value."""
        return self.kind == _TOLD

    def __str__(self) -> str:
        if self.kind in _MISSING:
            return words().field_missing(self.field, self.given)
        if self.wanted is None:
            return words().field_unknown(self.field)
        if self.is_told:
            return words().field_refused(self.field, self.given, self.wanted)
        return words().field_wrong(self.field, self.given, self.wanted)


_MISSING = ("missing", "missing_argument", "missing_keyword_only_argument", "union_tag_not_found")
_EXTRA = ("extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument", "no_such_attribute")
_TOLD = "told"


def misfit(error: ValidationError, *place: str, within: object = _UNKNOWN) -> Misfit:
    """The first thing that a validation error names.

    Args:
        error: The error.
        place: Where the value is that was validated.
        within: That value, where it is at hand: the names of alternatives do not belong to the place in it.
    """
    problems: list[Any] = [*error.errors(include_url=False)]
    first = problems[0]
    path = _path(first, within)
    field = ".".join([*place, *map(str, path)])
    if first["type"] in _MISSING:
        if first["type"] == "union_tag_not_found":
            field = ".".join([*filter(None, [field]), str(first["ctx"]["discriminator"]).strip("'")])
        # Nobody knows the object that pydantic makes of a function's arguments.
        given = within if within is not _UNKNOWN and isinstance(first["input"], ArgsKwargs) else first["input"]
        return Misfit(first["type"], field, brief(given), None)
    if first["type"] in _EXTRA:
        return Misfit(first["type"], field, brief(first["input"]), None)
    same = [each for each in problems if _path(each, within) == path]
    wants = [want for each in same if (want := _wanted(each)) is not None]
    if not wants:
        return Misfit(_TOLD, field, brief(first["input"]), _told(first["msg"]))
    given = first["input"]
    if first["type"] == "union_tag_invalid":
        field = ".".join([*filter(None, [field]), str(first["ctx"]["discriminator"]).strip("'")])
        given = first["ctx"]["tag"]
    return Misfit(first["type"], field, brief(given), words().either(list(dict.fromkeys(wants))[:_MOST_ALTERNATIVES]))


def _wanted(problem: Any) -> str | None:
    """What must be there, where pydantic says so."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return str(context["expected"])
    if kind == "union_tag_invalid":
        return str(context["expected_tags"])
    if (known := words().kind_of_value(kind)) is not None:
        return known
    said = str(problem["msg"])
    return said.removeprefix("Input should be ")[:_LONGEST] if said.startswith("Input should be ") else None


def _told(message: str) -> str:
    """What a validator says, as the end of a sentence."""
    said = message.removeprefix("Value error, ").removeprefix("Assertion failed, ").strip().rstrip(".")
    return f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said


def _path(problem: Any, within: object) -> list[str | int]:
    loc: tuple[str | int, ...] = problem["loc"]
    if within is _UNKNOWN:
        return [part for part in loc if not _SCHEMA.search(str(part))]
    path: list[str | int] = []
    for number, part in enumerate(loc, 1):
        try:
            within = _part(within, part)
        except (LookupError, AttributeError, TypeError):
            if number == len(loc) and problem["type"] in {*_MISSING, *_EXTRA}:
                path.append(part)
            continue
        path.append(part)
    return path or list(loc)


def _part(value: Any, part: str | int) -> Any:
    if isinstance(value, dict) or is_list(value):
        return cast("Any", value)[part]
    return getattr(value, str(part))


def brief(value: Any) -> str:
    """Write a value for an error message, in at most 120 characters and however large it is."""
    try:
        text = _repr.repr(value)
    except Exception:  # noqa: BLE001 - its own __repr__ may raise anything
        return f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def sentence(error: BaseException) -> str | None:
    """What an error of pydantic, JSON or Unicode says, in one sentence; None for any other."""
    match error:
        case ValidationError():
            more = error.error_count() - 1
            return words().misfit_of(error.title, str(misfit(error)), more)
        case PydanticSerializationError():
            return words().not_serializable(str(error).removeprefix("Error serializing to JSON: ")[:_LONGEST])
        case JSONDecodeError() if _OWN_WORDS.match(error.msg):
            near = brief(error.doc[max(0, error.pos - 20) : error.pos + 20])
            return words().text_not_json(near, error.lineno, error.colno)
        case UnicodeDecodeError():
            return words().bytes_not_text(
                error.encoding, brief(error.object[error.start : error.start + 1]), error.start
            )
        case UnicodeEncodeError():
            return words().text_not_encodable(
                error.encoding, brief(error.object[error.start : error.start + 1]), error.start
            )
        case _:
            return None


def plainly(error: BaseException, text: str) -> str:
    """What is told of an error, with sentences in the place of what libraries say in the errors behind it."""
    told = {raw: said for each in _behind(error) if (said := sentence(each)) is not None and (raw := str(each))}
    for raw, said in told.items():
        text = text.replace(raw, said)
    return text


def _behind(error: BaseException | None) -> list[BaseException]:
    """An error and those that it came of, from the first to the last."""
    chain: list[BaseException] = []
    while error is not None and all(error is not each for each in chain):
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain
