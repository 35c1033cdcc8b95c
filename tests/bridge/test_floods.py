"""Thousands of bad messages from a view: the log stays small, memory bounded, and the good ones are answered."""

import asyncio
import gc
from math import inf, nan

import pytest

from chatkit_notebook.bridge import refusals, requests, views
from chatkit_notebook.bridge.fetches import MOST_ASKED as MOST_FETCHED
from chatkit_notebook.bridge.searches import MOST_ASKED as MOST_SEARCHED
from chatkit_notebook.bridge.weight import weight
from tests.bridge.test_uploads import FileBrowser
from tests.bridge.test_views import Browser, hello, hello_world, request
from tests.client.test_attachments import create
from tests.doubles import say


def nested(depth, leaf=0):
    value = leaf
    for _ in range(depth):
        value = [value]
    return value


def command(**fields):
    return {"type": "ui", "view": "v", "command": fields}


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
    {"type": "cancel", "id": ""}, {"type": "ui"}, command(), command(name="__class__"), command(name=["event"]),
    command(name="event", type="t" * 10_000), command(name="event", type="t", data=nested(5_000)),
    command(name="client_action", action=[]), command(name="open_thread", thread_id=""),
    {"type": "upload", "id": "a", "offset": -1}, {"type": "upload", "id": "a" * 5_000, "offset": 0},
    {"type": "upload", "id": "a", "offset": 10**30}, {"type": "fetch", "id": "f"},
    {"type": "fetch", "id": "f", "attachment_id": "a" * 5_000}, {"type": "search", "id": "s", "query": ""},
    {"type": "search", "id": "s", "query": "q" * 1_000_000}, {"type": "search", "id": "s", "query": {"$ne": None}},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    monkeypatch.setattr(refusals, "INTERVAL", 60)
    monkeypatch.setattr(views, "CATCH_UP_INTERVAL", 60)
    monkeypatch.setattr(views, "COMMAND_INTERVAL", 60)


@pytest.mark.parametrize("content", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_malformed_message_is_one_row_however_often_it_comes_and_the_first_are_answered(content):
    async with Browser(hello_world) as browser:
        for _ in range(300):
            browser.views.receive(content)
        rows = [row.payload for row in browser.session.log.where(type="chatkit.failure")]
        assert [row["count"] for row in rows] == [300]
        assert len(rows[0]["error"]["message"]) < 1_000
        answers = browser.of("upload") + browser.of("reply")
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
        for number in range(2 * requests.REMEMBERED):
            browser.views.receive(request({"type": "threads.nope"}, f"r{number}"))
        browser.views.receive(request(say("hi"), "good"))
        assert browser.session.under_way == 1
    assert len(runs) == 1


async def test_answers_that_are_remembered_are_bounded_in_number_and_size(monkeypatch):
    monkeypatch.setattr(requests, "REMEMBERED_CHARACTERS", 100_000)
    page = {"data": [{"id": "t", "title": "x" * 5_000, "created_at": "2026-01-02T03:04:05"}], "has_more": False}
    async with Browser(lambda _: dict(page)) as browser:
        for number in range(100):
            browser.views.receive(request({"type": "threads.list", "params": {}}, f"r{number}"))
        await browser.until(lambda: len(browser.of("reply")) == 100)
        remembered = [reply for reply, _ in browser.views._requests._answers.values()]
        assert weight(remembered) < 100_000
        assert browser.views._requests._characters == sum(map(weight, remembered))
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
            browser.views.receive(command(name="event", type="click", data={"n": number}))
        await asyncio.sleep(0)
        log = browser.session.log
        assert len(log.where(type="chatkit.log")) == 100
        (row,) = log.where(type="chatkit.failure")
        assert "too many commands" in row.payload["error"]["message"]
        assert row.payload["count"] == 10_000 - 100 - 200
        assert len(browser.views._commands._waiting) == 200


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


@pytest.mark.parametrize(
    ("message", "most"),
    [
        ({"type": "search", "query": "word"}, MOST_SEARCHED),
        ({"type": "fetch", "attachment_id": "a"}, MOST_FETCHED),
    ],
)
async def test_questions_beyond_a_number_are_refused_until_some_are_answered(message, most):
    async with FileBrowser() as browser:
        for number in range(most + 3):
            browser.views.receive({**message, "id": f"q{number}"})
        refused = browser.of("reply")
        assert [(reply["id"], reply["error"]["code"]) for reply in refused] == [
            (f"q{number}", "too_much") for number in range(most, most + 3)
        ]
        assert refused[0]["error"]["message"].startswith(f"{most} ")
        await browser.until(lambda: len(browser.of("reply")) == most + 3)
        browser.views.receive({**message, "id": "again"})
        await browser.until(lambda: browser.of("reply")[-1]["id"] == "again")
        assert browser.of("reply")[-1].get("error", {}).get("code") != "too_much"


async def test_pieces_of_unknown_files_are_answered_and_not_held():
    async with FileBrowser() as browser:
        for number in range(1_000):
            browser.send(f"unknown {number}", 0, b"x" * 1_000)
        assert browser.views._uploads._waiting == {}
        answers = browser.of("upload")
        assert 1 <= len(answers) <= 20
        assert answers[0]["id"] == "unknown 0"
        assert answers[0]["error"]["code"] == "not_found"


async def test_the_bytes_held_for_all_files_together_are_bounded(monkeypatch):
    monkeypatch.setattr("chatkit_notebook.bridge.uploads.MOST_HELD", 10_000)
    async with FileBrowser() as browser:
        made = [await browser.create(f"{name}.txt", size=5_000) for name in "abcdef"]
        for offset in range(0, 5_000, 1_000):
            for each in made:
                browser.send(each, offset, b"x" * 1_000)
        assert browser.views._uploads._held == 10_000
        await browser.until(lambda: not browser.views._uploads._waiting)
        assert browser.views._uploads._held == 0
        browser.send(made[0], 2_000, b"x" * 1_000)
        assert (await browser.answers(11))[-1]["received"] == 3_000


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
        await browser.until(lambda: not browser.views._requests._asking)
        assert len(browser.session._attachments._uploads) <= 200
        browser.send(alive, 2, b"23")
        assert (await browser.answers(2))[-1]["done"] is True
