"""Checks of what a notebook passes, where a wrong type would come out far away or not at all."""

from __future__ import annotations


def check_text(name: str, value: object, example: str) -> None:
    """Refuse what is not a str.

    Raises:
        TypeError: It is not.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name}={value!r} must be a str, such as {example}.")


def check_optional_text(name: str, value: object, example: str) -> None:
    """Refuse what is neither a str nor None.

    Raises:
        TypeError: It is neither.
    """
    if value is not None:
        check_text(name, value, example)


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False.

    Raises:
        TypeError: It is neither.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name}={value!r} must be True or False.")
