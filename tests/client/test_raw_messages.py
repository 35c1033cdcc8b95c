"""Nobody is shown what pydantic, a codec or the JSON reader says: it is one sentence, with details behind it."""

import json
import re
from contextlib import closing

import pytest
from agents import Agent, function_tool

from chatkit_notebook import Chat
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.server import ChatKitServer, StreamingResult
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ClientEffectEvent, ThreadItemDoneEvent
from chatkit_notebook.widgets import Card, Text, WidgetTemplate

RAW = re.compile(
    r"validation error|errors\.pydantic|input_value|Input should|Field required|__pydantic|codec can't"
    r"|surrogates not|Expecting |line \d+ column \d+ \(char"
)
NOW = "2026-01-01T00:00:00Z"


def responding(make):
    class Server(ChatKitServer):
        async def respond(self, thread, input_user_message, context):
            yield make(thread)

    return Server(MemoryStore())


def template(text):
    return WidgetTemplate({"version": "1.0", "name": "card", "template": text, "jsonSchema": {}})


SERVERS = {
    "a wrong component": (responding(lambda _: Card(children=[Text(value=3)])), "In Text, value must be a str, not 3."),
    "a wrong item": (
        responding(lambda _: ThreadItemDoneEvent(item={"type": "assistant_message"})),
        "id is missing in {'type': 'assistant_message'}",
    ),
    "a number": (responding(lambda _: 3), "yielded 3, which is not an event"),
    "nothing": (responding(lambda _: None), "yielded None, which is not an event"),
    "an event as a dict": (responding(lambda _: {"type": "thread.item.done"}), "which is not an event"),
    "a value that is not JSON": (responding(lambda _: ClientEffectEvent(name="e", data={"v": object()})), "as JSON"),
    "a template of another root": (
        responding(lambda _: template('{"type": "Cart"}').build()),
        "In the template of widget 'card', type must be 'Card', 'ListView' or 'Basic', not 'Cart'.",
    ),
    "a function that reads JSON": (lambda text: json.loads("{oops"), "not JSON at line 1, column 2, near '{oops'"),
    "a function that reads bytes": (lambda text: b"\xff\xfe".decode(), r"not utf-8 text: b'\xff' at 0"),
    "a function that writes halves": (lambda text: str("\ud83d".encode()), "Leave it out or replace it"),
    "a function that makes a wrong component": (lambda text: Text(value=3), "In Text, value must be a str, not 3."),
}


@pytest.mark.parametrize(("server", "told"), SERVERS.values(), ids=SERVERS)
async def test_a_server_that_fails_says_so_plainly(server, told):
    with closing(Chat(server)) as chat:
        turn = await chat.ask("go")
        assert told in turn.error
        assert not RAW.search(turn.error)
        (row,) = chat.events.where(type="error")
        assert not RAW.search(row.payload["detail"]["message"])
        assert "Traceback" in row.payload["detail"]["traceback"]


@function_tool(failure_error_function=None)
def draw(size: int) -> str:
    """Draw."""
    return Text(value=size)


async def test_a_tool_that_fails_hard_does():
    with closing(Chat(Agent(name="Ann", model=ScriptedModel([call("draw", size=3)]), tools=[draw]))) as chat:
        turn = await chat.ask("go")
    assert (
        turn.error == "The agent 'Ann' could not go on: Error running tool draw: In Text, value must be a str, not 3."
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"n": "x"}, "n must be a whole number, not 'x'"),
        ({}, "n is missing in {}"),
        ({"n": 1, "m": 2}, "m is unknown and must be left out"),
        ({"n": [1]}, "n must be a whole number, not [1]"),
        ({"n": 1.5}, "n must be a whole number, not 1.5"),
        ({"n": None}, "n must be a whole number, not None"),
    ],
)
async def test_a_client_tool_that_is_called_wrong_does(arguments, told):
    with closing(Chat(Agent(name="Ann", model=ScriptedModel([call("pick", **arguments), "fine"])))) as chat:

        @chat.client_tool
        def pick(n: int):
            return n

        await chat.ask("go")
        (failure,) = chat.events.where(type="chatkit.failure")
    assert told in failure.payload["error"]["message"]
    assert not RAW.search(failure.payload["error"]["message"])


@pytest.mark.parametrize(
    ("action", "payload", "told"),
    [
        (3, None, "action=3 must be a str"),
        (None, None, "action=None must be a str"),
        ("buy", object(), "must be JSON"),
        ("buy", {"a": {1, 2}}, "must be JSON"),
        ("buy", {"a": b"x"}, "must be JSON"),
    ],
)
async def test_an_action_that_makes_no_sense_is_refused_before_it_is_sent(action, payload, told):
    with closing(Chat(lambda text: "fine")) as chat:
        await chat.ask("go")
        with pytest.raises(TypeError, match=told):
            await chat.act(action, payload)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "thread.item.done"}, "thread.item.done: item is missing in {'type': 'thread.item.done'}."),
        ({"type": "thread.item.done", "item": 3}, "thread.item.done: item must be a dict, not 3."),
        ({"type": "thread.item.added", "item": {"id": 3, "type": "task"}}, "item.id must be a str, not 3."),
        ({"type": "thread.item.replaced", "item": {"id": "a"}}, "item.type is missing in {'id': 'a'}."),
        ({"type": "thread.item.updated", "update": {"type": "x"}}, "thread.item.updated: item_id is missing in"),
        ({"type": "thread.item.updated", "item_id": "a", "update": []}, "update must be a dict, not []."),
        ({"type": "thread.item.updated", "item_id": "a", "update": {}}, "update.type is missing in {}."),
        ({"type": "Card", "children": []}, "yield what stream_widget(thread, widget) yields"),
        ({"type": "ListView", "children": []}, "A ListView is a widget"),
        ({"type": "task", "id": "a"}, "yield ThreadItemDoneEvent(item=...) with it"),
        ({"type": "assistant_message", "id": "a"}, "assistant_message is the type of an item"),
        ({"type": 7}, "type must be a str, not 7."),
        ({"kind": "done"}, "type is missing in {'kind': 'done'}."),
    ],
)
async def test_an_event_that_can_t_be_shown_is_told_and_the_rest_is_shown(event, told):
    item = {"id": "m", "thread_id": "t", "type": "assistant_message", "created_at": NOW}
    said = item | {"content": [{"type": "output_text", "text": "fine", "annotations": []}]}

    class Server:
        async def process(self, request, context):
            async def frames():
                for each in [event, {"type": "thread.item.done", "item": said}, {"type": "of.a.newer.protocol"}]:
                    yield f"data: {json.dumps(each)}\n\n".encode()

            return StreamingResult(frames())

    with closing(Chat(Server())) as chat:
        turn = await chat.ask("go")
        assert (turn.text, turn.error) == ("fine", None)
        (notice,) = chat.events.where(type="notice")
    assert told in notice.payload["message"]
