import asyncio
import threading

import pytest

from chatkit_notebook.chat import loop as module
from chatkit_notebook.chat.loop import chat_loop


async def where():
    return threading.current_thread()


def test_one_daemon_thread_serves_everybody():
    first, second = chat_loop(), chat_loop("thread")
    assert first is second
    thread = first.start(where()).result(5)
    assert thread.daemon
    assert thread is not threading.current_thread()


async def test_awaiting_leaves_the_callers_loop_free():
    release = asyncio.Event()
    shared = chat_loop()

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

    task = asyncio.create_task(chat_loop().run(work()))
    await asyncio.to_thread(started.wait, 15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(cancelled.wait, 15)


def test_a_task_that_exits_does_not_take_the_loop_with_it():
    shared = chat_loop()

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
        await chat_loop().run(work())

    def interrupt():
        started.wait(15)
        tasks[0].cancel()  # on another thread and without a wake-up, as from a signal handler

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(cell(), 15))
    thread.join()


async def test_the_kernels_own_loop_serves_when_asked():
    own = chat_loop("kernel")
    assert own.loop is asyncio.get_running_loop()
    assert not own.has_thread
    assert await own.run(where()) is threading.current_thread()


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="'proces'"):
        chat_loop("proces")


@pytest.fixture
def own_thread(monkeypatch):
    """No thread of the loop is there yet; those that the test starts end with it."""
    monkeypatch.setattr(module, "_shared", None)
    made = []

    def make():
        made.append(chat_loop())
        return made[-1]

    yield make
    for each in made:
        end(each)


def end(running):
    if not running.loop.is_closed():
        running.post(running.loop.stop)
        running._thread.join(15)
        running.loop.close()


def test_a_loop_that_was_closed_is_replaced(own_thread):
    first = own_thread()
    end(first)
    second = own_thread()
    assert second is not first
    assert second.start(where()).result(5) is second._thread


def test_the_loop_knows_whose_thread_is_here(own_thread):
    async def is_here():
        return running.is_here

    running = own_thread()
    assert (running.has_thread, running.is_here) == (True, False)
    assert running.start(is_here()).result(5) is True


async def test_the_kernels_own_loop_is_on_its_main_thread():
    own = chat_loop("kernel")
    assert own.is_here is True
    assert await asyncio.to_thread(lambda: own.is_here) is False


async def test_where_no_threads_exist_the_loop_that_runs_serves(monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    for kind in (None, "thread"):
        assert chat_loop(kind).loop is asyncio.get_running_loop()
        assert not chat_loop(kind).has_thread


async def test_what_work_returns_or_raises_comes_back_to_whoever_waits():
    async def work(number):
        await asyncio.sleep(0)
        return 1 / number

    assert await chat_loop().run(work(2)) == 0.5
    with pytest.raises(ZeroDivisionError):
        await chat_loop().run(work(0))
