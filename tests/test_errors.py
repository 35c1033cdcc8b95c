import pickle

import pytest

from chatkit_notebook.errors import (
    DEFAULT_ALLOW_RETRY,
    DEFAULT_STATUS,
    BaseStreamError,
    CustomStreamError,
    ErrorCode,
    StreamError,
)


@pytest.mark.conformance(39)
def test_stream_error_takes_status_and_retry_from_its_code():
    error = StreamError(ErrorCode.STREAM_ERROR)

    assert vars(error) == {"code": ErrorCode.STREAM_ERROR, "status_code": 500, "allow_retry": True}


def test_stream_error_can_forbid_the_retry():
    assert StreamError(ErrorCode.STREAM_ERROR, allow_retry=False).allow_retry is False


def test_stream_error_accepts_the_wire_spelling_of_a_code():
    assert StreamError("stream.error").code is ErrorCode.STREAM_ERROR


def test_stream_error_names_a_code_that_does_not_exist():
    with pytest.raises(ValueError, match=r"'stream\.oops' is not a valid ErrorCode"):
        StreamError("stream.oops")


@pytest.mark.conformance(38)
def test_custom_error_carries_its_message_and_allows_no_retry():
    error = CustomStreamError("Out of credit")

    assert (str(error), vars(error)) == ("Out of credit", {"message": "Out of credit", "allow_retry": False})


def test_every_code_has_a_status_and_a_retry_rule():
    assert set(DEFAULT_STATUS) == set(DEFAULT_ALLOW_RETRY) == set(ErrorCode)


@pytest.mark.parametrize(
    "error", [StreamError(ErrorCode.STREAM_ERROR, allow_retry=False), CustomStreamError("x", allow_retry=True)]
)
def test_errors_survive_pickling(error):
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert isinstance(copy, BaseStreamError)
    assert vars(copy) == vars(error)
