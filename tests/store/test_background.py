import asyncio
import threading

import pytest

from chatkit_notebook.store.background import Once

WAIT_SECONDS = 15


def test_it_is_done_once_and_apart_from_the_caller():
    done, threads = threading.Event(), []

    async def work():
        threads.append(threading.current_thread())
        done.set()

    once = Once(work, "Work")
    once.stop()
    assert not done.is_set()

    once = Once(work, "Work")
    for _ in range(3):
        once.start()
    assert done.wait(WAIT_SECONDS)
    once.stop()
    once.start()

    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()
    assert not threads[0].is_alive()


def test_stopping_cancels_it_and_waits_for_its_end():
    begun, ended = threading.Event(), threading.Event()

    async def work():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.set()

    once = Once(work, "Work")
    once.start()
    assert begun.wait(WAIT_SECONDS)

    once.stop()

    assert ended.is_set()


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_stopping_at_once_leaves_nothing_behind():
    async def work():
        await asyncio.Event().wait()

    for _ in range(50):
        once = Once(work, "Work")
        once.start()
        once.stop()
        once.stop()

    assert "chatkit-background" not in {each.name for each in threading.enumerate()}


def test_its_failure_is_logged(caplog):
    begun = threading.Event()

    async def work():
        begun.set()
        raise OSError("no disk")

    once = Once(work, "Cleaning")
    once.start()
    assert begun.wait(WAIT_SECONDS)
    once.stop()

    assert caplog.messages == ["Cleaning failed: no disk"]
