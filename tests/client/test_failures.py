"""How an exception is told in one line."""

import logging

import pytest

from chatkit_notebook.client.failures import describe, in_one_line
from chatkit_notebook.client.logs import mask_logs
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.store import StoreError
from tests.doubles import ByteServer


def save_attachment():
    raise NotImplementedError


def raised_by(function):
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


def test_an_exception_is_told_by_its_type_and_message():
    assert in_one_line(raised_by(lambda: int("x"))) == "ValueError: invalid literal for int() with base 10: 'x'"


def test_one_without_a_message_is_told_by_where_it_was_raised():
    assert in_one_line(raised_by(save_attachment)) == "NotImplementedError in save_attachment()"


def test_one_that_was_never_raised_is_told_by_its_type():
    assert in_one_line(KeyError()) == "KeyError"


def test_what_a_store_says_is_told_as_it_is_and_may_pass():
    told = request_error(StoreError("The folder 'a' is read-only."))
    assert told == {"code": "store_failed", "message": "The folder 'a' is read-only.", "allow_retry": True}


def test_one_whose_message_can_t_be_read_is_told_all_the_same():
    class BrokenError(Exception):
        def __str__(self):
            raise ValueError("no")

    assert in_one_line(BrokenError()) == "BrokenError: (its message can't be read: ValueError)"
    assert describe(BrokenError())["type"] == "BrokenError"


def test_one_that_is_very_long_is_told_by_its_beginning_and_its_end():
    told = describe(ValueError("first " + "x" * 1_000_000 + " last"))
    assert told["message"].startswith("first x")
    assert told["message"].endswith("x last")
    assert len(told["message"]) < 110_000


def test_listening_twice_is_listening_once():
    mask_logs()
    before = {name: [*logging.getLogger(name).filters] for name in ("chatkit", "chatkit_notebook", "openai.agents")}
    mask_logs()
    assert {name: logging.getLogger(name).filters for name in before} == before
    assert all(before.values())


def test_loggers_of_others_are_left_alone():
    mine = logging.getLogger("somebody.else")
    mask_logs()
    assert mine.filters == []
    assert logging.getLogger().filters == []


async def test_a_session_masks_what_is_logged_from_its_beginning(session_of, caplog):
    log = logging.getLogger("chatkit_notebook.made.before.this.session")
    async with session_of(ByteServer(lambda _: {})):
        log.warning("password=hunter2")
    assert "password=***" in caplog.text
    assert "hunter2" not in caplog.text


def test_the_cause_of_an_exception_is_told_with_it():
    error = RuntimeError("The order failed.")
    error.__cause__ = ConnectionError("the line is dead")
    assert "the line is dead" in describe(error)["traceback"]
