import asyncio
import threading

import pytest

from chatkit_notebook.chat.runner import runner


async def where():
    return threading.current_thread()


def test_one_daemon_thread_serves_everybody():
    first, second = runner(), runner("thread")
    assert first is second
    thread = first.start(where()).result(5)
    assert thread.daemon
    assert thread is not threading.current_thread()


async def test_awaiting_leaves_the_callers_loop_free():
    release = asyncio.Event()
    shared = runner()

    async def wait():
        await release.wait()

    async def open_gate():
        await asyncio.sleep(0)
        shared.post(release.set)

    await asyncio.wait_for(asyncio.gather(shared.run(wait()), open_gate()), 15)


async def test_cancelling_the_wait_cancels_the_work():
    started, cancelled = threading.Event(), threading.Event()

    async def work():
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    task = asyncio.create_task(runner().run(work()))
    await asyncio.to_thread(started.wait, 15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(cancelled.wait, 15)


def test_a_task_that_exits_does_not_take_the_loop_with_it():
    shared = runner()

    async def leave():
        raise SystemExit(3)

    async def begin():
        task = asyncio.create_task(leave())
        await asyncio.wait([task])
        return task.exception()

    assert isinstance(shared.start(begin()).result(5), SystemExit)
    assert shared.start(where()).result(5).is_alive()


def test_a_cancellation_is_noticed_by_a_loop_that_sleeps():
    """A kernel that is interrupted cancels the cell's task from a signal handler, which wakes no loop."""
    started = threading.Event()
    tasks = []

    async def work():
        started.set()
        await asyncio.Event().wait()

    async def cell():
        tasks.append(asyncio.current_task())
        await runner().run(work())

    def interrupt():
        started.wait(15)
        tasks[0].cancel()  # on another thread and without a wake-up, as from a signal handler

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(cell(), 15))
    thread.join()


async def test_the_kernels_own_loop_serves_when_asked():
    own = runner("kernel")
    assert own.loop is asyncio.get_running_loop()
    assert not own.has_thread
    assert await own.run(where()) is threading.current_thread()


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="'proces'"):
        runner("proces")
