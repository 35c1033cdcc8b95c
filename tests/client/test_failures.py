"""How an exception is told in one line."""

import pytest

from chatkit_notebook.client.failures import in_one_line
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.store import StoreError


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
