"""Work that goes on beside a store, and ends with it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from chatkit_notebook.logger import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class Once:
    """Does something once, in a thread and on a loop of its own: those of the callers may end at any time.

    Args:
        work: What to do. If it fails, a warning says so.
        name: What it is, for that warning.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, object]], name: str) -> None:
        self._work = work
        self._name = name
        self._lock = Lock()
        self._stop: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin, unless it was begun before."""
        with self._lock:
            if self._stop is not None:
                return
            loop = asyncio.new_event_loop()
            task = loop.create_task(self._work())
            thread = Thread(target=self._run, args=(loop, task), name="chatkit-background")

            def stop() -> None:
                with suppress(RuntimeError):  # it is over, and its loop closed
                    loop.call_soon_threadsafe(task.cancel)
                thread.join()

            self._stop = stop
            thread.start()

    def stop(self) -> None:
        """Cancel it and wait for its end; it does not begin after this."""
        with self._lock:
            stop, self._stop = self._stop, _nothing
        if stop is not None:
            stop()

    def _run(self, loop: asyncio.AbstractEventLoop, task: asyncio.Task[object]) -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and what it left is done another time
            logger.warning("%s failed: %s", self._name, error)
        finally:
            loop.close()


def _nothing() -> None:
    pass
