"""The threads in which a disk is waited for."""

import asyncio
import threading

import pytest

from chatkit_notebook.store.workers import Workers

WAIT_SECONDS = 15


async def test_work_that_fails_after_its_cancellation_is_told_in_the_log(caplog):
    workers, begun, may_end = Workers(1, "here"), threading.Event(), threading.Event()

    def work():
        begun.set()
        assert may_end.wait(WAIT_SECONDS)
        raise OSError("no disk")

    running = asyncio.create_task(workers.run(work))
    assert await asyncio.to_thread(begun.wait, WAIT_SECONDS)
    running.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    workers.stop()

    assert caplog.messages == ["What was cancelled had failed: no disk"]


async def test_stopping_waits_for_work_that_has_begun():
    workers, begun, ended = Workers(1, "here"), threading.Event(), threading.Event()

    def work():
        begun.set()
        threading.Event().wait(0.2)
        ended.set()

    running = asyncio.create_task(workers.run(work))
    assert await asyncio.to_thread(begun.wait, WAIT_SECONDS)

    workers.stop()

    assert ended.is_set()
    await running
