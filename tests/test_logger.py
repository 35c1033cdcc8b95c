import logging
import os
import subprocess
import sys

import pytest

from chatkit_notebook.logger import secrets_filter

PROGRAM = """
from chatkit_notebook.logger import logger
logger.debug("a detail")
logger.warning("a warning")
print(logger.name, logger.level, len(logger.handlers))
"""


def run(**environment):
    base = {name: value for name, value in os.environ.items() if name != "LOG_LEVEL"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=base | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )


def test_library_installs_no_handler_by_itself():
    assert run().stdout == "chatkit_notebook 0 0\n"


def test_log_level_in_the_environment_shows_the_log():
    result = run(LOG_LEVEL="debug")

    assert result.stdout == "chatkit_notebook 10 1\n"
    assert "chatkit_notebook - DEBUG - a detail" in result.stderr


def test_unknown_log_level_is_told_and_breaks_nothing():
    result = run(LOG_LEVEL="loud")

    assert "LOG_LEVEL='loud' is not a logging level" in result.stderr
    assert "a warning" in result.stderr


def record(message, *args, **rest):
    made = logging.LogRecord("name", logging.ERROR, "path", 1, message, args, rest.pop("exc_info", None))
    for name, value in rest.items():
        setattr(made, name, value)
    assert secrets_filter.filter(made)
    return made


def failure(message):
    with pytest.raises(ValueError) as caught:
        raise ValueError(message)
    return (ValueError, caught.value, caught.tb)


def test_a_record_without_secrets_is_left_as_it_is():
    exc_info = failure("plain")
    made = record("a %s and %d", "word", 5, exc_info=exc_info, stack_info="Stack (most recent call last)")
    assert (made.msg, made.args, made.exc_info, made.exc_text) == ("a %s and %d", ("word", 5), exc_info, None)


def test_a_secret_in_a_record_is_masked_with_its_arguments_stack_and_traceback():
    made = record("with %s", "sk-a1b2c3", exc_info=failure("password=hunter2"), stack_info="token='abc123def'")
    told = logging.Formatter().format(made)
    assert told.startswith("with sk-***\nTraceback")
    assert "ValueError: password=***" in told
    assert told.endswith("token='***'")
    assert (made.args, made.exc_info) == ((), None)


def test_a_record_whose_arguments_do_not_fit_loses_its_secrets_too():
    assert record("%d", "sk-a1b2c3").getMessage() == "%d ('sk-***',)"


def test_a_traceback_that_is_text_already_is_masked():
    assert record("x", exc_text="KeyError: 'sk-a1b2c3'").exc_text == "KeyError: 'sk-***'"
