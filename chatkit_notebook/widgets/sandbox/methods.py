"""What operators and the methods of strings, lists and dicts make of their operands, asked before they make it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets.sandbox.budget import DIGITS_IN_BITS, WIDTH
from chatkit_notebook.widgets.sandbox.values import is_container, is_sequence, is_tuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chatkit_notebook.widgets.sandbox.budget import Budget

_NUMBERS = re.compile(r"\d+")
_SPECIFIER = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)", re.DOTALL)
_FIELD_IN_FIELD = re.compile(r"\{[^{}:]{0,99}:[^{}]{0,99}\{")


# --- operators


def check_operator(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Ask for what an operator makes.

    Raises:
        TemplateLimitError: It would be too much.
    """
    budget.spend()
    if isinstance(left, int) and isinstance(right, int):
        _check_integers(operator, left, right)
    elif operator == "*":
        for sequence, times in ((left, right), (right, left)):
            if is_sequence(sequence) and isinstance(times, int):
                budget.allow(len(sequence) * times)
    elif operator == "+" and is_sequence(left) and is_sequence(right):
        budget.allow(len(left) + len(right))
    elif operator == "%" and isinstance(left, str | bytes):
        _check_percent(budget, left if isinstance(left, str) else left.decode("latin-1"), right)


def _check_integers(operator: str, left: int, right: int) -> None:
    bits = max(left.bit_length(), right.bit_length())
    if operator == "**" and abs(left) > 1 and right > 0:
        bits = left.bit_length() * right
    elif operator == "*":
        bits = left.bit_length() + right.bit_length()
    if bits > DIGITS_IN_BITS:
        raise TemplateLimitError(
            f"computes a number of more than {DIGITS_IN_BITS:,} bits. Pass it as data, such as a string."
        )


def _check_percent(budget: Budget, text: str, values: Any) -> None:
    budget.pay_for(text)
    found = _SPECIFIER.findall(text)
    for width, precision, _ in found:
        if "*" in (width, precision):
            raise TemplateLimitError("formats with a width of '*'. Write the width as a number.")
        check_widths(f"{width} {precision}")
    each = budget.measure(values)
    budget.allow(len(text) + len(found) * (each if isinstance(values, dict) else WIDTH) + each)


def check_widths(specification: str) -> None:
    """Ask for the widths and precisions in a format.

    Raises:
        TemplateLimitError: One is too large.
    """
    for number in _NUMBERS.findall(specification):
        if len(number) > len(str(WIDTH)) or int(number) > WIDTH:
            raise TemplateLimitError(f"formats with a width or precision of more than {WIDTH:,}. Write a smaller one.")


def check_format(text: str) -> None:
    """Ask for the widths and precisions in what a string's ``format`` is to fill.

    Raises:
        TemplateLimitError: One is too large, or comes from another field.
    """
    if _FIELD_IN_FIELD.search(text):
        raise TemplateLimitError("formats with a width from a field. Write the width as a number.")
    check_widths(text)


# --- methods


def check_method(budget: Budget, owner: Any, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Ask for what a method of ``owner`` makes.

    Raises:
        TemplateLimitError: It would be too much.
    """
    is_quick = name in _QUICK
    if not is_quick:
        budget.pay_for(owner)
    if name in _COMPARES and is_container(owner):
        budget.measure(owner)
    for each in (*args, *kwargs.values()):
        if not is_quick or is_tuple(each):  # as a key, a tuple is looked through
            budget.measure(each)
    if name in _GROWS and is_container(owner):
        more = sum(len(each) for each in args if is_sequence(each) or is_container(each))
        budget.allow(len(owner) + more)
        budget.spend(more)
    if isinstance(owner, str | bytes | bytearray) and (size := _SIZES.get(name)):
        try:
            expected = size(owner, *args, **kwargs)
        except TypeError:
            return  # the method says better what is wrong
        budget.allow(expected)


_QUICK = frozenset({"append", "extend", "update", "setdefault", "get", "items", "keys", "values"})
_GROWS = frozenset({"extend", "update"})
_COMPARES = frozenset({"count", "index", "remove", "sort"})


def _filled(text: Any, width: int, *_: Any) -> int:
    return max(len(text), width)


def _with_tabs(text: Any, tabsize: int = 8) -> int:
    return len(text) + text.count("\t" if isinstance(text, str) else b"\t") * max(tabsize, 0)


def replaced(text: Any, old: Any, new: Any, *_: Any) -> int:
    """How long a string is when a part of it is replaced."""
    return len(text) + text.count(old) * len(new)


def _joined(text: Any, parts: Any) -> int:
    return sum(map(len, parts)) + len(text) * len(parts)


_SIZES: dict[str, Callable[..., int]] = {
    "center": _filled,
    "expandtabs": _with_tabs,
    "join": _joined,
    "ljust": _filled,
    "replace": replaced,
    "rjust": _filled,
    "zfill": _filled,
}
