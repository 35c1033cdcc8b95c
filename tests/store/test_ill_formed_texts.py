"""Texts that no UTF-8 can hold, or no database, by every way into a conversation, in every store."""

import json
from contextlib import closing

import pytest
from agents import Agent, RunContextWrapper, function_tool

from chatkit_notebook import Chat
from chatkit_notebook.agents import AgentContext
from chatkit_notebook.models import ScriptedModel, call, think
from chatkit_notebook.server import ChatKitServer, stream_widget
from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageItem,
    CustomTask,
    HiddenContextItem,
    ThreadItemDoneEvent,
    URLSource,
    Workflow,
    WorkflowItem,
)
from chatkit_notebook.widgets import Card, Text

# What comes in, and what is kept of it.
TEXTS = {
    "first half": ("a \ud83d b", "a \ufffd b"),
    "second half": ("a \ude00 b", "a \ufffd b"),
    "two halves": ("a \ud83d\ude00 b", "a 😀 b"),
    "halves the wrong way round": ("\ude00\ud83d", "\ufffd\ufffd"),
    "half a flag": ("🇫\ud83c", "🇫\ufffd"),
    "undecodable byte": ("b\udcffc", "b\ufffdc"),
    "NUL": ("a\x00b", "a\x00b"),
}


def with_server(respond):
    """A server that answers with what a function streams."""

    class Server(ChatKitServer):
        async def respond(self, thread, input_user_message, context):
            stamp = {"thread_id": thread.id, "created_at": thread.created_at}
            async for event in respond(self, thread, stamp):
                yield event

    return Server


async def asked(store, server, text="go", **options):
    with closing(Chat(server, store=store) if not isinstance(server, type) else Chat(server(store))) as chat:
        turn = await chat.ask(text, **options)
        assert turn.error is None, turn.error
        return turn


async def by_a_person(store, bad):
    await asked(store, lambda text: "fine", bad)


async def by_an_answer(store, bad):
    await asked(store, lambda text: bad)


async def by_pieces(store, bad):
    await asked(store, lambda text: iter(bad))


async def by_a_model(store, bad):
    await asked(store, Agent(name="Ann", model=ScriptedModel([bad])))


async def by_a_thought(store, bad):
    await asked(store, Agent(name="Ann", model=ScriptedModel([[think(bad), "fine"]])))


async def by_a_tool(store, bad):
    @function_tool
    def look(text: str) -> str:
        return bad

    await asked(store, Agent(name="Ann", model=ScriptedModel([call("look", text=bad), "fine"]), tools=[look]))


async def by_a_tool_s_task(store, bad):
    @function_tool
    async def look(wrapper: RunContextWrapper[AgentContext]) -> str:
        await wrapper.context.add_workflow_task(CustomTask(title=bad, content=bad))
        return "fine"

    await asked(store, Agent(name="Ann", model=ScriptedModel([call("look"), "fine"]), tools=[look]))


async def by_a_client_tool(store, bad):
    agent = Agent(name="Ann", model=ScriptedModel([call("pick", text=bad), "fine"]))
    with closing(Chat(agent, store=store)) as chat:

        @chat.client_tool
        def pick(text: str) -> dict:
            return {bad: [bad]}

        assert (await chat.ask("go")).error is None


def card(text):
    """A server that shows a card with a text."""

    async def respond(self, thread, stamp):
        async for event in stream_widget(thread, Card(children=[Text(value=text)])):
            yield event

    return with_server(respond)


async def by_a_widget(store, bad):
    await asked(store, card(bad))


async def by_a_streamed_widget(store, bad):
    async def respond(self, thread, stamp):
        async def growing():
            for end in range(1, len(bad) + 1):
                yield Card(children=[Text(id="t", value=bad[:end], streaming=end < len(bad))])

        async for event in stream_widget(thread, growing()):
            yield event

    await asked(store, with_server(respond))


async def by_a_title(store, bad):
    async def respond(self, thread, stamp):
        thread.title = bad
        thread.metadata = {bad: {"list": [bad, 1]}}
        yield ThreadItemDoneEvent(item=HiddenContextItem(id="h", content=bad, **stamp))

    await asked(store, with_server(respond))


async def by_a_source(store, bad):
    source = URLSource(url="https://a.example", title=bad)

    async def respond(self, thread, stamp):
        content = AssistantMessageContent(text="see", annotations=[Annotation(source=source, index=3)])
        yield ThreadItemDoneEvent(item=AssistantMessageItem(id="m", content=[content], **stamp))
        workflow = Workflow(type="custom", tasks=[CustomTask(title=bad)])
        yield ThreadItemDoneEvent(item=WorkflowItem(id="w", workflow=workflow, **stamp))

    await asked(store, with_server(respond))


async def by_an_action(store, bad):
    with closing(Chat(card("pick")(store))) as chat:
        turn = await chat.ask("go")

        @chat.on_action("pick")
        def pick(text: str):
            return Card(children=[Text(value=text)])

        assert (await chat.act("pick", {"text": bad}, item_id=turn.items[-1].id)).error is None


async def by_a_call_to_the_store(store, bad):
    async def respond(self, thread, stamp):
        content = AssistantMessageContent(text=bad)
        await self.store.add_thread_item(
            thread.id, AssistantMessageItem(id="m", content=[content], **stamp), context=None
        )
        return
        yield

    await asked(store, with_server(respond))


WAYS = [each for name, each in list(globals().items()) if name.startswith("by_")]


async def kept(store):
    """All that the store has, as one text."""
    threads = (await store.load_threads(100, None, "asc", None)).data
    items = [item for one in threads for item in (await store.load_thread_items(one.id, None, 100, "asc", None)).data]
    return json.dumps([each.model_dump(mode="json") for each in [*threads, *items]], ensure_ascii=False)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("bad", "good"), TEXTS.values(), ids=TEXTS)
async def test_texts_are_repaired_and_stored(store, way, bad, good):
    await way(store, bad)
    stored = await kept(store)
    assert json.dumps(good, ensure_ascii=False)[1:-1] in stored
    stored.encode()
