"""Whatever a response streams: the store holds what is on screen."""

import asyncio
from contextlib import suppress

from hypothesis import given, settings

from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.fold import fold, new_state
from tests.properties.author import Author, turns
from tests.server.client import Client, parse, text_input


class Reader:
    """A client that folds what it hears, and remembers what was left unfinished and so is not stored."""

    def __init__(self):
        self.state = new_state()
        self.unfinished = set()

    async def read(self, stream, *, is_cancelled):
        with suppress(asyncio.CancelledError):
            async for frame in stream:
                fold(self.state, parse(frame))
        for item in self.state["items"]:
            if item["id"] in self.state["open"] and not (is_cancelled and has_words(item)):
                self.unfinished.add(item["id"])
        fold(self.state, {"type": "chatkit.response.end"})

    def stored_items(self):
        return [item for item in self.state["items"] if item["id"] not in self.unfinished]


def has_words(item):
    return item["type"] == "assistant_message" and any(part["text"].strip() for part in item["content"])


def end(how):
    if how == "failed":
        raise CustomStreamError("It did not work")
    if how == "cancelled":
        raise asyncio.CancelledError


@settings(max_examples=500)
@given(turns)
async def test_the_store_holds_what_is_on_screen(program):
    author, reader = Author(), Reader()
    remaining = iter(program)

    async def respond(self, thread, message, context):
        acts, how = next(remaining)
        for act in acts:
            event = author.event(thread, *act)
            if event is not None:
                yield event
        end(how)

    client = Client(respond=respond)
    thread_id = None
    for _, how in program:
        to_thread = {"thread_id": thread_id} if thread_id else {}
        op = "threads.add_user_message" if thread_id else "threads.create"
        stream = await client.process(op, **to_thread, input=text_input())
        await reader.read(stream, is_cancelled=how == "cancelled")
        thread_id = reader.state["thread"]["id"]
        author.give_up()

    page = await client.ask("items.list", thread_id=thread_id, limit=1000, order="asc")
    assert page["data"] == reader.stored_items()
    thread = await client.store.load_thread(thread_id, None)
    assert reader.state["thread"] == {**thread.model_dump(mode="json", exclude_none=True), "metadata": {}}
    for item_id, item in author.hidden.items():
        assert await client.store.load_item(thread_id, item_id, None) == item
