"""Files between a view and the kernel: pieces, acknowledgements, refusals, and bytes on request."""

import asyncio

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.bridge.envelope import MOST_BYTES
from chatkit_notebook.bridge.uploads import MOST_WAITING
from chatkit_notebook.client import Callbacks, Session
from chatkit_notebook.client.wire import user_message
from chatkit_notebook.serve import RespondServer
from chatkit_notebook.store.limits import AttachmentLimits
from tests.bridge.test_views import Browser, request
from tests.client.test_attachments import Gated, create, delete, respond


class FileBrowser(Browser):
    def __init__(self, attachment_store=None, **options):
        self.server = RespondServer(respond, MemoryStore(), attachment_store=attachment_store)
        self.begin(Session(self.server, Callbacks(), **options))

    async def reply(self, body, request_id):
        self.views.receive(request(body, request_id))
        await self.until(lambda: any(message["id"] == request_id for message in self.of("reply")))
        return next(message for message in self.of("reply") if message["id"] == request_id)

    async def create(self, name="a.txt", size=10, mime_type="text/plain"):
        return (await self.reply(create(name, size, mime_type), f"create {name}"))["body"]["id"]

    def send(self, attachment_id, offset, data):
        self.views.receive({"type": "upload", "view": "v", "id": attachment_id, "offset": offset}, [data])

    async def answers(self, count):
        await self.until(lambda: len(self.of("upload")) >= count)
        return [{key: value for key, value in one.items() if key != "type"} for one in self.of("upload")]

    async def fetch(self, attachment_id, request_id="f1"):
        count = len(self.of("reply"))
        self.views.receive({"type": "fetch", "id": request_id, "attachment_id": attachment_id})
        await self.until(lambda: len(self.of("reply")) > count)
        at = max(at for at, message in enumerate(self.messages) if message["type"] == "reply")
        return self.messages[at], self.buffers[at]


async def test_each_piece_is_acknowledged_and_the_last_one_completes_the_file():
    async with FileBrowser() as browser:
        made = await browser.create()
        for offset, data in ((0, b"0123"), (8, b"89"), (0, b"0123"), (4, b"4567"), (8, b"89"), (8, b"89")):
            browser.send(made, offset, data)
            await browser.answers(len(browser.of("upload")) + 1)
        received = [(one["id"], one["received"], one["done"]) for one in await browser.answers(6)]
        progress = [(4, False), (4, False), (4, False), (8, False), (10, True), (10, True)]
        assert received == [(made, *each) for each in progress]
        reply, buffers = await browser.fetch(made)
        assert reply == {"type": "reply", "id": "f1", "body": {"name": "a.txt", "mime_type": "text/plain"}}
        assert buffers == [b"0123456789"]


async def test_pieces_that_arrive_together_are_stored_in_the_order_of_the_file():
    async with FileBrowser() as browser:
        made = await browser.create(size=1_000)
        for offset in (100, 0, 0, 900, *range(100, 1_000, 100)):
            browser.send(made, offset, bytes([offset // 100]) * 100)
        answers = await browser.answers(10)
        assert [one["received"] for one in answers] == [*range(100, 1_001, 100)]
        _, (data,) = await browser.fetch(made)
        assert data == b"".join(bytes([number]) * 100 for number in range(10))


async def test_one_file_does_not_wait_for_another_and_a_repeated_piece_is_held_once():
    store = Gated()
    async with FileBrowser(store) as browser:
        for name in "ab":
            await browser.create(name)
        for name in "ab":
            browser.send(name, 0, b"01234")
        await browser.until(lambda: len(store.began) == 2)
        assert sorted(store.began) == ["a", "b"]
        store.gates["b"].set()
        assert await browser.answers(1) == [{"id": "b", "received": 5, "done": False}]
        for _ in range(3):  # the view has heard nothing for a while
            browser.send("a", 0, b"01234")
        store.gates["a"].set()
        assert (await browser.answers(3))[1:] == [{"id": "a", "received": 5, "done": False}] * 2
        assert store.began == ["a", "b", "a"]


async def test_no_more_pieces_are_held_than_a_view_has_under_way():
    store = Gated()
    async with FileBrowser(store) as browser:
        await browser.create("a", 1_000)
        for offset in range(3 * MOST_WAITING):
            browser.send("a", offset, b"x")
        store.gates.setdefault("a", asyncio.Event()).set()
        await browser.until(lambda: not browser.session._tasks)
        assert len(browser.of("upload")) == MOST_WAITING
        browser.send("a", MOST_WAITING, b"x")
        answers = await browser.answers(MOST_WAITING + 1)
        assert [one["received"] for one in answers][-2:] == [MOST_WAITING, MOST_WAITING + 1]


async def test_a_piece_that_is_sent_again_while_it_waits_takes_no_more_room(monkeypatch):
    monkeypatch.setattr("chatkit_notebook.bridge.uploads.MOST_HELD", 30)
    store = Gated()
    async with FileBrowser(store) as browser:
        await browser.create("a")
        await browser.create("b", 25)
        browser.send("a", 0, b"01234")
        await browser.until(lambda: store.began)
        for _ in range(10):
            browser.send("a", 5, b"56789")
        for name in "ab":
            store.gates.setdefault(name, asyncio.Event()).set()
        assert (await browser.answers(2))[1] == {"id": "a", "received": 10, "done": True}
        browser.send("b", 0, bytes(25))
        assert (await browser.answers(3))[2] == {"id": "b", "received": 25, "done": True}


async def test_a_refused_file_names_the_reason_once_for_each_piece():
    async with FileBrowser() as browser:
        made = await browser.create(size=3)
        for offset in (0, 4):
            browser.send(made, offset, b"0123")
        for answer in await browser.answers(2):
            assert answer["id"] == made
            assert (answer["error"]["code"], answer["error"]["allow_retry"]) == ("attachment_refused", False)
            assert "a.txt" in answer["error"]["message"]


async def test_what_may_not_be_attached_is_refused_in_the_reply():
    async with FileBrowser(limits=AttachmentLimits(max_size=5, max_count=1)) as browser:
        error = (await browser.reply(create(size=6), "r1"))["error"]
        assert (error["code"], error["allow_retry"]) == ("attachment_refused", False)
        assert error["message"].startswith("'a.txt'")
        body = {"type": "threads.create", "params": {"input": user_message("hi", ["a", "b"])}}
        assert (await browser.reply(body, "r2"))["error"]["code"] == "attachment_refused"
        assert browser.events() == []


async def test_pieces_of_a_file_that_was_removed_are_answered_and_do_no_harm():
    async with FileBrowser() as browser:
        made = await browser.create()
        browser.send(made, 0, b"01234")
        await browser.answers(1)
        assert (await browser.reply(delete(made), "gone"))["body"] == {}
        browser.send(made, 5, b"56789")
        assert (await browser.answers(2))[1]["error"]["code"] == "not_found"
        assert len(browser.session.log.where(type="chatkit.upload")) == 0
        assert (await browser.fetch(made))[0]["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("message", "buffers", "says"),
    [
        ({"id": "a", "offset": 0}, [], "one buffer of bytes, not 0"),
        ({"id": "a", "offset": 0}, [b"x", b"y"], "one buffer of bytes, not 2"),
        ({"id": "a", "offset": 0}, [bytes(MOST_BYTES + 1)], "at most 1,048,576 bytes"),
        ({"id": "a", "offset": -1}, [b"x"], "offset"),
        ({"id": "a", "offset": "0"}, [b"x"], "offset"),
        ({"id": "a"}, [b"x"], "offset"),
        ({"id": "a", "offset": 0, "data": "x"}, [b"x"], "data"),
    ],
)
async def test_a_malformed_piece_is_answered_as_an_upload(message, buffers, says):
    async with FileBrowser() as browser:
        browser.views.receive({"type": "upload", "view": "v", **message}, buffers)
        (answer,) = await browser.answers(1)
        assert answer["id"] == "a"
        assert answer["error"]["code"] == "invalid_request"
        assert says in answer["error"]["message"]
        assert len(answer["error"]["message"]) < 400


@pytest.mark.parametrize("message", [{"id": "f"}, {"id": "f", "attachment_id": 3}, {"id": "f", "attachment_id": ""}])
async def test_a_malformed_fetch_is_answered_by_a_reply(message):
    async with FileBrowser() as browser:
        browser.views.receive({"type": "fetch", **message})
        (reply,) = browser.of("reply")
        assert (reply["id"], reply["error"]["code"]) == ("f", "invalid_request")


async def test_bytes_that_were_asked_for_again_are_read_again():
    async with FileBrowser() as browser:
        made = await browser.create(size=2)
        browser.send(made, 0, b"hi")
        await browser.answers(1)
        for _ in range(2):
            reply, buffers = await browser.fetch(made, "f1")
            assert (reply["id"], buffers) == ("f1", [b"hi"])


async def test_closing_leaves_no_task_and_no_file_behind():
    store = Gated()
    browser = FileBrowser(store)
    async with browser:
        for name in "ab":
            await browser.create(name)
            browser.send(name, 0, b"01234")
            browser.send(name, 5, b"56789")
        await browser.until(lambda: len(store.began) == 2)
    assert not browser.session._tasks
    assert browser.views._uploads._waiting == {}
    assert browser.views._uploads._held == 0
