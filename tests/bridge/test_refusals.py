"""What is refused is answered and counted: few rows of the log, and each kind of failure in its own."""

import pytest

from chatkit_notebook.bridge import refusals
from chatkit_notebook.bridge.envelope import BadMessageError
from chatkit_notebook.bridge.refusals import Refusals
from chatkit_notebook.errors import TooMuchError
from chatkit_notebook.eventlog import EventLog


class Desk:
    def __init__(self):
        self.sent = []
        self.log = EventLog()
        self.refusals = Refusals(self.log, self.sent.append)

    def counts(self):
        return [(row.payload["error"]["message"], row.payload["count"]) for row in self.log]


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def now(monkeypatch):
    times = [1_000.0]
    monkeypatch.setattr(refusals, "monotonic", lambda: times[0])
    return times


def test_a_failure_that_comes_again_counts_in_its_row_until_some_time_has_passed(desk, now):
    for seconds in (0, 6, 3, 2, 9):
        now[0] += seconds
        desk.refusals.note("r1", ValueError("wrong"))
    assert desk.counts() == [("wrong", 3), ("wrong", 2)]
    assert [row.payload["id"] for row in desk.log] == ["r1", "r1"]


def test_failures_of_one_class_have_few_rows_and_those_of_another_have_their_own(desk, now):
    for number in range(refusals.OWN_ROWS + 5):
        desk.refusals.note(None, ValueError(f"wrong {number}"))
    desk.refusals.note(None, ValueError("wrong 0"))
    desk.refusals.note(None, LookupError("gone"))
    desk.refusals.note(None, LookupError("gone"))
    first, *own = [("wrong 0", 2), *((f"wrong {number}", 1) for number in range(1, refusals.OWN_ROWS))]
    assert desk.counts() == [first, *own, (f"wrong {refusals.OWN_ROWS}", 5), ("gone", 2)]


async def test_the_answer_names_what_was_wrong_and_whether_to_try_again(desk):
    desk.refusals.take("r1", TooMuchError("Too many."))
    desk.refusals.take("a1", BadMessageError("It is malformed.", "a1"))
    desk.refusals.take("r2", LookupError("gone"))
    told = [(one["type"], one["id"], one["error"]["code"], one["error"]["allow_retry"]) for one in desk.sent]
    assert told == [
        ("reply", "r1", "too_much", True),
        ("reply", "a1", "invalid_request", False),
        ("reply", "r2", "server_error", True),
    ]
    assert [one["error"]["message"] for one in desk.sent] == ["Too many.", "It is malformed.", "LookupError: gone"]
    desk.refusals.close()


async def test_the_answer_to_a_malformed_message_holds_no_secret(desk):
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    desk.refusals.take("r1", BadMessageError(f"There is no type {key!r}.", None))
    assert key not in str(desk.sent)
    assert "There is no type" in str(desk.sent)
    desk.refusals.close()


async def test_in_a_flood_some_are_answered_at_once_and_some_hundred_later(clock, desk):
    for number in range(1_000):
        desk.refusals.take(f"r{number}", BadMessageError("It is malformed.", None))
    assert len(desk.sent) == 20
    for _ in range(400):
        await clock.let_pass(refusals.INTERVAL * 1.01)
    assert [one["id"] for one in desk.sent] == [f"r{number}" for number in range(276)]
