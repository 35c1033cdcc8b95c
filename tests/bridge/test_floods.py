"""Thousands of bad messages from a view: the log stays small, memory bounded, and the good ones are answered."""

import asyncio
import gc
import weakref
from math import inf, nan

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.bridge import questions, refusals, remembered, requests, views
from chatkit_notebook.bridge.answers import QUESTIONS
from chatkit_notebook.bridge.weight import weight
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.serve import RespondServer
from tests.bridge.test_searching import SearchBrowser
from tests.bridge.test_uploading import FileBrowser
from tests.bridge.test_views import Browser, ask, hello, hello_world, request
from tests.client.files.test_attachments import create, respond
from tests.doubles import say


def nested(depth, leaf=0):
    value = leaf
    for _ in range(depth):
        value = [value]
    return value


def event(name, data=None):
    return {"type": "ui", "event": name, "data": data}


MALFORMED = [
    None, True, 0, nan, inf, "", "hello", "\ud800", [], [[]], {}, nested(500), {"type": nested(500)},
    {"type": None}, {"type": 7}, {"type": ["hello"]}, {"type": "__class__"}, {"type": "__proto__"},
    {"type": "x" * 1_000_000}, {"type": "\ud83d"}, {"type": "HELLO", "view": "v"},
    {"type": "hello"}, {"type": "hello", "view": 7}, {"type": "hello", "view": "v" * 10_000_000},
    {"type": "hello", "view": "\udfff"}, {"type": "hello", "view": "v", "have_seq": 1.5},
    {"type": "hello", "view": "v", "bundle": []}, {"type": "bundle"},
    {"type": "request"}, {"type": "request", "id": "r"}, {"type": "request", "id": "x" * 10_000_000, "body": {}},
    {"type": "request", "id": nan, "body": {}}, {"type": "request", "id": "r", "body": nested(5)},
    {"type": "request", "id": "r", "body": {"type": "threads.create", "params": {"input": nested(200)}}},
    {"type": "request", "id": "r", "body": {"type": nested(50)}},
    {"type": "request", "id": "__init__", "body": {"type": "__init__", "params": {}}},
    {"type": "request", "id": "r", "body": {"type": "threads.list", "params": nested(50)}},
    {"type": "request", "id": "r", "body": {"type": "items.list", "params": {"thread_id": 10**400}}},
    {"type": "request", "id": "r", "body": {"type": "threads.create", "params": {"input": {"content": [7] * 10_000}}}},
    {"type": "resume", "view": "v"}, {"type": "resume", "view": "v", "after_seq": nan},
    {"type": "resume", "view": "v", "after_seq": "9" * 5_000}, {"type": "cancel", "id": []},
    {"type": "cancel", "id": ""}, {"type": "ui"}, event(None), event(["click"]),
    event("t" * 10_000), event("t", nested(5_000)), {"type": "ask"}, {"type": "ask", "id": "a", "name": "search"},
    {"type": "ask", "id": "a", "name": ["search"], "args": {}}, ask("__class__"), ask("n" * 10_000), ask("fetch"),
    ask("client_action", {"action": []}), ask("open_thread", {"thread_id": ""}), ask("refresh", [7]),
    ask("upload", {"attachment_id": "a", "offset": -1}), ask("upload", {"attachment_id": "a" * 5_000, "offset": 0}),
    ask("upload", {"attachment_id": "a", "offset": 10**30}), ask("fetch", {"attachment_id": "a" * 5_000}),
    ask("search", {"query": ""}), ask("search", {"query": "q" * 1_000_000}), ask("search", {"query": {"$ne": None}}),
    ask("search", {"query": "word"}, "x" * 10_000_000),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    monkeypatch.setattr(refusals, "INTERVAL", 60)
    monkeypatch.setattr(views, "CATCH_UP_INTERVAL", 60)
    monkeypatch.setattr(views, "EVENT_INTERVAL", 60)
    monkeypatch.setattr(questions, "EFFECT_INTERVAL", 60)


@pytest.mark.parametrize("content", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_malformed_message_is_one_row_however_often_it_comes_and_the_first_are_answered(content):
    async with Browser(hello_world) as browser:
        for _ in range(300):
            browser.views.receive(content)
        rows = [row.payload for row in browser.session.log.where(type="chatkit.failure")]
        assert [row["count"] for row in rows] == [300]
        assert len(rows[0]["error"]["message"]) < 1_000
        answers = browser.of("reply")
        assert 1 <= len(answers) <= 20
        assert answers[0]["error"]["code"] == "invalid_request"
        browser.views.receive(request(say("hi"), "good"))
        await browser.until(browser.ended)


async def test_many_kinds_of_malformed_messages_are_few_rows_that_count_them_all():
    async with Browser(hello_world) as browser:
        for number in range(2_000):
            browser.views.receive({"type": f"nonsense {number}", "id": f"r{number}"})
        rows = browser.session.log.where(type="chatkit.failure")
        assert len(rows) == refusals.OWN_ROWS + 1
        assert sum(row.payload["count"] for row in rows) == 2_000
        assert browser.session.log.to_pandas()["payload"].str.contains('"count": 1992').sum() == 1


async def test_each_of_some_hundred_malformed_requests_gets_its_reply_in_time(monkeypatch):
    monkeypatch.setattr(refusals, "INTERVAL", 0.001)
    async with Browser(hello_world) as browser:
        for number in range(200):
            browser.views.receive(request({"type": "threads.nope"}, f"r{number}"))
        await browser.until(lambda: len(browser.of("reply")) == 200)
        assert [reply["id"] for reply in browser.of("reply")] == [f"r{number}" for number in range(200)]


async def test_a_request_that_fails_without_words_is_answered_and_told_in_the_log():
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def answer(_):
        raise MuteError

    async with Browser(answer) as browser:
        browser.views.receive(request({"type": "threads.list", "params": {}}, "r"))
        await browser.until(lambda: browser.of("reply"))
        assert browser.of("reply")[0]["error"]["message"].startswith("MuteError: (its message can't be read")
        assert browser.session.log.where(type="chatkit.failure")[-1].payload["error"]["type"] == "MuteError"


async def test_good_messages_are_answered_in_the_middle_of_a_flood():
    async with Browser(hello_world) as browser:
        for number in range(1_000):
            browser.views.receive({"type": "nonsense"})
            if number % 100 == 50:
                browser.views.receive(hello(f"v{number}", bundle="abc"))
        assert len(browser.of("welcome")) == 10
        assert len(browser.of("reply")) <= 20


async def test_a_flood_of_ids_makes_no_request_run_twice():
    runs = []

    async def answer(body):
        runs.append(body)
        await asyncio.Event().wait()
        yield

    async with Browser(answer) as browser:
        browser.views.receive(request(say("hi"), "good"))
        await browser.until(lambda: runs)
        for number in range(2 * remembered.MOST):
            browser.views.receive(request({"type": "threads.nope"}, f"r{number}"))
        browser.views.receive(request(say("hi"), "good"))
        assert browser.session.under_way == 1
    assert len(runs) == 1


async def test_answers_that_are_remembered_are_bounded_in_number_and_size(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 100_000)
    page = {"data": [{"id": "t", "title": "x" * 5_000, "created_at": "2026-01-02T03:04:05"}], "has_more": False}
    async with Browser(lambda _: dict(page)) as browser:
        for number in range(100):
            browser.views.receive(request({"type": "threads.list", "params": {}}, f"r{number}"))
        await browser.until(lambda: len(browser.of("reply")) == 100)
        known = browser.views._requests._known
        replies = [reply for reply, _ in known._answers.values()]
        assert weight(replies) < 100_000
        assert known._characters == sum(map(weight, replies))
        browser.views.receive(request({"type": "threads.list", "params": {}}, "r99"))
        assert browser.of("reply")[-1]["id"] == "r99"


async def test_requests_beyond_what_anybody_wants_at_once_are_refused_and_may_come_again():
    async def answer(_):
        await asyncio.Event().wait()
        yield

    async with Browser(answer) as browser:
        for number in range(requests.MOST_AT_ONCE + 5):
            browser.views.receive(request(say("hi"), f"r{number}"))
        refused = browser.of("reply")
        assert [reply["error"]["code"] for reply in refused] == ["too_much"] * 5
        assert refused[0]["error"]["allow_retry"] is True
        assert browser.session.under_way == requests.MOST_AT_ONCE


async def test_ten_thousand_events_of_a_view_are_few_rows():
    async with Browser(hello_world) as browser:
        for number in range(10_000):
            browser.views.receive(event("click", {"n": number}))
        await asyncio.sleep(0)
        log = browser.session.log
        assert len(log.where(type="chatkit.log")) == 100
        (row,) = log.where(type="chatkit.failure")
        assert "too many events" in row.payload["error"]["message"]
        assert row.payload["count"] == 10_000 - 100 - 200
        assert len(browser.views._events._waiting) == 200


@pytest.mark.parametrize("after_seq", [0, -1, -(10**30), 10**30, 2**63, 1])
async def test_a_flood_of_resumes_is_answered_at_a_pace(after_seq):
    async with Browser(hello_world) as browser:
        for number in range(1_000):
            browser.views.receive({"type": "resume", "view": f"v{number % 3}", "after_seq": after_seq})
        assert len(browser.messages) == 16
        assert len(browser.views._catching_up._waiting) == 3


async def test_a_flood_of_hellos_from_views_without_number_is_bounded():
    async with Browser(hello_world) as browser:
        for number in range(1_000):
            browser.views.receive(hello(f"v{number}"))
        assert len(browser.of("welcome")) == 16
        assert len(browser.of("bundle")) == 1
        assert len(browser.views._catching_up._waiting) == 64


async def test_a_response_that_is_cancelled_a_thousand_times_is_cancelled_once():
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi"), "good"))
        for _ in range(1_000):
            browser.views.receive({"type": "cancel", "id": "good"})
            browser.views.receive({"type": "cancel"})
        await browser.until(browser.ended)
        assert len(browser.session.log.where(type="chatkit.cancel")) == 1


@pytest.mark.parametrize(("name", "args"), [("search", {"query": "word"}), ("fetch", {"attachment_id": "a"})])
async def test_questions_beyond_a_number_are_refused_until_some_are_answered(name, args):
    most = QUESTIONS[name].most
    async with FileBrowser() as browser:
        for number in range(most + 3):
            browser.views.receive(ask(name, args, f"q{number}"))
        refused = browser.of("reply")
        assert [(reply["id"], reply["error"]["code"]) for reply in refused] == [
            (f"q{number}", "too_much") for number in range(most, most + 3)
        ]
        assert refused[0]["error"]["message"].startswith(f"{most} ")
        await browser.until(lambda: len(browser.of("reply")) == most + 3)
        browser.views.receive(ask(name, args, "again"))
        await browser.until(lambda: browser.of("reply")[-1]["id"] == "again")
        assert browser.of("reply")[-1].get("error", {}).get("code") != "too_much"


async def test_pieces_of_unknown_files_are_answered_and_not_held():
    async with FileBrowser() as browser:
        for number in range(1_000):
            browser.send(f"unknown {number}", 0, b"x" * 1_000)
        assert {one["error"]["code"] for one in browser.answered()} == {"too_much"}
        assert len(browser.answered()) <= 20
        await browser.until(lambda: not browser.session._tasks)
        assert [one["error"]["code"] for one in browser.answered()[20:]] == ["not_found"] * QUESTIONS["upload"].most


async def test_ten_thousand_clicks_call_few_functions_and_the_others_are_refused():
    calls = []
    callbacks = Callbacks(actions={"go": Callback(lambda: calls.append(1))})
    async with Browser(hello_world, callbacks) as browser:
        for number in range(10_000):
            browser.views.receive(ask("client_action", {"action": {"type": "go"}}, f"c{number}"))
        await browser.until(lambda: len(browser.of("reply")) == 20 + 100)
        assert len(calls) == 100
        known = browser.views._questions._known
        assert len(known.under_way) == len(browser.views._questions._effects._waiting) == 200
        (row,) = browser.session.log.where(type="chatkit.failure")
        assert row.payload["count"] == 10_000 - 100 - 200


async def test_the_bytes_of_questions_that_take_none_are_not_held():
    gate = asyncio.Event()

    class Slow(MemoryStore):
        async def search(self, *args, **kwargs):
            await gate.wait()
            return await super().search(*args, **kwargs)

    class Bytes(bytearray):
        pass

    async with SearchBrowser(RespondServer(respond, Slow())) as browser:
        data = Bytes(b"x" * 1_000)
        held = weakref.ref(data)
        browser.views.receive(ask("search", {"query": "word"}), [data])
        del data
        await asyncio.sleep(0)
        gc.collect()
        assert held() is None
        assert browser.views._questions._kinds["search"].waiting == 1
        gate.set()
        await browser.until(lambda: browser.of("reply"))


async def test_a_flood_leaves_no_memory_behind():
    async with Browser(hello_world) as browser:
        browser.views.receive({"type": "nonsense"})
        gc.collect()
        before = len(gc.get_objects())
        for number in range(5_000):
            browser.views.receive({"type": f"nonsense {number}", "id": f"r{number}"})
            browser.views.receive({"type": "cancel", "id": f"r{number}"})
        browser.messages.clear()
        browser.buffers.clear()
        gc.collect()
        assert len(gc.get_objects()) - before < 5_000


async def test_announcements_without_an_end_are_refused_and_do_not_end_what_is_alive():
    async with FileBrowser() as browser:
        alive = await browser.create("alive.txt", size=4)
        browser.send(alive, 0, b"01")
        await browser.answers(1)
        for number in range(600):
            browser.views.receive(request(create(f"{number}.txt", 10, "text/plain"), f"c{number}"))
            if number % 100 == 0:
                await browser.until(lambda number=number: any(one["id"] == f"c{number}" for one in browser.of("reply")))
        await browser.until(lambda: not browser.views._requests._known.under_way)
        assert len(browser.session._attachments._uploads) <= 200
        browser.send(alive, 2, b"23")
        assert (await browser.answers(2))[-1]["done"] is True
