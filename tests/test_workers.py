"""Blocking work in threads, and in place where there are none."""

import asyncio
import threading

import pytest

from chatkit_notebook import workers
from chatkit_notebook.workers import Worker, in_thread

WAIT_SECONDS = 15


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def no_threads(monkeypatch):
    monkeypatch.setattr(workers, "_HAS_THREADS", False)


async def everywhere(worker):
    """The threads in which each way to do blocking work does it."""
    where = threading.get_ident
    return [
        await in_thread(where),
        await worker.call(where),
        await worker.finish(where),
        await worker.invoke(where),
        *[each async for each in worker.iterate(where() for _ in range(1))],
    ]


async def test_work_is_done_in_a_thread(worker):
    first, *others = await everywhere(worker)

    assert first != threading.get_ident()
    assert len(set(others)) == 1
    assert others[0] != threading.get_ident()


@pytest.mark.usefixtures("no_threads")
async def test_work_is_done_in_place_where_there_are_no_threads(worker):
    assert set(await everywhere(worker)) == {threading.get_ident()}


@pytest.mark.usefixtures("no_threads")
async def test_an_iterator_is_closed_where_there_are_no_threads(worker):
    closed = []

    def numbers():
        try:
            yield from range(3)
        finally:
            closed.append(threading.get_ident())

    values = worker.iterate(numbers())
    assert await anext(values) == 0
    await values.aclose()

    assert closed == [threading.get_ident()]


@pytest.mark.parametrize(("way", "waits"), [("call", False), ("finish", True)])
async def test_who_is_cancelled_waits_for_the_end_or_does_not(worker, way, waits):
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work():
        begun.set()
        assert may_end.wait(WAIT_SECONDS)
        ended.set()

    running = asyncio.create_task(getattr(worker, way)(work))
    assert await asyncio.to_thread(begun.wait, WAIT_SECONDS)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=0.1)
    assert bool(done) != waits
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert ended.is_set() or not waits


async def test_work_that_has_not_begun_is_not_done_after_its_cancellation(worker):
    may_end, done = threading.Event(), []
    first = asyncio.create_task(worker.finish(may_end.wait, WAIT_SECONDS))
    second = asyncio.create_task(worker.finish(done.append, "second"))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    may_end.set()

    assert await first
    assert done == []
