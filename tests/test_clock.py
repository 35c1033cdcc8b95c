import time
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


@pytest.fixture
def in_zone(monkeypatch):
    def move(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


NOON = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - naive is the default


def test_a_naive_time_is_of_the_machine_it_was_stamped_on(in_zone):
    in_zone("America/New_York")
    told = clock.local(NOON)
    assert told.isoformat() == "2026-07-01T12:00:00-04:00"

    in_zone("Asia/Tokyo")
    assert clock.local(told).isoformat() == "2026-07-02T01:00:00+09:00"
    assert clock.as_stamped(told) == datetime(2026, 7, 2, 1)  # noqa: DTZ001 - as it is stamped there


def test_what_came_from_elsewhere_is_stamped_in_the_zone_that_is_set(in_zone):
    in_zone("Asia/Tokyo")
    told = clock.local(NOON)
    clock.use_timezone(UTC)

    assert clock.as_stamped(told).isoformat() == "2026-07-01T03:00:00+00:00"
    assert clock.as_stamped(NOON) == NOON


@pytest.mark.parametrize("moment", [datetime.min, datetime.max, datetime.min.replace(tzinfo=UTC)])  # noqa: DTZ901
def test_the_ends_of_the_calendar_stay_where_they_are(in_zone, moment):
    for name in ("America/New_York", "Asia/Tokyo"):
        in_zone(name)
        assert clock.local(moment).replace(tzinfo=None).year == moment.year
        assert clock.as_stamped(moment).year == moment.year
