"""What is left out of a quick run is there, and is not imported for nothing; and a busy machine fails no test."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from tests.conftest import SLOW, pytest_ignore_collect

ROOT = Path(__file__).parents[1]


def is_ignored(path, expression):
    config = SimpleNamespace(rootpath=ROOT, option=SimpleNamespace(markexpr=expression))
    return bool(pytest_ignore_collect(ROOT / path, config))


@pytest.mark.parametrize("place", SLOW)
def test_what_is_slow_is_there(place):
    path, _, name = place.partition("::")

    assert (ROOT / path).exists()
    assert f"def {name}" in ((ROOT / path).read_text("utf-8") if name else "def ")


def test_what_a_run_leaves_out_whole_is_not_imported():
    quick = "not browser and not slow"

    assert is_ignored("tests/browser", quick)
    assert is_ignored("tests/parity", quick)
    assert is_ignored("tests/bridge/test_kernel.py", quick)
    assert is_ignored("tests/browser", "not browser")


def test_everything_else_is_looked_through():
    assert not is_ignored("tests/parity", "not browser")
    assert not is_ignored("tests/bridge", "not browser and not slow")
    assert not is_ignored("tests/bridge/test_outbox.py", "not browser and not slow")
    assert not [place for place in ("tests/browser", "tests/parity") for run in ("", "slow", "not slow or browser")
                if is_ignored(place, run)]  # fmt: skip


def test_no_property_fails_because_the_machine_is_busy():
    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check
