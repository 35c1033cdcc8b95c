from datetime import UTC, datetime, timedelta

import pytest

from chatkit_notebook import clock


@pytest.fixture(autouse=True)
def _naive_again():
    yield
    clock.use_timezone(None)


def test_time_is_naive_and_local_by_default():
    before, stamp, after = datetime.now(), clock.now(), datetime.now()  # noqa: DTZ005 - that is the point

    assert stamp.tzinfo is None
    assert before <= stamp <= after


def test_time_is_aware_once_a_timezone_is_set():
    clock.use_timezone(UTC)

    assert clock.now().utcoffset() == timedelta(0)
