import os
import subprocess
import sys

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

    assert "LOG_LEVEL is 'loud', which is no logging level" in result.stderr
    assert "a warning" in result.stderr
