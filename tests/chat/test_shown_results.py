"""What tools and client tools return to be looked at is in the chat, and the model gets words for it."""

import json
from datetime import UTC, datetime

import chatkit.server
import chatkit.types as official
import pandas as pd
import pytest
from agents import Agent, function_tool
from matplotlib.figure import Figure

from chatkit_notebook import Chat, ScriptedModel
from chatkit_notebook.models import call
from chatkit_notebook.widgets import Card, Text
from tests.display.kinds import PNG, Shows
from tests.doubles import ByteServer, done, item
from tests.official_server import DictStore


def plotted():
    figure = Figure(figsize=(2, 1))
    figure.subplots().set_title("Sold")
    return figure


SHOWN = {
    "a figure": (plotted, "Image"),
    "what draws itself": (lambda: Shows.a("png", PNG), "Image"),
    "a widget": (lambda: Card(children=[Text(value="Sold")]), "Text"),
}
FOR_THE_MODEL = {
    "text": lambda: "Sold",
    "data": lambda: {"sold": 3},
    "a frame": lambda: pd.DataFrame({"sold": [3]}),
    "nothing": lambda: None,
}


def kinds(chat):
    return [each.type for each in chat.items]


def widgets(chat):
    return [each.widget.children[0] for each in chat.items if each.type == "widget"]


def scripted(told):
    return ScriptedModel([[call("draw")], lambda request: told.append(request.outputs[-1].text) or "Drawn.", read])


def read(request):
    return json.dumps(request.input)


@pytest.mark.parametrize("what", SHOWN)
async def test_a_tool_returns_what_is_shown_below_its_step(what):
    make, kind = SHOWN[what]

    @function_tool
    def draw():
        """Draw."""
        return make()

    told = []
    chat = Chat(Agent(name="Ann", model=scripted(told), tools=[draw]))
    await chat.ask("draw")
    assert kinds(chat) == ["user_message", "workflow", "widget", "assistant_message"]
    assert [each.type for each in widgets(chat)] == [kind]
    assert len(told[0]) < 1_000
    later = await chat.ask("what did you draw?")
    assert "base64" in later.text or kind == "Text"
    assert len(later.text) < 5_000
    chat.close()


@pytest.mark.parametrize("what", SHOWN)
async def test_a_client_tool_returns_what_is_shown_before_the_answer_goes_on(what):
    make, kind = SHOWN[what]
    told = []
    chat = Chat(Agent(name="Ann", model=scripted(told)))

    @chat.client_tool
    def draw():
        """Draw."""
        return make()

    turn = await chat.ask("draw")
    assert turn.text == "Drawn."
    assert [each.type for each in widgets(chat)] == [kind]
    shown, answered = (kinds(chat).index(each) for each in ("widget", "assistant_message"))
    assert shown < answered
    assert json.loads(told[0]) == {"shown_to_user": type(make()).__name__}
    stored = await chat._loop.run(chat._session.call({"type": "items.list", "params": {"thread_id": chat.thread_id}}))
    assert [each["type"] for each in stored["data"]].count("widget") == 1
    chat.close()


@pytest.mark.parametrize("what", FOR_THE_MODEL)
async def test_what_is_for_the_model_is_not_shown(what):
    @function_tool
    def draw():
        """Draw."""
        return FOR_THE_MODEL[what]()

    chat = Chat(Agent(name="Ann", model=scripted([]), tools=[draw]))
    await chat.ask("draw")
    assert widgets(chat) == []
    assert kinds(chat).count("assistant_message") == 1
    chat.close()


class Official(chatkit.server.ChatKitServer):
    """Asks for one call of a client tool. It takes the result only while the call is the newest item."""

    async def respond(self, thread, input_user_message, context):
        fields = {"thread_id": thread.id, "created_at": datetime.now(UTC)}
        if input_user_message is not None:
            call = {"id": "ctc_1", "call_id": "c", "name": "draw", "arguments": {}, **fields}
            yield official.ThreadItemDoneEvent(item=official.ClientToolCallItem(**call))
        else:
            content = [official.AssistantMessageContent(text="Drawn.")]
            answer = official.AssistantMessageItem(id="msg_1", content=content, **fields)
            yield official.ThreadItemDoneEvent(item=answer)


async def test_a_client_tool_of_an_official_server_shows_it_too():
    chat = Chat(Official(DictStore()))

    @chat.client_tool
    def draw():
        """Draw."""
        return plotted()

    turn = await chat.ask("draw")
    turn.raise_for_error()
    assert turn.text == "Drawn."
    assert kinds(chat) == ["user_message", "client_tool_call", "widget", "assistant_message"]
    chat.close()


@pytest.mark.parametrize("is_lost", [False, True])
async def test_a_store_that_fails_is_told_in_the_chat_and_the_answer_goes_on(monkeypatch, is_lost):
    chat = Chat(Agent(name="Ann", model=scripted([])))
    add = chat.server.store.add_thread_item

    async def fail(thread_id, added, context):
        if added.type == "widget" and is_lost:
            raise OSError("The disk is full.")
        await add(thread_id, added, context)

    monkeypatch.setattr(chat.server.store, "add_thread_item", fail)

    @chat.client_tool
    def draw():
        """Draw."""
        return plotted()

    turn = await chat.ask("draw")
    assert turn.text == "Drawn."
    assert len(widgets(chat)) == (0 if is_lost else 1)
    chat.close()


@pytest.mark.parametrize("then", [["So."], []], ids=["that answers", "that says nothing more"])
async def test_a_server_without_a_store_shows_it_in_the_view(then):
    async def answer(body):
        if body["type"] == "threads.create":
            yield {"type": "thread.created", "thread": {"id": "t1", "items": {"data": [], "has_more": False}}}
            yield done(item("client_tool_call", "c", call_id="c", name="draw", arguments={}, status="pending"))
        else:
            for text in then:
                yield done({**item("assistant_message", "m"), "content": [{"type": "output_text", "text": text}]})

    chat = Chat(ByteServer(answer))

    @chat.client_tool
    def draw():
        """Draw."""
        return plotted()

    await chat.ask("draw")
    assert kinds(chat)[-1 - len(then) :] == ["widget", *("assistant_message" for _ in then)]
    chat.close()
