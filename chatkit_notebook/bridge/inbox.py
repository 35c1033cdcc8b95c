"""Browser messages on their way from whatever thread they arrive on to the session's loop."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.chat.loop import ChatLoop

SLICE = 0.02
"""Seconds of messages that are acted on before the loop does something else."""


class Inbox:
    """Hands messages over in their order. A flood wakes the loop once, and not for each of them.

    Args:
        loop: Runs what takes the messages.
        receive: Acts on one message; called on the loop.
    """

    def __init__(self, loop: ChatLoop, receive: Callable[[Any, Sequence[bytes]], None]) -> None:
        self._loop = loop
        self._receive = receive
        self._waiting: deque[tuple[Any, Sequence[bytes]]] = deque()
        self._is_called = False

    def put(self, content: Any, buffers: Sequence[bytes]) -> None:
        """Hand a message over, from any thread."""
        self._waiting.append((content, buffers))
        if not self._is_called:
            self._call()

    def _call(self) -> None:
        self._is_called = True
        self._loop.post(self._take)

    def _take(self) -> None:
        # Before the last look: what is put after it calls again.
        self._is_called = False
        end = monotonic() + SLICE
        while self._waiting:
            self._receive(*self._waiting.popleft())
            if monotonic() > end and self._waiting:
                self._call()
                return
