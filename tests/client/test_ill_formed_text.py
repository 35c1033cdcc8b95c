"""Text that no UTF-8 can hold, from people, models and servers, in every store."""

from contextlib import closing

import pytest

from chatkit_notebook import Chat
from chatkit_notebook.store import MemoryStore, SQLStore

TEXTS = [
    ("half \ud83d of it", "half \ufffd of it"),
    ("\ude00 other half", "\ufffd other half"),
    ("joined \ud83d\ude00", "joined 😀"),
    ("turned \ude00\ud83d", "turned \ufffd\ufffd"),
    ("nul \x00 in it", "nul \x00 in it"),
    ("\ud800", "\ufffd"),
    ("é👩\udfff日本", "é👩\ufffd日本"),
]


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    return MemoryStore() if request.param == "memory" else SQLStore(tmp_path / "threads.db")


def texts(chat, kind):
    items = [row.payload["item"] for row in chat.events if row.type == "thread.item.done"]
    return [part["text"] for item in items if item["type"] == kind for part in item["content"]]


@pytest.mark.parametrize(("said", "kept"), TEXTS)
async def test_what_a_person_says_is_repaired_and_stored(store, said, kept):
    async def reply(text):
        return "answer"

    with closing(Chat(reply, store=store)) as chat:
        response = await chat.ask(said)
        assert response.text == "answer"
        assert texts(chat, "user_message") == [kept]
        assert not [row for row in chat.events if row.type == "error"]


@pytest.mark.parametrize(("said", "kept"), TEXTS)
async def test_what_an_answer_says_is_repaired_and_stored(store, said, kept):
    async def reply(text):
        return said

    with closing(Chat(reply, store=store)) as chat:
        await chat.ask("go")
        assert texts(chat, "assistant_message") == [kept]
        response = await chat.ask("go on")
        assert response.text == kept
        assert not [row for row in chat.events if row.type == "error"]
