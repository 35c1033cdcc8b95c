"""What is written, read and validated for a text delta and for a request: counted, not timed."""

import pytest

from chatkit_notebook.client import Callbacks, Session
from tests.benchmarks.delta_way import Server, count_calls
from tests.bridge.test_views import Browser, request
from tests.counting import counted
from tests.doubles import say


class Served(Browser):
    """A browser whose session has a server that validates its requests."""

    def __init__(self):
        self.begin(Session(Server(1, 0), Callbacks()))


async def test_a_delta_that_travels_alone_is_written_for_the_stream_and_the_comm_and_read_once():
    calls, messages = await count_calls(100, interval=0)
    assert calls == {"encodes": 2, "decodes": 1, "validations": 2}  # the event and its update, where they are made
    assert messages > 1


async def test_deltas_that_are_merged_are_written_for_the_stream_only():
    calls, messages = await count_calls(100, interval=60)
    assert calls == {"encodes": 1, "decodes": 1, "validations": 2}
    assert messages < 0.1


@pytest.mark.parametrize(
    ("body", "is_over"),
    [
        (say("hi"), Browser.ended),
        ({"type": "threads.list", "params": {}}, lambda browser: browser.of("reply")),
    ],
)
async def test_a_request_of_a_view_is_validated_at_the_edge_and_by_the_server(body, is_over):
    async with Served() as browser:
        with counted() as counts:
            browser.views.receive(request(body))
            await browser.until(lambda: is_over(browser))
        requests = [name for name in counts.validated if "ThreadsCreateReq" in name]
        assert len(requests) == 2, requests
