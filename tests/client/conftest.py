"""Sessions for tests, and a server written with the official package."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from chatkit_notebook.client import Callbacks, Session
from tests.contracts import Contract
from tests.stub_endpoint.fixtures import endpoint

__all__ = ["endpoint"]


class Recorder:
    """An onlooker that keeps what it sees."""

    def __init__(self):
        self.frames = []
        self.opened_count = 0
        self._arrived = asyncio.Condition()

    def frame(self, request_id, event):
        self.frames.append((request_id, event))

    def opened(self):
        self.opened_count += 1

    def types(self):
        return [event["type"] for _, event in self.frames]


async def until(condition, *, seconds=15):
    """Wait until a condition holds, checked whenever the loop comes round."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any condition, not one event
            await asyncio.sleep(0)


@pytest.fixture
def session_of():
    @asynccontextmanager
    async def make(server, callbacks=None, **options):
        session = Session(server, callbacks or Callbacks(), **options)
        contract = Contract()
        take = session.take

        def watched(event, *where):
            contract.taken(event)
            take(event, *where)

        session.take = watched
        session.recorder = Recorder()
        session.look_on(session.recorder)
        try:
            yield session
        finally:
            await session.close()
        contract.verify()

    return make


@pytest.fixture
def wait_until():
    return until
