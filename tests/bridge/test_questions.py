"""A question is answered by one reply; what has an effect has it once, and the table says all that there is to ask."""

import asyncio

import pytest

from chatkit_notebook.bridge import acknowledgement, answers, remembered
from chatkit_notebook.bridge.answers import Question
from chatkit_notebook.bridge.envelope import MessagePart
from chatkit_notebook.bridge.messages import Done
from chatkit_notebook.bridge.questions import Questions
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from tests.bridge.test_views import Browser, ask, hello_world, request

LIST = {"type": "threads.list", "params": {}}


class CountArgs(MessagePart):
    """How far to count."""

    to: int


class Desk(Browser):
    """A browser whose kernel knows one question only, ``count``."""

    def __init__(self, give, **fields):
        super().__init__(hello_world)
        table = {"count": Question(CountArgs, Done, give, **{"most": 3, "at_once": 2, **fields})}
        views = self.views
        views._questions = Questions(self.session, views._send, views._refusals, table)


def clicked(browser, click_id="c1", name="go", **action):
    browser.views.receive(ask("client_action", {"action": {"type": name, **action}, "item_id": None}, click_id))


async def test_one_model_and_one_function_make_a_question():
    async def give(_, args, data):
        return {"counted": [*range(args.to)]}, [data * 2]

    async with Desk(give, takes_bytes=True) as browser:
        browser.views.receive(ask("count", {"to": 3}), [b"x"])
        await browser.until(lambda: browser.messages)
        assert browser.messages == [{"type": "reply", "id": "a1", "body": {"counted": [0, 1, 2]}}]
        assert browser.buffers == [[b"xx"]]


@pytest.mark.parametrize("name", ["searches", "__init__", "x" * 200])
async def test_a_question_that_nobody_knows_is_refused_by_its_name(name):
    async with Browser(hello_world) as browser:
        browser.views.receive(ask(name))
        (reply,) = browser.of("reply")
        assert (reply["id"], reply["error"]["code"]) == ("a1", "invalid_request")
        assert name[:20] in reply["error"]["message"]


async def test_what_runs_once_is_answered_from_memory_also_when_it_failed():
    runs = []

    async def give(_, args, __):
        runs.append(args.to)
        if args.to:
            raise LookupError("too far")
        return {}, []

    async with Desk(give, runs_once=True) as browser:
        for _ in range(2):
            browser.views.receive(ask("count", {"to": 0}, "fine"))
            browser.views.receive(ask("count", {"to": 1}, "bad"))
            await browser.until(lambda: not browser.session._tasks)
        fine, bad = browser.of("reply")[:2]
        assert fine == {"type": "reply", "id": "fine", "body": {}}
        assert bad["error"]["message"] == "LookupError: too far"
        assert browser.of("reply") == [fine, bad] * 2
        assert runs == [0, 1]


async def test_what_reads_is_read_again_and_not_kept():
    runs = []

    async def give(*_):
        runs.append(1)
        return {}, [b"bytes"]

    async with Desk(give) as browser:
        for _ in range(2):
            browser.views.receive(ask("count", {"to": 0}))
            await browser.until(lambda: not browser.session._tasks)
        assert (len(runs), browser.buffers) == (2, [[b"bytes"]] * 2)
        assert browser.views._questions._known._answers == {}


@pytest.mark.parametrize("runs_once", [True, False])
async def test_of_what_was_refused_for_want_of_room_only_reading_may_come_again(runs_once):
    gate, runs = asyncio.Event(), []

    async def give(*_):
        runs.append(1)
        await gate.wait()
        return {}, []

    async with Desk(give, runs_once=runs_once) as browser:
        for number in range(4):
            browser.views.receive(ask("count", {"to": 0}, f"a{number}"))
        (refused,) = browser.of("reply")
        assert (refused["id"], refused["error"]["code"]) == ("a3", "too_much")
        assert refused["error"]["message"] == (
            "3 questions of the kind 'count' are already under way. Wait until some have ended."
        )
        await browser.until(lambda: len(runs) == 2)  # at the same time
        gate.set()
        await browser.until(lambda: not browser.session._tasks)
        browser.views.receive(ask("count", {"to": 0}, "a3"))
        # A click that the view has been told about as refused must not happen after all.
        again = refused if runs_once else {"type": "reply", "id": "a3", "body": {}}
        await browser.until(lambda: len(browser.of("reply")) == 5)
        assert browser.of("reply")[-1] == again
        assert len(runs) == (3 if runs_once else 4)


async def test_a_click_is_answered_when_its_function_has_ended_and_taken_before(monkeypatch):
    monkeypatch.setattr(acknowledgement, "ACKNOWLEDGED_AFTER", 0)
    gate, calls = asyncio.Event(), []

    async def go():
        calls.append(1)
        await gate.wait()

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        clicked(browser)
        await browser.until(lambda: browser.of("taken"))
        for _ in range(3):
            clicked(browser)
        assert browser.of("taken") == [{"type": "taken", "id": "c1"}] * 4
        assert browser.of("reply") == []
        gate.set()
        await browser.until(lambda: browser.of("reply"))
        clicked(browser)
        assert browser.of("reply") == [{"type": "reply", "id": "c1", "body": {}}] * 2
        assert calls == [1]


async def test_a_click_whose_function_fails_is_told_in_the_chat_and_is_over():
    calls = []

    def go():
        calls.append(1)
        raise OSError("sold out")

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        for _ in range(2):
            clicked(browser)
            await browser.until(lambda: not browser.session._tasks)
        assert browser.of("reply") == [{"type": "reply", "id": "c1", "body": {}}] * 2
        await browser.until(browser.events)
        (notice,) = browser.events()
        assert (notice["type"], "sold out" in notice["message"], calls) == ("notice", True, [1])


async def test_a_click_whose_function_awaits_what_was_cancelled_has_failed_and_is_over():
    calls = []

    async def go():
        calls.append(1)
        raise asyncio.CancelledError

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        for _ in range(2):
            clicked(browser)
            await browser.until(lambda: not browser.session._tasks)
        first, again = browser.of("reply")
        assert (first["error"]["code"], first == again, calls) == ("server_error", True, [1])


async def test_a_click_that_runs_when_the_session_closes_is_not_answered():
    began = asyncio.Event()

    async def go():
        began.set()
        await asyncio.Event().wait()

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        clicked(browser)
        await began.wait()
        await browser.session.close()
        assert browser.of("reply") == []
        assert browser.views._questions._known.under_way == set()


async def test_after_600_other_requests_and_searches_a_click_that_is_sent_again_has_still_run_once():
    calls = []
    callbacks = Callbacks(actions={"go": Callback(lambda: calls.append(1))})
    async with Browser(lambda _: {"data": [], "has_more": False}, callbacks) as browser:
        clicked(browser)
        await browser.until(lambda: browser.of("reply"))
        for hundred in range(6):
            for number in range(100):
                browser.views.receive(request(LIST, f"r{hundred}-{number}"))
                if number < 40:
                    browser.views.receive(ask("search", {"query": "?"}, f"s{hundred}-{number}"))
            await browser.until(lambda: not browser.session._tasks)
        count = len(browser.of("reply"))
        clicked(browser)
        assert browser.of("reply")[count:] == [{"type": "reply", "id": "c1", "body": {}}]
        assert calls == [1]


async def test_of_more_clicks_than_are_remembered_the_oldest_is_forgotten(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 3)
    calls = []

    def go(payload):
        calls.append(payload)

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        for number in (0, 1, 2, 3, 3, 2, 1, 0):
            clicked(browser, f"c{number}", payload=number)
            await browser.until(lambda: not browser.session._tasks)
        assert calls == [0, 1, 2, 3, 0]


async def test_a_thread_is_not_opened_again_by_a_question_that_was_answered():
    def answer(body):
        thread_id = body["params"]["thread_id"]
        return {"id": thread_id, "created_at": "2026-01-02T03:04:05", "status": {"type": "active"}, "metadata": {}}

    async with Browser(answer) as browser:
        for thread_id in ("t1", "t2", "t1"):
            browser.views.receive(ask("open_thread", {"thread_id": thread_id}, f"open {thread_id}"))
            await browser.until(lambda: not browser.session._tasks)
        assert browser.session.current.id == "t2"


def test_each_question_of_the_table_has_arguments_and_an_answer_of_its_own_name():
    known = {
        "fetch", "search", "frame_page", "component", "upload", "client_action", "fill", "open_thread", "resume",
        "refresh",
    }  # fmt: skip
    assert set(answers.QUESTIONS) == known
    for question in answers.QUESTIONS.values():
        assert issubclass(question.args, MessagePart)
        assert question.at_once <= question.most
        assert not (question.runs_once and question.takes_bytes)


@pytest.mark.parametrize(
    "field",
    [
        {"key": "a", "name": "a", "value": {"x": 1}, "base": ""},
        {"key": "a", "name": "a", "value": 3, "base": ""},
        {"key": "a", "name": "a", "value": "x" * 100_001, "base": ""},
        {"key": None, "name": "a", "value": "", "base": ""},
        {"key": "a", "value": "", "base": ""},
        "a",
    ],
)
async def test_a_malformed_draft_of_a_form_is_refused(field):
    async with Browser(hello_world) as browser:
        browser.views.receive(ask("fill", {"item_id": "w", "origin": "page", "fields": [field]}))
        (reply,) = browser.of("reply")
        assert reply["error"]["code"] == "invalid_request"
        assert browser.session.drafts.of([{"id": "w"}]) == {}
