"""What the chat's async methods return: something to await, which says so to whoever forgets."""

from __future__ import annotations

import warnings
from collections.abc import Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

P = ParamSpec("P")
T = TypeVar("T")


class Unawaited(Coroutine[Any, Any, T]):
    """A coroutine that has not begun, and tells how to begin it: as its repr, at each attribute, and when dropped."""

    def __init__(self, work: Coroutine[Any, Any, T], name: str) -> None:
        self._work = work
        self._name = name
        self._has_begun = False

    def __await__(self) -> Generator[Any, Any, T]:
        self._has_begun = True
        return self._work.__await__()

    def send(self, value: Any, /) -> Any:
        """Begin, or go on."""
        self._has_begun = True
        return self._work.send(value)

    def throw(self, *error: Any) -> Any:
        """Raise an error where it waits."""
        self._has_begun = True
        return self._work.throw(*error)

    def close(self) -> None:
        """End it."""
        self._has_begun = True
        self._work.close()

    def __repr__(self) -> str:
        return f"<chat.{self._name}() has not begun: write await chat.{self._name}(...)>"

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(
            f"chat.{self._name}() has not begun, so it has no {name!r}: write await chat.{self._name}(...) first."
        )

    def __del__(self) -> None:
        if not self._has_begun:
            self._work.close()
            told = f"chat.{self._name}() was never awaited, so nothing happened: write await chat.{self._name}(...)."
            warnings.warn(told, RuntimeWarning, stacklevel=2)


def awaited(method: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let an async method of the chat return an ``Unawaited``."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        return Unawaited(method(*args, **kwargs), method.__name__)

    return call
