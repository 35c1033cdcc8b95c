"""A request runs once however often it is sent, and what is remembered for that is bounded."""

import asyncio

import pytest

from chatkit_notebook.bridge import remembered, requests
from chatkit_notebook.client.peer import Peer
from tests.bridge.test_views import Browser, hello_world, request
from tests.doubles import ByteServer, created, done, message, say

LIST = {"type": "threads.list", "params": {}}
EMPTY = {"data": [], "has_more": False}


def listed_or_said(body):
    return dict(EMPTY) if body["type"] == "threads.list" else hello_world(body)


class Asked(Browser):
    """A browser that waits for the replies to what it asks, and knows what the server was asked."""

    async def ask(self, *request_ids, body=LIST):
        count = len(self.of("reply"))
        for request_id in request_ids:
            self.views.receive(request(body, request_id))
        await self.until(lambda: len(self.of("reply")) == count + len(request_ids))
        return self.of("reply")[count:]

    def runs(self, op="threads.list"):
        return [body["type"] for body, _ in self.session.server.requests].count(op)


async def test_after_600_others_a_request_that_is_sent_again_has_still_run_once():
    async with Asked(listed_or_said) as browser:
        browser.views.receive(request(say("hi"), "said"))
        await browser.until(browser.ended)
        await browser.ask("listed")
        for hundred in range(6):
            await browser.ask(*(f"r{hundred}-{number}" for number in range(100)))
        assert await browser.ask("said", body=say("hi")) == [{"type": "reply", "id": "said", "body": {}}]
        assert await browser.ask("listed") == [{"type": "reply", "id": "listed", "body": EMPTY}]
        assert (browser.runs("threads.create"), browser.runs()) == (1, 601)


async def test_a_response_under_way_that_is_asked_for_again_is_acknowledged_and_the_newest_number_repeated():
    async def answer(_):
        yield created()
        await asyncio.Event().wait()

    async with Asked(answer) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(lambda: browser.session.current.id)
        seq = browser.of("frames")[-1]["seq"]
        count = len(browser.messages)
        browser.views.receive(request(say("hi")))
        assert browser.messages[count:] == [
            {"type": "taken", "id": "r1"},
            {"type": "frames", "seq": seq, "frames": []},
        ]
        assert browser.runs("threads.create") == 1


async def test_a_response_of_a_thread_that_is_not_shown_is_acknowledged_when_it_is_asked_for_again():
    gate = asyncio.Event()

    async def answer(_):
        await gate.wait()
        yield done(message("m1", "hello"))

    body = say("hi", "threads.add_user_message")
    async with Asked(answer) as browser:
        for _ in range(2):
            browser.views.receive(request(body))
        assert browser.of("taken") == [{"type": "taken", "id": "r1"}]
        assert browser.of("reply") == []
        gate.set()
        await browser.until(lambda: browser.of("reply"))
        assert browser.runs("threads.add_user_message") == 1


async def test_a_response_of_a_thread_that_is_not_shown_is_told_again_how_it_ended():
    async def answer(_):
        raise LookupError("no such thread")
        yield

    async with Asked(answer) as browser:
        (failed,) = await browser.ask("r1", body=say("hi", "threads.add_user_message"))
        assert "no such thread" in failed["error"]["message"]
        assert await browser.ask("r1", body=say("hi", "threads.add_user_message")) == [failed]
        assert browser.runs("threads.add_user_message") == 1


async def test_answers_are_repeated_at_a_pace_and_not_without_end(clock):
    async with Asked(listed_or_said) as browser:
        ids = [f"r{number}" for number in range(100)]
        await browser.ask(*ids)
        count = len(browser.messages)
        for request_id in ids:
            browser.views.receive(request(LIST, request_id))
        assert len(browser.messages) == count + 20
        await clock.let_pass(0.11)
        assert len(browser.messages) == count + 21
        for _ in ids:
            await clock.let_pass(0.11)
        assert [message["id"] for message in browser.messages[count:]] == ids[: 20 + 64]


async def test_nothing_is_repeated_after_the_end(clock):
    async with Asked(listed_or_said) as browser:
        ids = [f"r{number}" for number in range(30)]
        await browser.ask(*ids)
        for request_id in ids:
            browser.views.receive(request(LIST, request_id))
        count, timers = len(browser.messages), clock.timers()
        browser.views.close()
        assert clock.timers() < timers
        await clock.let_pass(60)
        assert len(browser.messages) == count


async def test_of_too_many_answers_the_oldest_is_forgotten(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 3)
    async with Asked(listed_or_said) as browser:
        for number in range(4):
            await browser.ask(f"r{number}")
        for number in (1, 2, 3):
            await browser.ask(f"r{number}")
        assert browser.runs() == 4
        await browser.ask("r0")
        assert browser.runs() == 5


async def test_long_answers_are_forgotten_before_short_ones_and_the_newest_never(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 30_000)

    def answer(body):
        size = 12_000 if body["type"] == "threads.list" else 10
        return {"data": [], "has_more": False, "more": "x" * size}

    get = {"type": "threads.get_by_id", "params": {"thread_id": "t"}}
    async with Asked(answer) as browser:
        await browser.ask("short", body=get)
        for name in "abc":
            await browser.ask(name)
        await browser.ask("short", body=get)
        await browser.ask("c")
        await browser.ask("b")
        assert (browser.runs("threads.get_by_id"), browser.runs()) == (1, 3)
        await browser.ask("a")
        assert browser.runs() == 4


async def test_the_newest_answer_is_remembered_however_long_it_is(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 10_000)
    async with Asked(lambda _: {**EMPTY, "more": "x" * 20_000}) as browser:
        await browser.ask("r1")
        await browser.ask("r1")
        assert browser.runs() == 1


async def test_an_answer_that_replaces_another_counts_once(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 20_000)

    def answer(body):
        return {**EMPTY, "more": "x" * 15_000} if body["type"] == "threads.list" else hello_world(body)

    elsewhere = say("hi", "threads.add_user_message")
    async with Asked(answer) as browser:
        await browser.ask("long")
        await browser.ask(*(f"r{number}" for number in range(100)), body=elsewhere)
        await browser.ask("long")
        assert browser.runs() == 1


async def test_questions_beyond_what_anybody_wants_at_once_are_refused_and_may_come_again():
    gate = asyncio.Event()

    class Slow(ByteServer):
        async def process(self, request, context):
            await gate.wait()
            return await super().process(request, context)

    async with Asked(listed_or_said) as browser:
        browser.session.peer = Peer(Slow(listed_or_said))
        for number in range(requests.MOST_AT_ONCE + 1):
            browser.views.receive(request(LIST, f"r{number}"))
        (refused,) = browser.of("reply")
        assert (refused["id"], refused["error"]["code"]) == (f"r{requests.MOST_AT_ONCE}", "too_much")
        gate.set()
        await browser.until(lambda: len(browser.of("reply")) == 1 + requests.MOST_AT_ONCE)
        assert (await browser.ask(refused["id"]))[0]["body"] == EMPTY


@pytest.mark.parametrize("body", [LIST, say("hi")], ids=["a reply", "a stream"])
async def test_the_log_knows_that_a_view_asked(body):
    async with Asked(listed_or_said) as browser:
        browser.views.receive(request(body))
        await browser.until(lambda: browser.of("reply") or browser.ended())
        sources = [row.payload["source"] for row in browser.session.log if "source" in row.payload]
        assert sources == ["view"]


async def test_the_log_knows_which_request_failed():
    def answer(_):
        raise LookupError("gone")

    async with Asked(answer) as browser:
        await browser.ask("r7")
        assert "r7" in [row.payload.get("id") for row in browser.session.log.where(type="chatkit.failure")]
