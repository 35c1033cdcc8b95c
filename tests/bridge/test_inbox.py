"""Messages cross from their thread to the loop in order, and the loop goes on in a flood."""

import asyncio
import threading

from chatkit_notebook.bridge import inbox
from chatkit_notebook.bridge.inbox import Inbox
from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.chat.runner import runner

MANY = 5_000


async def test_every_message_arrives_once_and_in_the_order_of_its_thread():
    received = []
    box = Inbox(runner("kernel"), lambda content, buffers: received.append((content, buffers)))

    def send(name):
        for number in range(MANY):
            box.put((name, number), [b"x"])

    threads = [threading.Thread(target=send, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    async with asyncio.timeout(5):
        while len(received) < 2 * MANY:  # noqa: ASYNC110 - other threads send
            await asyncio.sleep(0.001)
    for name in "ab":
        assert [number for (sender, number), _ in received if sender == name] == [*range(MANY)]


async def test_a_flood_lets_the_loop_do_other_things_in_between(monkeypatch):
    monkeypatch.setattr(inbox, "SLICE", 0)
    done = []
    box = Inbox(runner("kernel"), lambda content, _: done.append(content))
    for number in range(100):
        box.put(number, [])
    turns = 0
    while len(done) < 100:
        turns += 1
        await asyncio.sleep(0)
    assert turns > 10
    assert done == [*range(100)]


async def test_what_comes_when_all_else_is_done_wakes_the_loop_again():
    received = []
    box = Inbox(runner("kernel"), lambda content, _: received.append(content))
    for number in range(3):
        box.put(number, [])
        async with asyncio.timeout(5):
            while len(received) <= number:  # noqa: ASYNC110 - the loop does it
                await asyncio.sleep(0)
    assert received == [0, 1, 2]


async def test_a_flood_wakes_the_loop_once():
    class Counting:
        calls = 0

        def post(self, function):
            self.calls += 1

    counting = Counting()
    box = Inbox(counting, lambda *_: None)
    for number in range(1_000):
        box.put(number, [])
    assert counting.calls == 1


async def test_work_is_done_at_once_while_it_is_little_then_at_a_pace_and_in_order():
    done = []
    pace = Pace(at_once=2, interval=0.001, most_waiting=3)
    assert [pace.do(number, lambda number=number: done.append(number)) for number in range(7)] == [True] * 5 + [
        False
    ] * 2
    assert done == [0, 1]
    pace.do(3, lambda: done.append("instead of 3"))
    async with asyncio.timeout(5):
        while len(done) < 5:  # noqa: ASYNC110 - a timer does it
            await asyncio.sleep(0.001)
    assert done == [0, 1, 2, "instead of 3", 4]


async def test_work_that_fails_does_not_hold_up_what_waits_behind_it():
    done, failures = [], []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))
    pace = Pace(at_once=1, interval=0.001, most_waiting=3)
    for number in range(3):
        pace.do(number, [lambda: done.append(0), lambda: 1 / 0, lambda: done.append(2)][number])
    async with asyncio.timeout(5):
        while len(done) < 2:  # noqa: ASYNC110 - a timer does it
            await asyncio.sleep(0.001)
    assert isinstance(failures[0], ZeroDivisionError)


async def test_nothing_is_done_after_the_end():
    done = []
    pace = Pace(at_once=1, interval=0.001, most_waiting=3)
    for number in range(3):
        pace.do(number, lambda: done.append(1))
    pace.close()
    await asyncio.sleep(0.01)
    assert done == [1]
