"""One at a time, across event loops: the locks of asyncio belong to a single loop."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class CrossLoopLock:
    """Lets one in at a time, in the order in which they came, whatever event loops and threads they are on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Future[None]] = deque()

    @asynccontextmanager
    async def held(self) -> AsyncGenerator[None]:
        """Wait for the lock, and hold it until the end of the block."""
        with self._lock:
            waiter = Future[None]() if self._is_taken else None
            self._is_taken = True
            if waiter is not None:
                self._waiting.append(waiter)
        if waiter is not None:
            await self._wait(waiter)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, waiter: Future[None]) -> None:
        loop = asyncio.get_running_loop()
        waiting = loop.create_future()

        def wake(_waiter: Future[None]) -> None:
            with suppress(RuntimeError):  # the loop was closed: nobody waits any more
                loop.call_soon_threadsafe(lambda: waiting.done() or waiting.set_result(None))

        waiter.add_done_callback(wake)
        try:
            await waiting
        except BaseException:
            with self._lock:
                has_come = waiter not in self._waiting
                if not has_come:
                    self._waiting.remove(waiter)
            if has_come:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._is_taken = False
                return
            waiter = self._waiting.popleft()
        waiter.set_result(None)
