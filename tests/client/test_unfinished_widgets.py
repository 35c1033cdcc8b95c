"""A widget that was still growing when its response ended is on screen if the server keeps it, and else is not."""

import asyncio

import pytest
from agents import Agent, RunContextWrapper, function_tool

from chatkit_notebook import Chat
from chatkit_notebook.agents import AgentContext
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.server import ChatKitServer, stream_widget
from chatkit_notebook.store import MemoryStore
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
