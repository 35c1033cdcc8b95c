"""Blocking work of a reply in a thread of its own, so that the chat goes on."""

from __future__ import annotations

import asyncio
import inspect
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

_T = TypeVar("_T")
_END: Any = object()


class Worker:
    """One thread for one reply: what is bound to a thread, such as a database connection, stays in it.

    Everything runs in one copy of the caller's context, so that prints land where they belong.
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chatkit-reply")
        self._context = copy_context()

    async def call(self, function: Callable[..., _T], *args: Any) -> _T:
        """Call a function and wait for its result."""
        if sys.platform == "emscripten":  # a browser has no threads to spare
            return self._run(function, *args)
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(self._run, function, *args))

    def _run(self, function: Callable[..., _T], *args: Any) -> _T:
        try:
            return self._context.run(function, *args)
        except StopIteration as error:  # no future takes one: whoever waits would wait forever
            raise RuntimeError("The function raised StopIteration, as next() does on an empty iterator.") from error

    async def invoke(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of either kind, and await what it returns."""
        call = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004
        if inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call):
            made = function(*args)
        else:
            made = await self.call(function, *args)
        return await made if inspect.isawaitable(made) else made

    async def iterate(self, values: Iterator[Any]) -> AsyncGenerator[Any]:
        """Yield the values of an iterator as they come."""
        try:
            step = partial(next, values, _END)
            while (value := await self.call(step)) is not _END:
                yield value
        finally:
            close = getattr(values, "close", None)
            if close is not None:
                # After the step that may still be running; a generator cannot be closed in its middle.
                self._later(close)

    def _later(self, close: Callable[[], object]) -> None:
        if sys.platform == "emscripten":
            self._context.run(close)
        else:
            self._executor.submit(self._context.run, close)

    def release(self) -> None:
        """Let the thread end when its work is done."""
        self._executor.shutdown(wait=False)
