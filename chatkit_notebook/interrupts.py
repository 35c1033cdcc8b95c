"""Ends functions of the user's that are running: what a notebook's interrupt means for those that are not in a cell.

A coroutine is cancelled where it waits. In a function that runs in a thread KeyboardInterrupt is raised, which happens
between two steps of Python: one that is within a call of C, such as ``time.sleep`` or a read from a socket, goes on
until that returns.
"""

from __future__ import annotations

import asyncio
import ctypes
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

_T = TypeVar("_T")


@dataclass(eq=False, slots=True)
class _Call:
    """A function that runs in a thread."""

    thread: int
    is_interrupted: bool = False


@dataclass(eq=False, slots=True)
class _Wait:
    """A coroutine that runs in a task of its own."""

    task: asyncio.Task[Any]
    is_interrupted: bool = False

    def end(self) -> None:
        """Cancel it, unless that is under way; on the task's loop."""
        if not self.task.done() and not self.task.cancelling():
            self.is_interrupted = True
            self.task.cancel()


class _Nothing(BaseException):
    """Takes the place of an exception that is no longer to be raised."""


_lock = threading.RLock()  # a signal may come while its own thread holds it
_calls: dict[int, list[_Call]] = {}
_waits: set[_Wait] = set()


def interruptibly(function: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T:
    """Call a function in this thread so that `interrupt` ends it.

    Raises:
        RuntimeError: It was interrupted.
        BaseException: Whatever it raised.
    """
    call = _Call(threading.get_ident())
    try:
        try:
            with _lock:
                _calls.setdefault(call.thread, []).append(call)
            return function(*args, **kwargs)
        finally:
            _leave(call)
    except KeyboardInterrupt:
        _leave(call)  # the exception may have come within the line above
        if call.is_interrupted:
            raise RuntimeError(words().interrupted) from None
        raise


async def interruptible(work: Awaitable[_T]) -> _T:
    """Await what a function gave so that `interrupt` ends it. This must be all that the running task does.

    Raises:
        RuntimeError: It was interrupted.
        BaseException: Whatever it raised.
    """
    wait = _Wait(cast("asyncio.Task[Any]", asyncio.current_task()))
    with _lock:
        _waits.add(wait)
    try:
        return await work
    except asyncio.CancelledError:
        if wait.is_interrupted:
            raise RuntimeError(words().interrupted) from None
        raise
    finally:
        with _lock:
            _waits.discard(wait)


def interrupt() -> None:
    """End the functions that run now, in whichever thread and for whichever chat. It does not wait for their ends."""
    with _lock:
        for calls in _calls.values():
            if not calls[-1].is_interrupted:
                calls[-1].is_interrupted = True
                raise_in(calls[-1].thread)
        waits = [*_waits]
    for wait in waits:
        loop = wait.task.get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(wait.end)


def raise_in(thread: int) -> None:
    """Raise KeyboardInterrupt in a thread, as soon as that does a step of Python."""
    _raise_in(thread, KeyboardInterrupt)


class InterruptiblePool(ThreadPoolExecutor):
    """Threads whose functions are the user's, such as the tools that the Agents SDK calls."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Run a function so that `interrupt` ends it."""
        return super().submit(partial(interruptibly, fn), *args, **kwargs)


def _leave(call: _Call) -> None:
    """Let nothing be raised in the thread any more on behalf of a call."""
    with _lock:
        calls = _calls.get(call.thread, [])
        if call not in calls:
            return
        calls.remove(call)
        if not calls:
            del _calls[call.thread]
        if call.is_interrupted:
            _take_back()


def _take_back() -> None:
    """Let nothing be raised in this thread any more.

    Python 3.11 keeps a mark that something is to be raised until that happens, even if it is withdrawn: every thread is
    slower then, and one that is profiled or debugged never gets on. So something is raised, and goes no further.
    """
    with suppress(_Nothing):
        _raise_in(threading.get_ident(), _Nothing)
        while True:  # it comes between two steps of Python
            pass


def _raise_in(thread: int, error: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
