import asyncio

import pytest


class Clock:
    """The time of the running loop, which stands still until a test lets some pass."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._now = self._loop.time()
        self._loop.time = lambda: self._now

    def timers(self):
        """How many things the loop is still to do at some time."""
        return sum(not timer.cancelled() for timer in self._loop._scheduled)

    async def let_pass(self, seconds):
        self._now += seconds
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
async def clock():
    clock = Clock()
    yield clock
    del clock._loop.time
