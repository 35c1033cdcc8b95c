"""Where everything asynchronous runs: one daemon thread with one event loop a kernel, started at the first use.

A kernel's own loop stands still while a cell computes; this one does not. Where threads do not exist (Pyodide), or
when asked for, the loop that runs already serves instead.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from chatkit_notebook.interrupts import InterruptiblePool, raise_in

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

LONGEST_SLEEP = 0.2
"""Seconds an interrupt of a waiting cell may take."""
PATIENCE = 1.0
"""Seconds that something may hold up the loop after an interrupt."""

RunnerKind = Literal["thread", "kernel"]
T = TypeVar("T")


class ChatLoop:
    """Runs coroutines on one event loop, from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, thread: threading.Thread | None = None) -> None:
        self.loop = loop
        self._thread = thread

    @property
    def is_here(self) -> bool:
        """Whether the caller is on the loop's own thread."""
        own = self._thread.ident if self._thread else threading.main_thread().ident
        return threading.get_ident() == own

    @property
    def has_thread(self) -> bool:
        """Whether the loop runs beside the caller, so that a caller may block."""
        return self._thread is not None

    def post(self, function: Callable[..., Any], *args: Any) -> None:
        """Call a function on the loop soon. Never blocks; what the function raises goes to the loop's handler."""
        self.loop.call_soon_threadsafe(function, *args)

    def free(self) -> None:
        """Raise KeyboardInterrupt in what holds up the loop; for an interrupt, in a thread of its own."""
        if self._thread is None or self._thread.ident is None or self.loop.is_closed():
            return
        turn = threading.Event()
        self.post(turn.set)
        if not turn.wait(PATIENCE):
            raise_in(self._thread.ident)

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the loop; the future may be waited for from another thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop and wait for it, on whatever loop the caller is."""
        if asyncio.get_running_loop() is self.loop:
            return await work
        waiting = asyncio.wrap_future(self.start(work))
        try:
            # A kernel that is interrupted cancels the cell's task, but a loop that sleeps does not notice before it
            # wakes for something else.
            while not waiting.done():
                await asyncio.wait([waiting], timeout=LONGEST_SLEEP)
        finally:
            waiting.cancel()
        return waiting.result()


_lock = threading.Lock()
_shared: ChatLoop | None = None


def chat_loop(kind: RunnerKind | None = None) -> ChatLoop:
    """Return the loop that chats run on.

    Args:
        kind: ``"thread"`` is shared by all chats; ``"kernel"`` uses the loop that runs now. By default a thread
            where threads exist.

    Raises:
        ValueError: The kind is neither.
        RuntimeError: ``"kernel"`` was asked for where no loop runs.
    """
    if kind not in (None, "thread", "kernel"):
        raise ValueError(f"runner={kind!r} is unknown: use 'thread' (the default) or 'kernel'.")
    if kind == "kernel" or sys.platform == "emscripten":
        return ChatLoop(asyncio.get_running_loop())
    return _thread_loop()


def _thread_loop() -> ChatLoop:
    global _shared  # noqa: PLW0603 - one a process by design
    with _lock:
        if _shared is None or _shared.loop.is_closed():
            loop = asyncio.new_event_loop()
            loop.set_default_executor(InterruptiblePool(thread_name_prefix="chatkit-function"))
            thread = threading.Thread(target=_serve, args=(loop,), name="chatkit-notebook", daemon=True)
            thread.start()
            _shared = ChatLoop(loop, thread)
        return _shared


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    while not loop.is_closed():
        try:
            loop.run_forever()
        except (SystemExit, KeyboardInterrupt):
            # asyncio stops a loop whose task raised these. All chats live on this one, and whoever waits for the task
            # hears of it.
            continue
        return
