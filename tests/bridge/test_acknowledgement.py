"""A view whose request takes long is told that it has arrived, so that it does not take the kernel for busy."""

import asyncio

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.bridge import acknowledgement
from chatkit_notebook.serve import RespondServer
from tests.bridge.test_searching import SearchBrowser
from tests.bridge.test_views import ask, request
from tests.client.files.test_attachments import respond

LIST = {"type": "threads.list", "params": {}}


class SlowStore(MemoryStore):
    """Answers when its gate is open."""

    def __init__(self):
        super().__init__()
        self.gate = asyncio.Event()

    async def load_threads(self, *args, **kwargs):
        await self.gate.wait()
        return await super().load_threads(*args, **kwargs)

    async def search(self, *args, **kwargs):
        await self.gate.wait()
        return await super().search(*args, **kwargs)


@pytest.mark.parametrize("message", [request(LIST), ask("search", {"query": "words"}, "r1")])
async def test_a_slow_answer_is_announced(monkeypatch, message):
    monkeypatch.setattr(acknowledgement, "ACKNOWLEDGED_AFTER", 0)
    store = SlowStore()
    async with SearchBrowser(RespondServer(respond, store)) as browser:
        browser.views.receive(message)
        await browser.until(lambda: browser.of("taken"))
        assert browser.of("taken") == [{"type": "taken", "id": "r1"}]
        assert browser.of("reply") == []
        store.gate.set()
        await browser.until(lambda: browser.of("reply"))


async def test_a_request_that_was_sent_again_has_arrived(monkeypatch):
    monkeypatch.setattr(acknowledgement, "ACKNOWLEDGED_AFTER", 60)
    store = SlowStore()
    async with SearchBrowser(RespondServer(respond, store)) as browser:
        browser.views.receive(request(LIST))
        browser.views.receive(request(LIST))
        assert browser.messages[-1] == {"type": "taken", "id": "r1"}
        store.gate.set()
        await browser.until(lambda: browser.of("reply"))


@pytest.mark.parametrize("message", [request(LIST), ask("search", {"query": "words"}, "r1")])
async def test_a_prompt_answer_needs_no_word_before_or_after_it(clock, message):
    async with SearchBrowser() as browser:
        browser.views.receive(message)
        await browser.until(lambda: browser.of("reply"))
        await clock.let_pass(acknowledgement.ACKNOWLEDGED_AFTER * 2)
        assert browser.of("taken") == []
