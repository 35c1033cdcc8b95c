"""One server and several clients of it: each has functions of its own, and the server stays as its author made it."""

import json
import logging
from typing import Any

import chatkit.server
import chatkit.types
import pytest

import chatkit_notebook.server
import chatkit_notebook.types
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.widgets import Card, Text
from tests.official_server import DictStore

SDKS = {
    "ours": (chatkit_notebook.server, chatkit_notebook.types, MemoryStore),
    "official": (chatkit.server, chatkit.types, DictStore),
}


@pytest.fixture(params=SDKS)
def sdk(request):
    return SDKS[request.param]


def shop(sdk, *, name="Shop", **extra):
    """A server whose every message is a card, and which sells by itself where nobody else does."""
    server, types, store = sdk

    async def respond(self, thread, input_user_message, context):
        item_id = self.store.generate_item_id("message", thread, context)
        card = {"type": "Card", "children": [{"type": "Text", "value": "For sale"}]}
        yield types.ThreadItemDoneEvent.model_validate(
            {
                "type": "thread.item.done",
                "item": {
                    "id": item_id,
                    "thread_id": thread.id,
                    "created_at": "2026-01-01T00:00:00Z",
                    "type": "widget",
                    "widget": card,
                },
            }
        )

    async def action(self, thread, action, sender, context):
        self.sold = [*getattr(self, "sold", []), action.payload]
        yield types.NoticeEvent(level="info", message=f"The shop sold {action.payload}")

    made: Any = type(name, (server.ChatKitServer,), {"respond": respond, "action": action, **extra})
    return made(store())


def message(text="Show me"):
    return {"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}}


def press(thread_id, widget, payload="a"):
    params = {"thread_id": thread_id, "item_id": widget.id, "action": {"type": "buy", "payload": payload}}
    return {"type": "threads.custom_action", "params": params}


def buying(said):
    return Callbacks(actions={"buy": Callback(lambda payload: Card(children=[Text(value=f"{said} {payload}")]))})


async def shown(session):
    body = {"type": "threads.create", "params": {"input": message()}}
    turn = await session.finished(session.submit("threads.create", body))
    return turn.thread_id, turn.items[-1]


async def pressed(session, thread_id, widget):
    turn = await session.finished(session.submit("press", press(thread_id, widget)))
    assert turn.error is None
    return turn.items[0].widget.children[0].value


async def test_a_press_reaches_the_function_of_the_chat_in_which_it_happened(sdk, session_of):
    server = shop(sdk)
    before = dict(vars(server))
    async with session_of(server, buying("first")) as first, session_of(server, buying("second")) as second:
        first_shown, second_shown = await shown(first), await shown(second)
        assert await pressed(first, *first_shown) == "first a"
        assert await pressed(second, *second_shown) == "second a"
        assert await pressed(first, *first_shown) == "first a"

        result = await server.process(json.dumps(press(*first_shown, "direct")), {})
        events = [json.loads(frame.removeprefix(b"data: ")) async for frame in result]
        assert events[-1]["message"] == "The shop sold direct"
    assert vars(server) == {**before, "sold": ["direct"]}
    assert type(server).action is type(server).__dict__["action"]


async def test_what_nobody_registered_is_left_to_the_server(sdk, session_of):
    server = shop(sdk)
    async with session_of(server) as session:
        turn = await session.finished(session.submit("press", press(*await shown(session))))
        assert turn.error is None
    assert server.sold == ["a"]


async def test_attributes_that_are_set_later_are_the_server_s_own(sdk, session_of):
    server = shop(sdk)
    async with session_of(server) as session:
        thread_id, widget = await shown(session)
        server.sold = ["before"]
        await session.finished(session.submit("press", press(thread_id, widget)))
    assert server.sold == ["before", "a"]


async def test_a_class_of_the_author_s_may_have_the_name_of_its_base(sdk, session_of):
    server = shop(sdk, name="ChatKitServer")
    async with session_of(server, buying("bought")) as session:
        assert await pressed(session, *await shown(session)) == "bought a"


async def test_a_class_with_slots_and_a_register_of_its_kinds(sdk, session_of):
    kinds = []

    def remember(cls, **_):
        kinds.append(cls)

    async def action(self, thread, action, sender, context):
        yield sdk[1].NoticeEvent(level="info", message=f"sold at the {self.place}")

    slots = {"__slots__": ("place",), "__init_subclass__": classmethod(remember), "action": action}
    base = type(shop(sdk, **slots))
    kind = type("Corner", (base,), {})
    server = kind(sdk[2]())
    server.place = "corner"
    async with session_of(server) as session:
        await session.finished(session.submit("press", press(*await shown(session))))
        assert "sold at the corner" in [event.get("message") for _, event in session.recorder.frames]
    assert kinds == [kind]


async def test_the_reason_of_a_failure_is_that_of_its_own_response(sdk, session_of):
    async def respond(self, thread, input_user_message, context):
        logging.getLogger("elsewhere").error("not this one")
        raise LookupError(input_user_message.content[0].text)
        yield

    server = shop(sdk, respond=respond)
    async with session_of(server) as first, session_of(server) as second:
        asked = [
            session.submit("threads.create", {"type": "threads.create", "params": {"input": message(text)}})
            for session, text in ((first, "one"), (second, "two"))
        ]
        turns = [await first.finished(asked[0]), await second.finished(asked[1])]
    assert [turn.error for turn in turns] == ["LookupError: one", "LookupError: two"]


async def test_a_frame_that_can_not_be_read_ends_what_the_server_does(sdk, session_of, wait_until):
    ended = []

    async def respond(self, thread, input_user_message, context):
        try:
            yield sdk[1].NoticeEvent(level="info", message="one")
            yield sdk[1].NoticeEvent(level="info", message="two")
        finally:
            ended.append(True)

    def serialize(self, event):
        return b"{" if event.type == "notice" else sdk[0].ChatKitServer._serialize(self, event)

    server = shop(sdk, respond=respond, _serialize=serialize)
    async with session_of(server) as session:
        body = {"type": "threads.create", "params": {"input": message()}}
        response = session.submit("threads.create", body)
        turn = await session.finished(response)
        await wait_until(lambda: ended)
        assert "not JSON" in turn.error
        assert response.is_cancelled is False
