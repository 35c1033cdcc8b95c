import json

import pytest

from chatkit_notebook.server import stream_widget
from chatkit_notebook.types import ThreadMetadata, WidgetItem
from chatkit_notebook.widgets import Button, Card, Text
from tests.server.client import NOW, Client, kinds

THREAD = ThreadMetadata(id="thr", created_at=NOW)


def card(value, *, streaming=True):
    return Card(children=[Text(id="t", value=value, streaming=streaming)])


async def collect(widget, **options):
    return [event async for event in stream_widget(THREAD, widget, **options)]


@pytest.mark.conformance(75)
async def test_a_whole_widget_is_done_at_once():
    (event,) = await collect(card("Hi"), copy_text="copy", generate_id=lambda kind: f"{kind}-1")

    assert event.type == "thread.item.done"
    assert event.item == WidgetItem(
        id="message-1", thread_id="thr", created_at=event.item.created_at, widget=card("Hi"), copy_text="copy"
    )


@pytest.mark.conformance(75)
async def test_a_generator_streams_its_states_into_one_item():
    async def states():
        yield card("")
        yield card("Hel")
        yield card("Hello")
        yield card("Hello")
        yield card("Hello", streaming=False)

    added, *updates, done = await collect(states(), copy_text="Hello")

    assert [added.type, done.type] == ["thread.item.added", "thread.item.done"]
    assert [event.update.type.split(".")[1] for event in updates] == ["streaming_text", "streaming_text", "root"]
    assert [event.update.delta for event in updates[:2]] == ["Hel", "lo"]
    assert {event.item_id for event in updates} == {added.item.id, done.item.id}
    assert added.item.id.startswith("msg_")
    assert added.item == done.item.model_copy(update={"widget": card("")})
    assert done.item.widget == card("Hello", streaming=False)


async def test_one_widget_may_be_changed_from_state_to_state():
    async def states():
        widget = card("a")
        yield widget
        widget.children[0].value += "b"
        yield widget
        widget.children.append(Button(label="Go"))
        yield widget
        widget.children[0].value += "c"
        yield widget

    added, first, second, third, done = await collect(states())

    assert added.item.widget == card("a")
    assert first.update.delta == "b"
    assert second.update.widget.children[0].value == "ab"
    assert len(second.update.widget.children) == 2
    assert third.update.delta == "c"
    assert done.item.widget.children[0].value == "abc"


async def test_a_single_state_is_added_and_done():
    async def states():
        yield card("a")

    assert [event.type for event in await collect(states())] == ["thread.item.added", "thread.item.done"]


async def test_no_state_is_no_widget():
    async def states():
        return
        yield

    assert await collect(states()) == []


class Countdown:
    """Iterates without being a generator."""

    def __init__(self):
        self.values = ["a", "ab"]

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.values:
            raise StopAsyncIteration
        return card(self.values.pop(0))


async def test_anything_that_iterates_streams():
    assert [event.type for event in await collect(Countdown())] == [
        "thread.item.added",
        "thread.item.updated",
        "thread.item.done",
    ]


async def test_a_generator_that_fails_leaves_the_error_to_the_server():
    async def states():
        yield card("a")
        raise ZeroDivisionError

    async def respond(self, thread, message, context):
        async for event in stream_widget(thread, states()):
            yield event

    client = await Client(respond=respond).with_thread()

    assert kinds(await client.send())[2:] == ["thread.item.added", "error"]


async def test_what_is_no_widget_is_refused():
    with pytest.raises(ValueError, match="widget"):
        await collect(["not a widget"])


@pytest.mark.conformance(77)
async def test_a_widget_goes_over_the_wire_without_unset_props():
    async def respond(self, thread, message, context):
        async for event in stream_widget(thread, card("a")):
            yield event

    client = await Client(respond=respond).with_thread()
    item = (await client.send())[-1]["item"]

    assert json.dumps(item["widget"]) == (
        '{"type": "Card", "children": [{"id": "t", "type": "Text", "value": "a", "streaming": true}]}'
    )
