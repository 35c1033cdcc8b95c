import asyncio
import json

import pytest

from chatkit_notebook.bridge import outbox
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.client import Callbacks, Session
from chatkit_notebook.client.callbacks import Callback
from tests.contracts import Contract
from tests.doubles import ByteServer, created, delta, done, message, say


class Bundle:
    hash = "abc"

    def read(self):
        return b"script", b"style"


class Browser:
    """The far end of a comm: keeps what arrives, as the JSON it would be."""

    def __init__(self, answer, callbacks=None):
        self.begin(Session(ByteServer(answer), callbacks or Callbacks()))

    def begin(self, session):
        self.messages, self.buffers, self.contract = [], [], Contract()
        self.session = session
        self.views = Views(session, self.take, Bundle())

    def take(self, content, buffers=None):
        message = json.loads(json.dumps(content))
        self.contract.sent(message)
        self.messages.append(message)
        self.buffers.append(buffers)

    def of(self, kind):
        return [message for message in self.messages if message["type"] == kind]

    def events(self):
        return [frame["event"] for message in self.of("frames") for frame in message["frames"]]

    async def until(self, condition):
        async with asyncio.timeout(15):
            while not condition():  # noqa: ASYNC110 - any condition, not one event
                await asyncio.sleep(0)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.views.close()
        await self.session.close()
        self.contract.verify()

    def ended(self):
        return any(event["type"] == "chatkit.response.end" for event in self.events())


def hello(view="v1", **rest):
    return {"type": "hello", "view": view, "session": None, "have_seq": None, "bundle": None, **rest}


def request(body, request_id="r1"):
    return {"type": "request", "id": request_id, "body": body}


def ask(name, args=None, ask_id="a1"):
    return {"type": "ask", "id": ask_id, "name": name, "args": args or {}}


async def hello_world(body):
    yield created()
    yield {"type": "thread.item.added", "item": message("m1", "")}
    for word in ("Hello", " ", "world"):
        yield delta("m1", word)
    yield done(message("m1", "Hello world"))


async def test_hello_is_answered_with_the_state_and_the_code():
    async with Browser(hello_world) as browser:
        browser.views.receive(hello())
        bundle, welcome = browser.messages[:2]
        assert bundle == {"type": "bundle", "hash": "abc"}
        assert browser.buffers[0] == [b"script", b"style"]
        assert (welcome["type"], welcome["view"], welcome["bundle"], welcome["seq"]) == ("welcome", "v1", "abc", 0)
        assert welcome["snapshot"]["items"] == []
        assert welcome["snapshot"]["response"] is None


async def test_a_page_that_has_the_code_is_not_sent_it_again():
    async with Browser(hello_world) as browser:
        browser.views.receive(hello(bundle="abc"))
        assert browser.of("bundle") == []
        assert len(browser.of("welcome")) == 1
        browser.views.receive({"type": "bundle", "view": "v1", "hash": "abc"})
        assert browser.messages[-1]["type"] == "bundle"


async def test_a_kernel_that_was_busy_sends_the_code_once_to_views_that_asked_again():
    async with Browser(hello_world) as browser:
        browser.views.receive(hello())
        browser.views.receive({"type": "bundle", "view": "v1", "hash": "abc"})
        browser.views.receive(hello("v2"))
        assert len(browser.of("bundle")) == 1
        assert len(browser.of("welcome")) == 2


async def test_a_request_streams_numbered_frames_and_ends_once():
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        frames = [frame for message in browser.of("frames") for frame in message["frames"]]
        assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
        assert {frame["id"] for frame in frames} == {"r1"}
        assert browser.events()[0]["type"] == "chatkit.response.start"
        assert [event["type"] for event in browser.events()].count("chatkit.response.end") == 1


async def test_a_request_sent_twice_runs_once():
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi")))
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        browser.views.receive(request(say("hi")))
        assert len(browser.session.server.requests) == 1
        assert browser.messages[-1] == {"type": "reply", "id": "r1", "body": {}}


async def test_a_reply_that_was_lost_is_sent_again_without_asking_the_server_again():
    async with Browser(lambda body: {"data": [], "has_more": False}) as browser:
        listing = request({"type": "threads.list", "params": {}})
        browser.views.receive(listing)
        await browser.until(lambda: browser.of("reply"))
        browser.views.receive(listing)
        assert browser.of("reply") == [{"type": "reply", "id": "r1", "body": {"data": [], "has_more": False}}] * 2
        assert len(browser.session.server.requests) == 1


@pytest.mark.parametrize(
    ("content", "request_id", "says"),
    [
        (request({"type": "threads.explode", "params": {}}), "r1", "threads.explode"),
        (request({"type": "threads.create", "params": {}}), "r1", "params.input"),
        (request({}), "r1", "A request must be an object"),
        ({"type": "request", "id": "r1", "body": [1]}, "r1", "body"),
        ({"type": "nonsense"}, None, "nonsense"),
        ("text", None, "malformed"),
    ],
)
async def test_what_is_malformed_gets_one_clear_reply_and_the_chat_lives_on(content, request_id, says):
    async with Browser(hello_world) as browser:
        browser.views.receive(content)
        (reply,) = browser.of("reply")
        assert reply["id"] == request_id
        assert reply["error"]["code"] == "invalid_request"
        assert says in reply["error"]["message"]
        browser.views.receive(request(say("hi"), "r2"))
        await browser.until(browser.ended)


async def test_a_response_of_a_thread_that_is_not_shown_ends_in_a_reply():
    async def answer(body):
        if body["params"]["thread_id"] == "gone":
            raise LookupError("no thread 'gone'")
        yield done(message("m1", "hello"))

    async with Browser(answer) as browser:
        for request_id in ("gone", "t1"):
            body = say("hi", "threads.add_user_message")
            body["params"]["thread_id"] = request_id
            browser.views.receive(request(body, request_id))
        await browser.until(lambda: len(browser.of("reply")) == 2)
        replies = {reply["id"]: reply for reply in browser.of("reply")}
        assert replies["gone"]["error"]["message"] == "LookupError: no thread 'gone'"
        assert replies["t1"]["body"] == {}
        assert browser.events() == []


async def test_what_the_server_raises_is_a_reply():
    def answer(body):
        raise LookupError("gone")

    async with Browser(answer) as browser:
        browser.views.receive(request({"type": "threads.get_by_id", "params": {"thread_id": "t"}}))
        await browser.until(lambda: browser.of("reply"))
        assert browser.of("reply")[0]["error"]["message"] == "LookupError: gone"


async def test_a_gap_is_filled_from_what_is_kept():
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        browser.views.receive({"type": "resume", "view": "v1", "after_seq": 2})
        again = browser.messages[-1]
        assert [frame["seq"] for frame in again["frames"]] == list(range(3, again["seq"] + 1))


async def test_a_gap_that_is_too_old_is_filled_by_a_snapshot(monkeypatch):
    monkeypatch.setattr(outbox, "KEPT_FRAMES", 2)
    async with Browser(hello_world) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        browser.views.receive({"type": "resume", "view": "v1", "after_seq": 0})
        snapshot = browser.messages[-1]
        assert (snapshot["type"], snapshot["view"]) == ("snapshot", "v1")
        assert snapshot["snapshot"]["items"][-1]["content"][0]["text"] == "Hello world"


async def test_a_snapshot_in_the_middle_of_a_stream_continues_without_gap_or_repeat():
    gate = asyncio.Event()

    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        for word in ("a", "b", "c"):
            yield delta("m1", word)
        await gate.wait()
        yield delta("m1", "d")
        yield {"type": "progress_update", "text": "x"}

    async with Browser(answer) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(lambda: browser.session.current.state["items"])
        await browser.until(lambda: browser.session.current.state["items"][0]["content"][0]["text"] == "abc")
        browser.views.receive(hello("late"))
        welcome = browser.messages[-1]
        gate.set()
        await browser.until(browser.ended)
        text = welcome["snapshot"]["items"][0]["content"][0]["text"]
        for message_ in browser.of("frames"):
            for frame in message_["frames"]:
                if frame["seq"] > welcome["seq"]:
                    text += frame["event"].get("update", {}).get("delta", "")
        assert text == "abcd"
        assert welcome["snapshot"]["response"]["id"] == "r1"


async def test_cancel_ends_the_response():
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    async with Browser(answer) as browser:
        browser.views.receive(request(say("hi")))
        await browser.until(lambda: browser.session.current.id)
        browser.views.receive({"type": "cancel", "id": "r1"})
        await browser.until(browser.ended)
        assert browser.events()[-1]["cancelled"] is True


async def test_opening_a_thread_gives_all_views_its_state():
    def answer(body):
        return {**created()["thread"], "title": "Old", "items": {"data": [message("m", "x")], "has_more": False}}

    async with Browser(answer) as browser:
        browser.views.receive(ask("open_thread", {"thread_id": "t1"}))
        await browser.until(lambda: browser.of("snapshot"))
        (snapshot,) = browser.of("snapshot")
        assert snapshot["view"] is None
        # A view that missed it finds a gap and gets the new state, not the frames of the old one.
        browser.views.receive({"type": "resume", "view": "v1", "after_seq": snapshot["seq"] - 1})
        assert browser.messages[-1]["type"] == "snapshot"
        assert snapshot["snapshot"]["thread"]["title"] == "Old"


async def test_a_thread_that_does_not_open_is_told_in_the_chat():
    def answer(body):
        raise LookupError("no such thread")

    async with Browser(answer) as browser:
        browser.views.receive(ask("open_thread", {"thread_id": "gone"}))
        await browser.until(lambda: any(event["type"] == "notice" for event in browser.events()))
        assert "no such thread" in browser.events()[-1]["message"]


async def test_a_client_side_action_calls_its_function_and_a_missing_one_is_told():
    seen = []
    callbacks = Callbacks(actions={"go": Callback(seen.append)})
    async with Browser(hello_world, callbacks) as browser:
        for number, name in enumerate(("go", "stay")):
            args = {"action": {"type": name, "payload": 3}, "item_id": None}
            browser.views.receive(ask("client_action", args, f"a{number}"))
        await browser.until(lambda: browser.of("frames"))
        assert "asks for" in browser.events()[0]["message"]
        await browser.until(lambda: "stay" in str(browser.messages))


async def test_ten_thousand_deltas_leave_in_few_messages():
    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        for number in range(10_000):
            yield delta("m1", f"{number} ")

    async with Browser(answer) as browser:
        loop = asyncio.get_running_loop()
        started = loop.time()
        browser.views.receive(request(say("hi")))
        await browser.until(browser.ended)
        text = "".join(event.get("update", {}).get("delta", "") for event in browser.events())
        assert text == "".join(f"{number} " for number in range(10_000))
        assert len(browser.of("frames")) <= 3 + (loop.time() - started) / outbox.INTERVAL
