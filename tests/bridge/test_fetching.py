"""The bytes that views ask for: each question has one answer, in order, and few files are in memory at once."""

import asyncio

import pytest

from tests.bridge.test_uploading import FileBrowser
from tests.bridge.test_views import ask as question
from tests.client.files.test_attachments import Gated


class Shelf(Gated):
    """Reads files when its door is open, and knows which are being read."""

    def __init__(self):
        super().__init__()
        self.door = asyncio.Event()
        self.reads, self.reading, self.most = [], 0, 0

    async def read(self, attachment_id, context):
        self.reads.append(attachment_id)
        self.reading += 1
        self.most = max(self.most, self.reading)
        try:
            await self.door.wait()
            if self.problem is not None:
                raise self.problem
            return attachment_id.encode()
        finally:
            self.reading -= 1


@pytest.fixture
async def shelf():
    return Shelf()


def ask(browser, *names):
    for name in names:
        browser.views.receive(question("fetch", {"attachment_id": name}, f"f{name}"))


async def test_two_files_are_read_at_a_time_and_each_is_answered_once_in_order(shelf):
    async with FileBrowser(shelf) as browser:
        for name in "abcde":
            await browser.create(name)
        count = len(browser.of("reply"))
        ask(browser, *"abcde")
        await browser.until(lambda: shelf.reading == 2)
        shelf.door.set()
        await browser.until(lambda: len(browser.of("reply")) == count + 5)
        await browser.until(lambda: not browser.session._tasks)
        assert [reply["id"] for reply in browser.of("reply")[count:]] == ["fa", "fb", "fc", "fd", "fe"]
        assert browser.buffers[-5:] == [[b"a"], [b"b"], [b"c"], [b"d"], [b"e"]]
        assert shelf.most == 2


async def test_a_question_that_is_sent_again_is_not_read_twice_while_it_is_under_way(shelf):
    async with FileBrowser(shelf) as browser:
        await browser.create("a")
        count = len(browser.of("reply"))
        ask(browser, "a", "a", "a")
        await browser.until(lambda: shelf.reads)
        shelf.door.set()
        await browser.until(lambda: not browser.session._tasks)
        assert (shelf.reads, len(browser.of("reply"))) == (["a"], count + 1)


async def test_a_file_that_can_not_be_read_is_an_answer_and_may_be_asked_for_again(shelf):
    shelf.door.set()
    shelf.problem = OSError("the disk is gone")
    async with FileBrowser(shelf) as browser:
        await browser.create("a")
        error = (await browser.fetch("a"))[0]["error"]
        assert (error["message"], error["allow_retry"]) == ("OSError: the disk is gone", True)
        shelf.problem = None
        assert (await browser.fetch("a"))[1] == [b"a"]


async def test_a_piece_that_can_not_be_stored_is_an_answer_and_may_come_again(shelf):
    shelf.gates["a"] = asyncio.Event()
    shelf.gates["a"].set()
    shelf.problem = OSError("the disk is full")
    async with FileBrowser(shelf) as browser:
        await browser.create("a")
        browser.send("a", 0, b"01234")
        (refused,) = await browser.answers(1)
        assert refused["error"]["message"] == "OSError: the disk is full"
        shelf.problem = None
        browser.send("a", 0, b"01234")
        assert (await browser.answers(2))[1] == {"received": 5, "done": False}
