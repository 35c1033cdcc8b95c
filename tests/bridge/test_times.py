"""The times that the history shows have an offset: the browser may be in another zone than the kernel."""

from datetime import UTC, datetime

import pytest

from chatkit_notebook.bridge.times import with_offsets
from tests.bridge.test_searching import SearchBrowser
from tests.bridge.test_views import request


async def test_a_list_of_threads_tells_the_offset_of_its_times():
    async with SearchBrowser() as browser:
        await browser.say("Hello")
        listed = {"type": "threads.list", "params": {}}
        own = await browser.session.call(listed)
        browser.views.receive(request(listed))
        await browser.until(lambda: browser.of("reply"))

        (thread,) = browser.of("reply")[-1]["body"]["data"]
        stamped = datetime.fromisoformat(own["data"][0]["created_at"])
        assert stamped.tzinfo is None
        assert datetime.fromisoformat(thread["created_at"]).tzinfo is not None
        assert datetime.fromisoformat(thread["created_at"]) == stamped.astimezone()


@pytest.mark.parametrize("thread", [None, {}, {"created_at": 1}, {"created_at": "soon"}])
def test_what_is_no_time_is_left_alone(thread):
    assert with_offsets("threads.list", {"data": [thread]}) == {"data": [thread]}
    assert with_offsets("threads.list", {"data": thread}) == {"data": thread}


@pytest.mark.parametrize("op", ["items.list", "threads.get_by_id"])
def test_times_of_other_replies_are_left_as_the_server_writes_them(op):
    body = {"created_at": "2026-01-02T03:04:05", "data": [{"created_at": "2026-01-02T03:04:05"}]}
    assert with_offsets(op, body) == body


def test_a_time_with_an_offset_stays_the_same_moment():
    (thread,) = with_offsets("threads.list", {"data": [{"created_at": "2026-01-02T03:04:05+00:00"}]})["data"]
    assert datetime.fromisoformat(thread["created_at"]) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
