"""Work that a browser causes: done at once while it is little, then at a pace, in order and bounded."""

import asyncio

import pytest

from chatkit_notebook.bridge.pace import Pace


class Worker:
    def __init__(self):
        self.done = []
        self.pace = Pace(at_once=2, interval=1, most_waiting=3)

    def ask(self, *works):
        return [self.pace.do(work, lambda work=work: self.done.append(work)) for work in works]


@pytest.fixture
def worker():
    return Worker()


async def test_what_is_little_is_done_at_once_and_the_rest_one_by_one_in_order(clock, worker):
    assert worker.ask(*"abcdefg") == [True] * 5 + [False] * 2
    for done in ("ab", "abc", "abcd", "abcde", "abcde"):
        assert "".join(worker.done) == done
        await clock.let_pass(1.01)


async def test_what_waits_is_replaced_in_its_place_by_newer_work_of_its_key(clock, worker):
    worker.ask(*"abcde")
    assert worker.pace.do("c", lambda: worker.done.append("instead of c")) is True
    for _ in range(5):
        await clock.let_pass(1.01)
    assert worker.done == ["a", "b", "instead of c", "d", "e"]


async def test_nothing_overtakes_what_waits(clock, worker):
    worker.ask(*"abc")
    await clock.let_pass(0.5)
    worker.ask("d")
    for _ in range(3):
        await clock.let_pass(1.01)
    assert worker.done == ["a", "b", "c", "d"]


async def test_after_a_pause_as_much_is_done_at_once_as_at_first_and_no_more(clock, worker):
    worker.ask("a", "b")
    await clock.let_pass(60)
    worker.ask(*"cdef")
    assert worker.done == ["a", "b", "c", "d"]


async def test_half_a_pause_allows_for_part_of_it(clock, worker):
    worker.ask("a", "b")
    await clock.let_pass(1.01)
    worker.ask("c", "d")
    assert worker.done == ["a", "b", "c"]


async def test_work_that_fails_does_not_hold_up_what_waits_behind_it(clock, worker):
    failures = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))
    worker.ask("a", "b")
    worker.pace.do("c", lambda: 1 / 0)
    worker.ask("d")
    for _ in range(3):
        await clock.let_pass(1.01)
    assert worker.done == ["a", "b", "d"]
    assert isinstance(failures[0], ZeroDivisionError)


async def test_work_may_ask_for_more_and_keeps_the_pace(clock, worker):
    worker.ask("a", "b")
    worker.pace.do("c", lambda: worker.ask("c", "d"))
    for done in ("ab", "ab", "abc", "abcd", "abcd"):
        assert "".join(worker.done) == done
        await clock.let_pass(1.01)


async def test_nothing_is_done_after_the_end(clock, worker):
    worker.ask(*"abcd")
    worker.pace.close()
    await clock.let_pass(60)
    assert worker.done == ["a", "b"]


async def test_what_is_asked_after_an_end_is_done_as_ever(clock, worker):
    worker.ask(*"abcd")
    worker.pace.close()
    assert worker.ask("e") == [True]
    await clock.let_pass(1.01)
    await clock.let_pass(1.01)
    assert worker.done == ["a", "b", "e"]
