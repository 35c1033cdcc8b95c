"""Files between a view and the kernel: pieces, acknowledgements, refusals, and bytes on request."""

import asyncio

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.bridge.answers import QUESTIONS
from chatkit_notebook.bridge.questions import MOST_BYTES
from chatkit_notebook.client import Callbacks, Session
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.serve import RespondServer
from chatkit_notebook.store.limits import AttachmentLimits
from tests.bridge.test_views import Browser, ask, request
from tests.client.files.test_attachments import Gated, create, delete, respond


class FileBrowser(Browser):
    def __init__(self, attachment_store=None, **options):
        self.pieces = 0
        self.server = RespondServer(respond, MemoryStore(), attachment_store=attachment_store)
        self.begin(Session(self.server, Callbacks(), **options))

    async def reply(self, body, request_id):
        self.views.receive(request(body, request_id))
        await self.until(lambda: any(message["id"] == request_id for message in self.of("reply")))
        return next(message for message in self.of("reply") if message["id"] == request_id)

    async def create(self, name="a.txt", size=10, mime_type="text/plain"):
        return (await self.reply(create(name, size, mime_type), f"create {name}"))["body"]["id"]

    def send(self, attachment_id, offset, data, piece_id=None):
        self.pieces += 1
        args = {"attachment_id": attachment_id, "offset": offset}
        self.views.receive(ask("upload", args, piece_id or f"piece {self.pieces}"), [data])

    def answered(self):
        replies = [reply for reply in self.of("reply") if str(reply["id"]).startswith("piece ")]
        return [reply.get("body", reply) for reply in replies]

    async def answers(self, count):
        await self.until(lambda: len(self.answered()) >= count)
        return self.answered()

    async def fetch(self, attachment_id, request_id="f1"):
        count = len(self.of("reply"))
        self.views.receive(ask("fetch", {"attachment_id": attachment_id}, request_id))
        await self.until(lambda: len(self.of("reply")) > count)
        at = max(at for at, message in enumerate(self.messages) if message["type"] == "reply")
        return self.messages[at], self.buffers[at]


async def test_each_piece_is_acknowledged_and_the_last_one_completes_the_file():
    async with FileBrowser() as browser:
        made = await browser.create()
        for offset, data in ((0, b"0123"), (8, b"89"), (0, b"0123"), (4, b"4567"), (8, b"89"), (8, b"89")):
            browser.send(made, offset, data)
            await browser.answers(len(browser.answered()) + 1)
        received = [(one["received"], one["done"]) for one in await browser.answers(6)]
        progress = [(4, False), (4, False), (4, False), (8, False), (10, True), (10, True)]
        assert received == progress
        reply, buffers = await browser.fetch(made)
        assert reply == {"type": "reply", "id": "f1", "body": {"name": "a.txt", "mime_type": "text/plain"}}
        assert buffers == [b"0123456789"]


async def test_pieces_that_come_before_their_turn_change_nothing_and_come_again():
    async with FileBrowser() as browser:
        made = await browser.create(size=1_000)
        for offset in (100, 0, 0, 900, *range(100, 1_000, 100)):
            browser.send(made, offset, bytes([offset // 100]) * 100)
        answers = await browser.answers(13)
        assert [one["received"] for one in answers] == [0, 100, 100, 100, *range(200, 1_001, 100)]
        _, (data,) = await browser.fetch(made)
        assert data == b"".join(bytes([number]) * 100 for number in range(10))


async def test_one_file_does_not_wait_for_another_and_a_repeated_piece_is_held_once():
    store = Gated()
    async with FileBrowser(store) as browser:
        for name in "ab":
            await browser.create(name)
        for name in "ab":
            browser.send(name, 0, b"01234", f"piece {name}")
        await browser.until(lambda: len(store.began) == 2)
        assert sorted(store.began) == ["a", "b"]
        store.gates["b"].set()
        assert await browser.answers(1) == [{"received": 5, "done": False}]
        for _ in range(3):  # the view has heard nothing for a while
            browser.send("a", 0, b"01234", "piece a")
        assert browser.of("taken") == [{"type": "taken", "id": "piece a"}] * 3
        store.gates["a"].set()
        await browser.until(lambda: not browser.session._tasks)
        assert browser.answered() == [{"received": 5, "done": False}] * 2
        assert sorted(store.began) == ["a", "b"]


async def test_no_more_pieces_are_held_than_their_number_and_those_that_come_again_take_no_room():
    store = Gated()
    most = QUESTIONS["upload"].most
    async with FileBrowser(store) as browser:
        await browser.create("a", 1_000)
        for offset in range(most + 3):
            for _ in range(2):
                browser.send("a", offset, b"x", f"piece {offset}")
        assert [one["id"] for one in browser.answered()[::2]] == [f"piece {most + number}" for number in range(3)]
        assert {one["error"]["code"] for one in browser.answered()} == {"too_much"}
        store.gates.setdefault("a", asyncio.Event()).set()
        await browser.until(lambda: not browser.session._tasks)
        browser.send("a", most, b"x")
        answers = await browser.answers(6 + most + 1)
        assert [one["received"] for one in answers[6:]] == [*range(1, most + 2)]


async def test_a_refused_file_names_the_reason_once_for_each_piece():
    async with FileBrowser() as browser:
        made = await browser.create(size=3)
        for offset in (0, 4):
            browser.send(made, offset, b"0123")
        for answer in await browser.answers(2):
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
    ("args", "buffers", "says"),
    [
        ({"attachment_id": "a", "offset": 0}, [], "one buffer of bytes, not 0"),
        ({"attachment_id": "a", "offset": 0}, [b"x", b"y"], "one buffer of bytes, not 2"),
        ({"attachment_id": "a", "offset": 0}, [bytes(MOST_BYTES + 1)], "at most 1,048,576 bytes"),
        ({"attachment_id": "a", "offset": -1}, [b"x"], "args.offset"),
        ({"attachment_id": "a", "offset": "0"}, [b"x"], "args.offset"),
        ({"attachment_id": "a" * 2_001, "offset": 0}, [b"x"], "args.attachment_id"),
        ({"attachment_id": "a"}, [b"x"], "args.offset"),
        (7, [b"x"], "args"),
    ],
)
async def test_a_malformed_piece_is_answered(args, buffers, says):
    async with FileBrowser() as browser:
        browser.views.receive({**ask("upload", None, "piece"), "args": args}, buffers)
        (reply,) = browser.of("reply")
        assert (reply["id"], reply["error"]["code"]) == ("piece", "invalid_request")
        assert says in reply["error"]["message"]
        assert len(reply["error"]["message"]) < 400


async def test_a_piece_may_be_as_large_as_a_message_and_its_id_as_long_as_servers_make_them():
    data = bytes(MOST_BYTES)
    assert MOST_BYTES == 2**20
    async with FileBrowser() as browser:
        made = await browser.create(size=MOST_BYTES)
        browser.send("x" * 2_000, 0, data)
        browser.send(made, 0, data)
        unknown, done = await browser.answers(2)
        assert (unknown["error"]["code"], done) == ("not_found", {"received": MOST_BYTES, "done": True})


@pytest.mark.parametrize("args", [{}, {"attachment_id": 3}, {"attachment_id": ""}, {"attachment_id": "a" * 2_001}])
async def test_a_malformed_fetch_is_answered(args):
    async with FileBrowser() as browser:
        browser.views.receive(ask("fetch", args, "f"))
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
    assert browser.views._questions._known.under_way == set()
    assert browser.views._questions._kinds["upload"].waiting == 0
