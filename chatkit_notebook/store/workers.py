"""The threads in which databases and disks are waited for, so that no event loop does; any number of loops may ask."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from chatkit_notebook.errors import StoreError
from chatkit_notebook.locales import words
from chatkit_notebook.workers import settled

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Workers:
    """A few threads.

    Args:
        count: How many there are; with one, work is done in the order in which it came.
        where: The database or the folder they work on, for errors.
    """

    def __init__(self, count: int, where: str) -> None:
        self._where = where
        self._process = os.getpid()
        self._pool: ThreadPoolExecutor | None = ThreadPoolExecutor(count, thread_name_prefix="chatkit-store")

    async def run(self, work: Callable[[], T]) -> T:
        """Do ``work`` in a thread. If this is cancelled, work that has begun is waited for and the rest is not done.

        Raises:
            StoreError: The threads were stopped, or belong to the process that this one was forked from.
        """
        if os.getpid() != self._process:
            raise StoreError(words().store_of_another_process(self._where))
        if (pool := self._pool) is None:
            raise StoreError(words().store_closed(self._where))
        try:
            future = pool.submit(work)
        except RuntimeError as error:  # it is being stopped
            raise StoreError(words().store_closed(self._where)) from error
        return await settled(future)

    def stop(self) -> None:
        """Wait for the work that was given, and take no more."""
        if (pool := self._pool) is not None:
            pool.shutdown()
        self._pool = None
