"""What a view wants beside requests: threads, events, actions, the state and the code."""

import logging

import pytest

from chatkit_notebook.bridge import views
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.errors import NotFoundError
from tests.bridge.test_views import Browser, ask, hello, hello_world, request
from tests.doubles import created, delta, done, message, say


def asked(browser, name, ask_id="a1", **args):
    browser.views.receive(ask(name, args, ask_id))


def noticed(browser):
    return any(event["type"] == "notice" for event in browser.events())


async def test_a_thread_that_does_not_open_is_told_in_the_chat_and_answered_and_the_shown_one_stays():
    async def stream():
        yield created()
        yield done(message("m1", "Hello"))

    def answer(body):
        if body["type"] == "threads.create":
            return stream()
        raise LookupError("no such thread")

    async with Browser(answer) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        asked(browser, "open_thread", thread_id="gone")
        await browser.until(lambda: noticed(browser))
        assert browser.of("reply") == [{"type": "reply", "id": "a1", "body": {}}]
        assert "no such thread" in browser.events()[-1]["message"]
        browser.views.receive(hello())
        state = browser.of("welcome")[0]["snapshot"]
        assert (state["thread"]["id"], [item["id"] for item in state["items"]]) == ("t1", ["m1"])


async def test_the_state_of_another_thread_has_a_number_that_a_view_which_lost_it_misses():
    async with Browser(lambda _: created()["thread"]) as browser:
        browser.views.receive(hello())
        asked(browser, "open_thread", thread_id="t1")
        await browser.until(lambda: browser.of("snapshot"))
        (snapshot,) = browser.of("snapshot")
        before = browser.messages[: browser.messages.index(snapshot)]
        assert snapshot["seq"] == max(message["seq"] for message in before if message["type"] == "frames") + 1
        asked(browser, "open_thread", "a2", thread_id=None)
        await browser.until(lambda: len(browser.of("snapshot")) == 2)
        assert browser.of("snapshot")[1]["snapshot"]["thread"] is None


def missing(_):
    raise NotFoundError("There is no thread t1.")


@pytest.mark.parametrize(
    ("resumes", "answer", "shown"),
    [
        (True, lambda _: created()["thread"], "t1"),
        (False, lambda _: created()["thread"], None),
        (True, missing, None),
    ],
    ids=["it is wanted", "it is not wanted", "it is gone"],
)
async def test_a_thread_of_before_is_shown_again_if(resumes, answer, shown):
    async with Browser(answer) as browser:
        browser.session.resumes = resumes
        asked(browser, "resume", thread_id="t1")
        await browser.until(lambda: browser.of("reply"))
        assert browser.session.current.id == shown
        assert browser.of("reply") == [{"type": "reply", "id": "a1", "body": {}}]
        assert not noticed(browser)


async def test_a_thread_of_before_takes_nothing_away_that_is_shown_or_begins():
    async with Browser(hello_world) as browser:
        browser.session.resumes = True
        browser.views.receive(request(say("hi")))
        asked(browser, "resume", thread_id="other")
        await browser.until(browser.ended)
        asked(browser, "resume", "a2", thread_id="other")
        await browser.until(lambda: len(browser.of("reply")) == 2)
        assert browser.session.current.id == "t1"


async def test_why_a_thread_of_before_could_not_be_read_is_told():
    def answer(_):
        raise OSError("the disk is gone")

    async with Browser(answer) as browser:
        browser.session.resumes = True
        asked(browser, "resume", thread_id="t1")
        await browser.until(lambda: noticed(browser))
        assert "the disk is gone" in browser.events()[-1]["message"]


async def test_the_shown_thread_is_loaded_again():
    titles = iter(["Old", "New"])

    def answer(_):
        return {**created()["thread"], "title": next(titles)}

    async with Browser(answer) as browser:
        asked(browser, "open_thread", thread_id="t1")
        await browser.until(lambda: browser.of("snapshot"))
        asked(browser, "refresh", "a2")
        await browser.until(lambda: len(browser.of("snapshot")) == 2)
        assert [each["snapshot"]["thread"]["title"] for each in browser.of("snapshot")] == ["Old", "New"]


async def test_every_event_of_a_view_is_told_in_its_order_though_some_wait(clock):
    async with Browser(hello_world) as browser:
        for number in range(105):
            browser.views.receive({"type": "ui", "event": "click", "data": number})
        for _ in range(10):
            await clock.let_pass(views.EVENT_INTERVAL)
        rows = [row.payload for row in browser.session.log.where(type="chatkit.log")]
        assert [(row["name"], row["data"]) for row in rows] == [("click", number) for number in range(105)]


async def test_an_action_of_the_client_knows_its_item():
    senders = []
    callbacks = Callbacks(actions={"go": Callback(lambda sender: senders.append(sender.id))})
    async with Browser(hello_world, callbacks) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        asked(browser, "client_action", action={"type": "go"}, item_id="m1")
        await browser.until(lambda: senders)
        assert senders == ["m1"]


async def test_the_first_view_is_told_to_the_listeners_once():
    async with Browser(hello_world) as browser:
        for view in ("v1", "v2", "v1"):
            browser.views.receive(hello(view))
        assert len(browser.session.log.where(type="chatkit.ready")) == 1
        assert [welcome["view"] for welcome in browser.of("welcome")] == ["v1", "v2", "v1"]


async def test_views_of_one_kernel_hear_one_session_and_those_of_the_next_another():
    sessions = []
    for _ in range(2):
        async with Browser(hello_world) as browser:
            browser.views.receive(hello("v1"))
            browser.views.receive(hello("v2"))
            sessions += [welcome["session"] for welcome in browser.of("welcome")]
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]


async def test_a_gap_that_is_filled_tells_the_newest_number():
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        for after in (0, 2, browser.views._outbox.seq):
            browser.views.receive({"type": "resume", "view": "v1", "after_seq": after})
            assert browser.messages[-1]["seq"] == browser.views._outbox.seq
            assert [frame["seq"] for frame in browser.messages[-1]["frames"]] == [
                *range(after + 1, browser.views._outbox.seq + 1)
            ]


async def test_what_waits_to_be_sent_has_its_number_before_the_state_that_holds_it():
    async with Browser(hello_world) as browser:
        thread = browser.session.current
        for event in (created(), {"type": "thread.item.added", "item": message("m1", "")}, delta("m1", "Hello")):
            browser.session.take(event, thread)
        browser.views.receive(hello())
        welcome = browser.of("welcome")[0]
        before = browser.messages[: browser.messages.index(welcome)]
        assert welcome["snapshot"]["items"][0]["content"][0]["text"] == "Hello"
        sent = [frame["event"]["type"] for message in before for frame in message.get("frames", [])]
        assert sent[-1] == "thread.item.updated"
        assert welcome["seq"] == before[-1]["seq"]


@pytest.fixture
def now(monkeypatch):
    times = [1_000.0]
    monkeypatch.setattr(views, "monotonic", lambda: times[0])
    return times


async def test_the_code_is_sent_again_to_who_asks_after_a_pause(now):
    async with Browser(hello_world) as browser:
        for seconds, count in ((0, 1), (views.BUNDLE_PAUSE - 0.1, 1), (0.2, 2), (1, 2)):
            now[0] += seconds
            browser.views.receive({"type": "bundle", "view": "v1", "hash": "abc"})
            assert len(browser.of("bundle")) == count


async def test_a_page_that_has_other_code_is_sent_this_one():
    async with Browser(hello_world) as browser:
        browser.views.receive(hello(bundle="older"))
        assert [message["type"] for message in browser.messages[:2]] == ["bundle", "welcome"]


async def test_a_message_that_can_not_be_acted_upon_is_told_in_the_log_and_stops_nothing(caplog):
    async with Browser(hello_world) as browser:

        def read():
            raise FileNotFoundError("The front end is not built")

        browser.views._bundle.read = read
        with caplog.at_level(logging.ERROR):
            browser.views.receive(hello())
        assert "could not be acted on" in caplog.text
        (row,) = browser.session.log.where(type="chatkit.failure")
        assert "not built" in row.payload["error"]["message"]
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)


async def test_a_view_is_asked_to_do_something():
    async with Browser(hello_world) as browser:
        browser.views.call("focus_composer", {"at": 3})
        assert browser.messages == [{"type": "ui", "method": "focus_composer", "args": {"at": 3}}]


async def test_stopping_one_response_leaves_the_others_and_stopping_all_none():
    async with Browser(hello_world) as browser:
        for name in "abc":
            browser.views.receive(request(say("hi"), name))
        browser.views.receive({"type": "cancel", "id": "b"})
        await browser.until(lambda: not browser.session.under_way)
        ends = [row.payload for row in browser.session.log.where(type="chatkit.response.end")]
        assert {end["id"]: end["cancelled"] for end in ends} == {"a": False, "b": True, "c": False}
