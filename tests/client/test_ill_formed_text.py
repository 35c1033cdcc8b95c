"""Text that no UTF-8 can hold, from people, models and servers of all kinds."""

import json
from contextlib import closing

import pytest
from agents import Agent
from chatkit import types as official_types
from chatkit.server import ChatKitServer as OfficialServer

from chatkit_notebook import Chat
from chatkit_notebook.models import ScriptedModel
from chatkit_notebook.server import ChatKitServer, StreamingResult, stream_widget
from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.widgets import Card, Text
from tests.official_server import DictStore
from tests.stub_endpoint.script import Raw

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


# Texts in the pieces they come in, and what they are in the end.
PIECES = [
    (("hi \ud83d", "\ude00 there"), "hi 😀 there"),
    (("\ud83d", "\ude00"), "😀"),
    (("👩\u200d", "\ud83d", "", "\udc67", "!"), "👩\u200d👧!"),
    (("\ud83c\uddeb\ud83c", "\uddf7 ok"), "🇫🇷 ok"),
    (("a\ud83d", "b"), "a\ufffdb"),
    (("a\ud83d", "\ud83d", "\ude00"), "a\ufffd😀"),
    (("🀄\ud83c", "\udc05日本"), "🀄🀅日本"),
    (("the end \ud83d",), "the end \ufffd"),
    (("👍\ud83c", "\udffd", "\ud83d", "\ude80"), "👍🏽🚀"),
]


def function(pieces):
    def reply(text):
        yield from pieces

    return Chat(reply)


def agent(pieces):
    return Chat(Agent(name="Ann", model=ScriptedModel([list(pieces)])))


def widget(pieces):
    class Server(ChatKitServer):
        async def respond(self, thread, input_user_message, context):
            async def growing():
                text = ""
                for piece in pieces:
                    text += piece
                    yield Card(children=[Text(id="t", value=text, streaming=True)])
                yield Card(children=[Text(id="t", value=text, streaming=False)])

            async for event in stream_widget(thread, growing()):
                yield event

    return Chat(Server(MemoryStore()))


def official(pieces):
    class Server(OfficialServer):
        async def respond(self, thread, input_user_message, context):
            def item(text):
                content = [official_types.AssistantMessageContent(text=text)]
                place = {"thread_id": thread.id, "created_at": thread.created_at}
                return official_types.AssistantMessageItem(id="m", content=content, **place)

            yield official_types.ThreadItemAddedEvent(item=item(""))
            for piece in pieces:
                update = official_types.AssistantMessageContentPartTextDelta(content_index=0, delta=piece)
                yield official_types.ThreadItemUpdatedEvent(item_id="m", update=update)
            yield official_types.ThreadItemDoneEvent(item=item("".join(pieces)))

    return Chat(Server(DictStore()))


def foreign(pieces):
    """A server of neither SDK, that writes JSON in ASCII."""

    class Server:
        async def process(self, request, context):
            return StreamingResult(self.frames())

        async def frames(self):
            item = {"id": "m", "thread_id": "t", "type": "assistant_message", "created_at": "2026-01-01T00:00:00Z"}

            def frame(event):
                return f"data: {json.dumps(event)}\n\n".encode()

            def whole(text):
                return item | {"content": [{"type": "output_text", "text": text, "annotations": []}]}

            yield frame({"type": "thread.created", "thread": {"id": "t", "created_at": item["created_at"]}})
            yield frame({"type": "thread.item.added", "item": whole("")})
            for piece in pieces:
                delta = {"type": "assistant_message.content_part.text_delta", "content_index": 0, "delta": piece}
                yield frame({"type": "thread.item.updated", "item_id": "m", "update": delta})
            yield frame({"type": "thread.item.done", "item": whole("".join(pieces))})

    return Chat(Server())


def shown(chat):
    """What of the text is shown at each moment, and in the end."""
    text, moments, end = "", [], None
    for row in chat.events:
        update = row.payload.get("update", {})
        if row.type == "thread.item.added" and row.payload["item"]["type"] == "widget":
            text = row.payload["item"]["widget"]["children"][0]["value"]
        elif "delta" in update:
            text += update["delta"]
        elif "task" in update:
            text = update["task"]["content"]
        elif row.type == "thread.item.done" and row.payload["item"]["type"] != "user_message":
            end = row.payload["item"]
        moments.append(text)
    return moments, json.dumps(end, ensure_ascii=False)


@pytest.mark.parametrize("chat_of", [function, agent, widget, official, foreign])
@pytest.mark.parametrize(("pieces", "whole"), PIECES)
async def test_a_character_that_comes_in_halves_is_never_shown_as_two(chat_of, pieces, whole):
    with closing(chat_of(pieces)) as chat:
        assert (await chat.ask("go")).error is None
        moments, end = shown(chat)
    assert f'"{whole}"' in end
    assert all(whole.startswith(moment) for moment in moments)


def chunk(**delta):
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': delta}]})}\n\n".encode()


DONE = b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


@pytest.mark.parametrize("field", ["content", "reasoning_content"])
@pytest.mark.parametrize(("pieces", "whole"), PIECES)
async def test_nor_is_one_of_an_endpoint(endpoint, field, pieces, whole):
    said = [] if field == "content" else [chunk(content="so")]
    endpoint.script(Raw((*(chunk(**{field: piece}) for piece in pieces), *said, DONE)), "fine")
    with closing(Chat(Agent(name="Ann", model="m"), base_url=endpoint.base_url, api="chat_completions")) as chat:
        assert (await chat.ask("go")).error is None
        moments, _ = shown(chat)
        stored = json.dumps([item.model_dump(mode="json") for item in chat.items], ensure_ascii=False)
        assert (await chat.ask("go on")).error is None
    assert f'"{whole}"' in stored
    assert field != "content" or all(whole.startswith(moment) for moment in moments)
