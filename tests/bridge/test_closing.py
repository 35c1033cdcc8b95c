"""After `close()` nothing is sent, listened to or left to run, though the conversation may go on."""

import asyncio

import pytest

from tests.bridge.test_uploading import FileBrowser
from tests.bridge.test_views import Browser, ask, hello, hello_world, request
from tests.client.files.test_attachments import Gated
from tests.doubles import created, message, say

MANY = 150


def event(number=0):
    return {"type": "ui", "event": "click", "data": number}


FLOODS = {
    "frames": lambda _: hello(bundle="abc"),
    "refusals": lambda number: {"type": "nonsense", "id": f"n{number}"},
    "states": lambda number: hello(f"v{number}", bundle="abc"),
    "events": event,
    "effects": lambda number: ask("client_action", {"action": {"type": "go"}}, f"a{number}"),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
async def test_what_waits_for_its_turn_is_dropped_and_no_timer_left(clock, flood):
    before = clock.timers()
    async with Browser(hello_world) as browser:
        for number in range(MANY):
            browser.views.receive(flood(number))
        browser.views.frame(None, {"type": "progress_update", "text": "x"})
        await clock.let_pass(0)
        assert clock.timers() > before
        browser.views.close()
        assert clock.timers() == before
        count, rows = len(browser.messages), len(browser.session.log)
        for _ in range(MANY):
            await clock.let_pass(0.2)
        assert (len(browser.messages), len(browser.session.log)) == (count, rows)


async def test_the_end_of_the_session_leaves_no_timer_of_what_was_under_way(clock):
    gate = asyncio.Event()
    before = clock.timers()
    async with FileBrowser(Gated()) as browser:
        await browser.create("a")
        browser.session.server.process = lambda *_: gate.wait()
        browser.views.receive(request({"type": "threads.list", "params": {}}))
        browser.views.receive(ask("search", {"query": "word"}, "s1"))
        browser.send("a", 0, b"01234")
        await clock.let_pass(0)
    assert browser.session._tasks == set()
    assert clock.timers() == before


async def test_nobody_looks_on_any_more(monkeypatch):
    async with Browser(hello_world) as browser:
        other = Browser(hello_world)
        seen = []
        for views, name in ((browser.views, "closed"), (other.views, "open")):
            monkeypatch.setattr(views, "frame", lambda *_, name=name: seen.append(name))
        browser.session.look_on(other.views)
        browser.views.close()
        browser.session.take({"type": "progress_update", "text": "x"}, browser.session.current)
        assert seen == ["open"]


async def test_the_rest_of_a_response_is_not_sent_and_still_happens():
    gate = asyncio.Event()

    async def answer(_):
        yield created()
        await gate.wait()
        yield {"type": "thread.item.done", "item": message("m1", "late")}

    async with Browser(answer) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(lambda: browser.session.current.id)
        other = Browser(answer)
        browser.session.look_on(other.views)
        browser.views.close()
        browser.views.close()
        count = len(browser.messages)
        gate.set()
        await browser.until(other.ended)
        assert len(browser.messages) == count
        assert browser.session.current.state["items"][0]["content"][0]["text"] == "late"
        other.views.close()


@pytest.mark.parametrize(
    "content",
    [
        hello(),
        request(say("hi")),
        request({"type": "threads.list", "params": {}}),
        {"type": "nonsense", "id": "n"},
        event(),
        ask("open_thread", {"thread_id": None}),
    ],
    ids=["hello", "a stream", "a question", "nonsense", "an event", "an effect"],
)
async def test_what_still_arrives_is_not_acted_upon(content):
    async with Browser(hello_world) as browser:
        browser.views.close()
        browser.views.receive(content)
        await asyncio.sleep(0)
        assert (browser.messages, len(browser.session.log)) == ([], 0)
        assert browser.session.server.requests == []


async def test_answers_that_were_under_way_are_not_sent():
    store = Gated()
    async with FileBrowser(store) as browser:
        await browser.create("a")
        browser.send("a", 0, b"01234")
        browser.views.receive(ask("search", {"query": "word"}, "s1"))
        browser.views.receive(ask("fetch", {"attachment_id": "a"}, "f1"))
        await browser.until(lambda: store.began)
        browser.views.close()
        count = len(browser.messages)
        store.gates["a"].set()
        await browser.until(lambda: not browser.session._tasks)
        assert len(browser.messages) == count
