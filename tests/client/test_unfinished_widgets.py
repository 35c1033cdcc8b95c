"""A widget that was still growing when its response ended is on screen if the server keeps it, and else is not."""

import asyncio

import pytest
from agents import Agent, RunContextWrapper, function_tool

from chatkit_notebook import Chat, clock
from chatkit_notebook.agents import AgentContext
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.server import ChatKitServer, stream_widget
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ThreadItemAddedEvent, ThreadItemDoneEvent, WidgetItem
from chatkit_notebook.widgets import Card, Text
from tests.client.test_catching_up import equal, shown, stored

GROWN = "Grows. Grows. Grows. "


async def cards(thread):
    async def growing():
        for count in range(1, 4):
            yield Card(children=[Text(id="t", value="Grows. " * count, streaming=True)])
        await asyncio.sleep(60)

    async for event in stream_widget(thread, growing()):
        yield event


async def only_cards(thread, input_user_message, context):
    async for event in cards(thread):
        yield event


class OwnServer(ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        async for event in cards(thread):
            yield event


def with_own_server():
    return OwnServer(MemoryStore())


def with_an_agent():
    @function_tool
    async def draw(ctx: RunContextWrapper[AgentContext]) -> str:
        """Draw."""
        async for event in cards(ctx.context.thread):
            await ctx.context.stream(event)
        return "never"

    return Agent(name="Ann", model=ScriptedModel([[call("draw")]]), tools=[draw])


@pytest.mark.parametrize(
    ("target", "kept"),
    [(lambda: only_cards, [GROWN]), (with_an_agent, [GROWN]), (with_own_server, [])],
    ids=["a function", "an agent", "a server of one's own"],
)
async def test_a_widget_that_is_stopped_stays_where_the_server_keeps_it(target, kept, wait_until):
    chat = Chat(target(), runner="kernel")
    asking = asyncio.ensure_future(chat.ask("go"))
    await wait_until(lambda: GROWN in shown(chat))
    chat.stop()
    assert (await asking).stopped
    assert equal(chat, await stored(chat))
    assert [item.widget.children[0].value for item in chat.items if item.type == "widget"] == kept


async def test_a_widget_stays_whose_function_fails():
    async def respond(thread, input_user_message, context):
        async def broken():
            yield Card(children=[Text(id="t", value="So far.", streaming=True)])
            raise ValueError("no")

        async for event in stream_widget(thread, broken()):
            yield event

    chat = Chat(respond, runner="kernel")
    assert (await chat.ask("go")).error
    assert equal(chat, await stored(chat))
    assert [item.widget.children[0].value for item in chat.items if item.type == "widget"] == ["So far."]


class ProlificServer(ChatKitServer):
    def __init__(self):
        super().__init__(MemoryStore())
        self.waits = asyncio.Event()

    async def respond(self, thread, input_user_message, context):
        fields = {"thread_id": thread.id, "created_at": clock.now()}
        for number in range(600):  # more than is looked through when the response is over
            card = Card(children=[Text(value=str(number))])
            yield ThreadItemDoneEvent(item=WidgetItem(id=f"wid_{number}", widget=card, **fields))
        yield ThreadItemAddedEvent(item=WidgetItem(id="wid_open", widget=Card(children=[]), **fields))
        self.waits.set()
        await asyncio.sleep(60)


async def test_what_was_finished_stays_however_much_it_is():
    server = ProlificServer()
    chat = Chat(server, runner="kernel")
    asking = asyncio.ensure_future(chat.ask("go"))
    await asyncio.wait_for(server.waits.wait(), 60)
    chat.stop()
    assert (await asking).stopped
    assert [item.id for item in chat.items if item.type == "widget"] == [f"wid_{number}" for number in range(600)]


async def test_a_widget_that_grew_by_many_words_is_kept_whole(wait_until):
    async def respond(thread, input_user_message, context):
        async def growing():
            for count in range(1, 2_502):
                yield Card(children=[Text(id="t", value="w" * count, streaming=True)])
            await asyncio.sleep(60)

        async for event in stream_widget(thread, growing()):
            yield event

    chat = Chat(respond, runner="kernel")
    asking = asyncio.ensure_future(chat.ask("go"))
    await wait_until(lambda: "w" * 2_501 in shown(chat))
    chat.stop()
    assert (await asking).stopped
    [widget] = [item.widget for item in await stored(chat) if item.type == "widget"]
    assert widget.children[0].value == "w" * 2_501
