"""Messages cross from their thread to the loop in order, and the loop goes on in a flood."""

import asyncio
import threading

from chatkit_notebook.bridge import inbox
from chatkit_notebook.bridge.inbox import Inbox
from chatkit_notebook.chat.loop import chat_loop

MANY = 5_000
WAIT_SECONDS = 60


async def test_every_message_arrives_once_and_in_the_order_of_its_thread():
    received = []
    box = Inbox(chat_loop("kernel"), lambda content, buffers: received.append((content, buffers)))

    def send(name):
        for number in range(MANY):
            box.put((name, number), [b"x"])

    threads = [threading.Thread(target=send, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    async with asyncio.timeout(WAIT_SECONDS):
        while len(received) < 2 * MANY:  # noqa: ASYNC110 - other threads send
            await asyncio.sleep(0.001)
    for name in "ab":
        assert [number for (sender, number), _ in received if sender == name] == [*range(MANY)]


async def test_a_flood_lets_the_loop_do_other_things_in_between(monkeypatch):
    monkeypatch.setattr(inbox, "SLICE", 0)
    done = []
    box = Inbox(chat_loop("kernel"), lambda content, _: done.append(content))
    for number in range(100):
        box.put(number, [])
    turns = 0
    async with asyncio.timeout(WAIT_SECONDS):
        while len(done) < 100:
            turns += 1
            await asyncio.sleep(0)
    assert turns > 10
    assert done == [*range(100)]


async def test_what_comes_when_all_else_is_done_wakes_the_loop_again():
    received = []
    box = Inbox(chat_loop("kernel"), lambda content, _: received.append(content))
    for number in range(3):
        box.put(number, [])
        async with asyncio.timeout(WAIT_SECONDS):
            while len(received) <= number:  # noqa: ASYNC110 - the loop does it
                await asyncio.sleep(0)
    assert received == [0, 1, 2]


async def test_a_flood_wakes_the_loop_once():
    class Counting:
        def __init__(self):
            self.calls = []

        def post(self, function):
            self.calls.append(function)

    counting, received = Counting(), []
    box = Inbox(counting, lambda content, _: received.append(content))
    for _ in range(2):
        for number in range(100):
            box.put(number, [])
        (call,) = counting.calls
        counting.calls.clear()
        call()
    assert received == [*range(100)] * 2
    assert counting.calls == []
