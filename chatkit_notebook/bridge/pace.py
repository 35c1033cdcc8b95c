"""What a browser may cause without end, kept to a pace: at once while it is little, one by one in a flood."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Pace:
    """Does work now, or later if too much of it was done a moment ago. All methods run on one event loop.

    Args:
        at_once: How much may be done without a pause.
        interval: Seconds between two pieces of work after that.
        most_waiting: How much may wait for its turn.
    """

    def __init__(self, *, at_once: int, interval: float, most_waiting: int) -> None:
        self._slack = (at_once - 1) * interval
        self._interval = interval
        self._most_waiting = most_waiting
        self._free = float("-inf")
        self._waiting: OrderedDict[Hashable, Callable[[], None]] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    def do(self, key: Hashable, work: Callable[[], None]) -> bool:
        """Do it when its turn comes, in the place of what waits under the same key.

        Returns:
            False if too much waits already: this will not be done.
        """
        if not self._waiting and self._delay() <= 0:
            self._start(work)
            return True
        if key not in self._waiting and len(self._waiting) >= self._most_waiting:
            return False
        self._waiting[key] = work
        if self._timer is None:
            self._schedule()
        return True

    def close(self) -> None:
        """Do nothing more; what waits is dropped."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._waiting.clear()

    def _delay(self) -> float:
        return self._free - self._slack - asyncio.get_running_loop().time()

    def _start(self, work: Callable[[], None]) -> None:
        self._free = max(self._free, asyncio.get_running_loop().time()) + self._interval
        work()

    def _schedule(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(max(self._delay(), 0), self._next)

    def _next(self) -> None:
        self._timer = None
        _, work = self._waiting.popitem(last=False)
        try:
            self._start(work)
        finally:
            if self._waiting and self._timer is None:
                self._schedule()
