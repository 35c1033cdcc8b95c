"""Jinja's filters and tests, each of which asks before it works."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, UndefinedError, pass_environment
from jinja2.filters import make_attrgetter
from jinja2.utils import htmlsafe_json_dumps
from pydantic_core import to_jsonable_python

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets.sandbox.budget import CALL, current
from chatkit_notebook.widgets.sandbox.methods import check_operator, replaced
from chatkit_notebook.widgets.sandbox.values import OwnList, is_iterator, owned

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from chatkit_notebook.widgets.sandbox.budget import Budget

_MOST = 100_000
_DIGITS = 300
_INDENT = 16
_BYTES_A_STEP = 4096
# They look at a list and not at what is in its items, or hand them on one by one.
_SHALLOW = frozenset(
    (
        *("attr", "batch", "count", "d", "default", "first", "items", "last", "length", "list", "map", "random"),
        *("reject", "rejectattr", "reverse", "select", "selectattr", "slice", "tojson"),
    )
)
_COMPARES = frozenset(
    (
        *("in", "==", "eq", "equalto", "!=", "ne", ">", "gt", "greaterthan", ">=", "ge"),
        *("<", "lt", "lessthan", "<=", "le", "lower", "upper"),
    )
)
# They yield lists that they have just made.
_PARTS = frozenset({"batch", "slice"})
_ESCAPED = {"e": 6, "escape": 6, "forceescape": 6, "urlencode": 12, "xmlattr": 8}


def to_json(value: object) -> object:
    """Turn what `json` can't write into what it can.

    Raises:
        TypeError: It is missing from the data.
    """
    if isinstance(value, Undefined):
        try:
            str(value)
        except UndefinedError as error:
            raise TypeError(f"The data for the template is incomplete: {error}.") from None
    if is_iterator(value):
        value = OwnList(current().counted(value))
        current().measure(value)
        return value
    return to_jsonable_python(value)


def bounded_filter(name: str, given: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter ask the budget for what it reads, makes and returns."""
    function = _OWN.get(name, given)
    skipped = 1 if hasattr(function, "jinja_pass_arg") else 0
    check = _CHECKS.get(name)
    is_deep = name not in _SHALLOW

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        budget = current()
        budget.spend(CALL)
        if is_deep:
            args = tuple(listed(budget, each) for each in args)
        own = args[skipped:]
        for each in own:
            budget.pay_for(each)
        size = sum(map(budget.measure, (*own, *kwargs.values()))) if is_deep else 0
        budget.allow(size * _ESCAPED.get(name, 1))
        if check is not None:
            check(budget, *own, **kwargs)
        result = function(*args, **kwargs)
        if is_iterator(result):
            parts = budget.counted(result)
            return map(owned, parts) if name in _PARTS else parts
        if isinstance(result, str):
            budget.allow(len(result))
        if name in ("list", "sort", "dictsort", "groupby"):
            budget.pay_for_new(result)
            if name == "groupby":
                return OwnList(group._replace(list=OwnList(group.list)) for group in budget.counted(result))
            return owned(result)
        if isinstance(result, int):
            check_operator(budget, "+", result, 0)
        return result

    return bounded


def bounded_test(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a test that looks into what it is given ask the budget."""
    if name not in _COMPARES:
        return function

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        budget = current()
        budget.spend(CALL)
        for each in (*args, *kwargs.values()):
            budget.pay_for(each)
            budget.measure(each)
        return function(*args, **kwargs)

    return bounded


def listed(budget: Budget, value: Any) -> Any:
    """Return an iterator as a list, which can be looked through."""
    return OwnList(budget.counted(value)) if is_iterator(value) else value


# --- filters that are ours, as Jinja's would work before anybody could ask


def _tojson(value: Any, indent: int | str | None = None) -> str:
    budget = current()
    value = listed(budget, value)
    budget.measure(value)
    if indent is None:
        return htmlsafe_json_dumps(value, sort_keys=True, default=to_json)
    if len(indent) > _INDENT if isinstance(indent, str) else indent > _INDENT:
        raise TemplateLimitError(f"indents JSON by more than {_INDENT}. Write a smaller indent.")

    def dumps(value: Any, **options: Any) -> str:
        size, parts = 0, list[str]()
        for part in json.JSONEncoder(**options).iterencode(value):
            budget.spend()
            parts.append(part)
            size += len(part)
            if size > budget.characters:
                budget.refuse()
        return "".join(parts)

    return htmlsafe_json_dumps(value, dumps=dumps, sort_keys=True, default=to_json, indent=indent)


def _format(value: Any, *args: Any, **kwargs: Any) -> str:
    if args and kwargs:
        raise TypeError("can't handle positional and keyword arguments at the same time")
    text = str(value)
    check_operator(current(), "%", text, kwargs or args)
    return text % (kwargs or args)


@pass_environment
def _sum(environment: Environment, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
    take = make_attrgetter(environment, attribute) if attribute is not None else None
    budget, total = current(), start
    for each in iterable:
        value = each if take is None else take(each)
        check_operator(budget, "+", total, value)
        total = total + value
    return owned(total)


_OWN: dict[str, Callable[..., Any]] = {"format": _format, "sum": _sum, "tojson": _tojson}


# --- what the others make


def _center(budget: Budget, _value: Any, width: int = 80) -> None:
    budget.allow(width)


def _indent(budget: Budget, value: Any, width: int | str = 4, *_: Any, **__: Any) -> None:
    text = str(value)
    budget.allow(len(text) + (text.count("\n") + 2) * (len(width) if isinstance(width, str) else max(width, 0)))


def _replace(budget: Budget, value: Any, old: Any, new: Any, *_: Any, **__: Any) -> None:
    budget.allow(replaced(str(value), str(old), str(new)))


def _join(budget: Budget, value: Any, d: Any = "", *_: Any, **__: Any) -> None:
    budget.allow(len(value) * len(str(d)))


def _few(budget: Budget, _value: Any, count: Any, *_: Any, **__: Any) -> None:
    if count > _MOST:
        raise TemplateLimitError(f"splits a list into or by more than {_MOST:,}. Write a smaller number.")
    budget.spend(int(count) // 8)


def _round(_budget: Budget, _value: Any, precision: int = 0, *_: Any, **__: Any) -> None:
    if abs(precision) > _DIGITS:
        raise TemplateLimitError(f"rounds to more than {_DIGITS} digits. Write a smaller precision.")


def _wordwrap(
    budget: Budget, value: Any, width: int = 79, _breaks: Any = None, wrapstring: Any = "\n", **_: Any
) -> None:
    text = str(value)
    # Each line of a long word copies what is left of it.
    budget.spend(_longest_word(text) ** 2 // max(width, 1) // _BYTES_A_STEP + len(text) // 8)
    budget.allow(
        len(text) + len(str(wrapstring)) * (len(text) // max(width, 1) + text.count(" ") + text.count("\n") + 1)
    )


def _urlize(budget: Budget, value: Any, *args: Any, **kwargs: Any) -> None:
    text = str(value)
    budget.spend(_longest_word(text) ** 2 // _BYTES_A_STEP + len(text) // 8)
    attributes = 80 + sum(len(str(each)) for each in (*args, *kwargs.values()))
    budget.allow(6 * len(text) + len(text.split()) * attributes)


def _striptags(budget: Budget, value: Any) -> None:
    text = str(value)
    budget.spend(text.count("<") * len(text) // _BYTES_A_STEP)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _pprint(budget: Budget, value: Any) -> None:
    budget.spend(budget.measure(value))


_CHECKS: dict[str, Callable[..., None]] = {
    "batch": _few,
    "center": _center,
    "indent": _indent,
    "join": _join,
    "pprint": _pprint,
    "replace": _replace,
    "round": _round,
    "slice": _few,
    "striptags": _striptags,
    "urlize": _urlize,
    "wordwrap": _wordwrap,
}
