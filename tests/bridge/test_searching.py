"""What a view searches for: each question has one reply, and the log knows what was asked."""

from datetime import datetime

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.bridge import answers
from chatkit_notebook.client import Callbacks, Session
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.serve import RespondServer
from tests.bridge.test_views import Browser, ask
from tests.client.files.test_attachments import respond
from tests.official_server import DictStore, OfficialServer


class SearchBrowser(Browser):
    def __init__(self, server=None):
        self.begin(Session(server or RespondServer(respond, MemoryStore()), Callbacks()))

    async def say(self, *texts):
        """Begin a thread with these messages."""
        await self.session.open_thread(None)
        for text in texts:
            params = {"input": user_message(text)}
            thread_id = self.session.current.id
            op = "threads.create" if thread_id is None else "threads.add_user_message"
            body = {"type": op, "params": params if thread_id is None else {**params, "thread_id": thread_id}}
            await self.session.finished(self.session.submit(op, body))
        return self.session.current.id

    async def search(self, query, request_id="s1"):
        count = len(self.of("reply"))
        self.views.receive(ask("search", {"query": query}, request_id))
        await self.until(lambda: len(self.of("reply")) > count)
        return self.of("reply")[-1]

    def rows(self):
        return [row.payload for row in self.session.log.where(type="chatkit.search")]


async def test_what_was_said_is_found_in_every_thread_the_newest_first():
    async with SearchBrowser() as browser:
        older = await browser.say("Where is the lighthouse?", "And the harbour?")
        newer = await browser.say("Another lighthouse")
        titled = {"type": "threads.update", "params": {"thread_id": older, "title": "By the sea"}}
        await browser.session.call(titled)
        reply = await browser.search("LIGHT")

        assert (reply["id"], reply["body"]["has_more"]) == ("s1", False)
        first, second = reply["body"]["data"]
        assert [first["thread_id"], second["thread_id"]] == [newer, older]
        assert set(first) == {"thread_id", "title", "item_id", "created_at", "excerpt"}
        assert [first["title"], second["title"]] == ["Another lighthouse", "By the sea"]
        assert second["excerpt"] == "Where is the lighthouse?"
        thread = await browser.session.call({"type": "threads.get_by_id", "params": {"thread_id": older}})
        item = next(each for each in thread["items"]["data"] if each["id"] == second["item_id"])
        # With the offset of the kernel's zone, which need not be the browser's.
        assert datetime.fromisoformat(second["created_at"]).tzinfo is not None
        assert datetime.fromisoformat(second["created_at"]) == datetime.fromisoformat(item["created_at"]).astimezone()


async def test_a_search_is_a_row_of_the_log():
    async with SearchBrowser() as browser:
        await browser.say("Where is the lighthouse?")
        await browser.search("lighthouse")
        await browser.search("nowhere", "s2")
        asked = [(row["source"], row["query"], row["found"], row["error"]) for row in browser.rows()]
        assert asked == [("view", "lighthouse", 1, None), ("view", "nowhere", 0, None)]


async def test_a_question_that_was_sent_again_is_asked_once_while_it_is_under_way():
    async with SearchBrowser() as browser:
        await browser.say("Where is the lighthouse?")
        for _ in range(3):
            browser.views.receive(ask("search", {"query": "lighthouse"}, "s1"))
        await browser.until(lambda: browser.of("reply"))
        assert len(browser.rows()) == len(browser.of("reply")) == 1
        assert len((await browser.search("lighthouse"))["body"]["data"]) == 1


async def test_no_more_is_sent_than_a_list_can_show(monkeypatch):
    monkeypatch.setattr(answers, "MOST_FOUND", 2)
    async with SearchBrowser() as browser:
        await browser.say("lighthouse 1", "lighthouse 2", "lighthouse 3")
        body = (await browser.search("lighthouse"))["body"]
        assert [each["excerpt"] for each in body["data"]] == ["lighthouse 3", "lighthouse 2"]
        assert body["has_more"] is True


async def test_as_much_as_a_list_can_show_is_all_there_is(monkeypatch):
    monkeypatch.setattr(answers, "MOST_FOUND", 2)
    async with SearchBrowser() as browser:
        await browser.say("lighthouse 1", "lighthouse 2")
        body = (await browser.search("lighthouse"))["body"]
        assert (len(body["data"]), body["has_more"]) == (2, False)


@pytest.mark.parametrize("query", [" ", "(", "--", "?!"])
async def test_signs_without_a_word_find_nothing_and_are_no_mistake(query):
    async with SearchBrowser() as browser:
        await browser.say("lighthouse (?!)")
        assert (await browser.search(query))["body"] == {"data": [], "has_more": False}
        assert browser.rows() == []


async def test_a_store_that_fails_is_named_in_the_reply_and_in_the_log():
    class Broken(MemoryStore):
        async def search(self, query, context, limit=20):
            raise OSError("the disk is gone")

    async with SearchBrowser(RespondServer(respond, Broken())) as browser:
        error = (await browser.search("x"))["error"]
        assert (error["message"], error["allow_retry"]) == ("OSError: the disk is gone", True)
        (row,) = browser.rows()
        assert (row["found"], row["error"]["message"]) == (None, "the disk is gone")


async def test_a_store_that_can_not_search_is_named():
    async with SearchBrowser(OfficialServer(DictStore())) as browser:
        error = (await browser.search("x"))["error"]
        assert (error["code"], error["allow_retry"]) == ("unsupported", False)
        assert "DictStore can't search" in error["message"]


@pytest.mark.parametrize("message", [{}, {"query": ""}, {"query": 3}, {"query": "x" * 1_001}])
async def test_a_malformed_search_is_answered_by_a_reply(message):
    async with SearchBrowser() as browser:
        browser.views.receive(ask("search", message, "s"))
        (reply,) = browser.of("reply")
        assert (reply["id"], reply["error"]["code"]) == ("s", "invalid_request")
