"""Blocking work in threads, so that no event loop waits for it; done in place where there are none (Pyodide)."""

from __future__ import annotations

import asyncio
import inspect
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from chatkit_notebook.interrupts import interruptibly
from chatkit_notebook.logger import logger

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator
    from concurrent.futures import Executor, Future

_T = TypeVar("_T")
_END: Any = object()
_HAS_THREADS = sys.platform != "emscripten"
_own_pool = ThreadPoolExecutor(thread_name_prefix="chatkit-work")
"""For work that no interrupt may break off. What an event loop itself offers is for functions of the user's."""


async def in_thread(function: Callable[..., _T], *args: Any, pool: Executor | None = None) -> _T:
    """Call a function in a thread. If this is cancelled, nobody waits for what has begun."""
    if not _HAS_THREADS:
        return function(*args)
    return await asyncio.get_running_loop().run_in_executor(pool or _own_pool, partial(function, *args))


async def settled(future: Future[_T]) -> _T:
    """Wait for work in a thread. If this is cancelled, work that has begun is waited for and the rest is not done.

    Otherwise what the caller does next could be overtaken by what it gave up.
    """
    waiting = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        if not future.cancel():
            while not waiting.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([waiting])
            if error := waiting.exception():
                logger.warning("What was cancelled had failed: %s", error)
        raise


class Worker:
    """One thread for one job: what is bound to a thread, such as a database connection, stays in it.

    Everything runs in one copy of the caller's context, so that prints land where they belong.
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chatkit-worker")
        self._context = copy_context()

    async def call(self, function: Callable[..., _T], *args: Any) -> _T:
        """Call a function and wait for its result. If this is cancelled, nobody waits for what has begun."""
        return await in_thread(self._run, function, *args, pool=self._executor)

    async def finish(self, function: Callable[..., _T], *args: Any) -> _T:
        """Call a function and wait for its result. If this is cancelled, its end is waited for."""
        if not _HAS_THREADS:
            return self._run(function, *args)
        return await settled(self._executor.submit(self._run, function, *args))

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
            made = await self.call(interruptibly, function, *args)
        return await made if inspect.isawaitable(made) else made

    async def iterate(self, values: Iterator[Any]) -> AsyncGenerator[Any]:
        """Yield the values of an iterator as they come."""
        try:
            step = partial(interruptibly, next, values, _END)
            while (value := await self.call(step)) is not _END:
                yield value
        finally:
            close = getattr(values, "close", None)
            if close is not None:
                if _HAS_THREADS:
                    # After the step that may still be running; a generator cannot be closed in its middle.
                    self._executor.submit(self._context.run, close)
                else:
                    self._context.run(close)

    def close(self) -> None:
        """Let the thread end when its work is done."""
        self._executor.shutdown(wait=False)
