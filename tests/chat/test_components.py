"""Components of one's own in a conversation: shown from any cell, returned by functions, plain on the wire."""

import json
import re

import pytest

from chatkit_notebook import Chat, WidgetError
from chatkit_notebook.server import stream_widget
from chatkit_notebook.widgets import Card, Text

MODULE = "export default { render() {} };"


@pytest.fixture
def chat_of():
    chats = []

    def make(target=str.upper):
        chats.append(Chat(target))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


def widgets(chat):
    return [
        json.loads(item.model_dump_json(exclude_none=True))["widget"] for item in chat.items if item.type == "widget"
    ]


async def test_a_node_is_shown_by_itself_or_within_others_as_a_model_or_as_a_dict(chat_of):
    chat = chat_of()
    gauge = chat.register_component("Gauge", esm=MODULE)
    shown = chat.show(gauge(value=1))
    await shown
    shown.update({"type": "Gauge", "value": 2})
    await shown
    assert widgets(chat) == [{"type": "Basic", "children": [{"type": "Gauge", "value": 2}]}]
    shown.update(Card(children=[gauge(value=3)]))
    await shown
    assert widgets(chat) == [{"type": "Card", "children": [{"type": "Gauge", "value": 3}]}]
    assert len(chat.events.where(type="chatkit.failure")) == 0


async def test_each_chat_has_components_of_its_own(chat_of):
    chat, other = chat_of(), chat_of()
    chat.register_component("Gauge", esm=MODULE)
    with pytest.raises(WidgetError, match="but this is a Gauge"):
        other.show({"type": "Gauge"})
    with pytest.raises(WidgetError, match="Did you mean 'Gauge'"):
        chat.show({"type": "Card", "children": [{"type": "Gague"}]})


async def test_functions_return_and_yield_nodes(chat_of):
    def reply(text):
        yield "Now:"
        yield gauge(value=7)
        yield Card(children=[gauge(value=8), Text(value="after")])

    chat = chat_of(reply)
    gauge = chat.register_component("Gauge", esm=MODULE)
    turn = await chat.ask("how much?")
    turn.raise_for_error()
    bare, card = widgets(chat)
    assert bare == {"type": "Basic", "children": [{"type": "Gauge", "value": 7}]}
    assert card["children"][0] == {"type": "Gauge", "value": 8}


async def test_a_respond_function_may_stream_states_of_a_widget_that_holds_one(chat_of):
    async def respond(thread, input_user_message, context):
        async def states():
            for value in (1, 2, 3):
                yield Card(children=[gauge(value=value)])

        async for event in stream_widget(thread, states()):
            yield event

    chat = chat_of(respond)
    gauge = chat.register_component("Gauge", esm=MODULE)
    turn = await chat.ask("go")
    turn.raise_for_error()
    assert widgets(chat) == [{"type": "Card", "children": [{"type": "Gauge", "value": 3}]}]
    types = [row.update_type for row in chat.events.where(type="thread.item.updated")]
    assert types.count("widget.root.updated") == 2


def test_a_registration_that_fails_leaves_what_was_there(chat_of):
    chat = chat_of()
    chat.register_component("Gauge", esm=MODULE)
    with pytest.raises(ValueError, match=re.escape("exports nothing")):
        chat.register_component("Gauge", esm="let a = 1;")
    assert chat._session.components["Gauge"].esm.decode() == MODULE


def test_a_closed_chat_takes_no_component(chat_of):
    chat = chat_of()
    chat.close()
    with pytest.raises(RuntimeError, match="closed"):
        chat.register_component("Gauge", esm=MODULE)


def test_a_transcript_has_the_name_and_what_it_says_and_no_script(chat_of):
    chat = chat_of()
    gauge = chat.register_component("Gauge", esm="export const secret = 1;", css="b { color: red }")
    chat.show(gauge(label="Load & more", value=72.5, note="left out"))
    chat.show(Card(children=[gauge(children=[{"type": "Text", "value": "within"}]), {"type": "Dial", "value": True}]))
    chat.ask_sync("done")
    html, markdown = chat.transcript("html"), chat.transcript("markdown")
    for line in (r"*Gauge: Load \& more, 72.5*", "*Gauge*\n>\n> within\n>\n> *Dial: true*"):
        assert line in markdown
    assert ">Gauge: Load &amp; more, 72.5<" in html
    assert not [word for word in ("secret", "color: red", "<script") if word in html]
