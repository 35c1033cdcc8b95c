import asyncio

import pytest

from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ThreadItemDoneEvent
from tests.server.client import TIMEOUT, Client, hidden, kinds, message, user_message


async def retry(item_id, *items, store=None):
    got = []

    async def respond(self, thread, message_, context):
        got.append(message_)
        yield ThreadItemDoneEvent(item=message("again", "text"))

    client = await Client(respond=respond, store=store).with_thread(*items)
    try:
        events = await client.stream("threads.retry_after_item", thread_id="thr", item_id=item_id)
    finally:
        client.got = got
        client.ids = await client.item_ids()
    return client, events


@pytest.mark.conformance(57, 58)
async def test_everything_after_the_message_is_deleted_and_the_message_answered_again():
    before, asked = message("before", "x"), user_message("asked")
    later = [message(f"m{n}", "x") for n in range(45)]

    client, events = await retry("asked", before, asked, hidden(), *later)

    assert kinds(events) == ["stream_options", "thread.item.done"]
    assert client.ids == ["before", "asked", "again"]
    assert client.got == [asked]


@pytest.mark.conformance(59)
async def test_only_a_message_of_the_user_can_be_retried():
    with pytest.raises(ValueError, match="'msg', of type 'assistant_message', is not a user message"):
        await retry("msg", user_message(), message("msg", "x"), message("later", "x"))


@pytest.mark.conformance(59)
async def test_a_retry_of_an_unknown_item_does_nothing_but_warn(caplog):
    client, events = await retry("nope", user_message(), message("msg", "x"))

    assert events == []
    assert client.got == []
    assert client.ids == ["user", "msg"]
    assert "'nope'" in caplog.text


class WithoutCursor(MemoryStore):
    """Tells that there is more, and leaves it to the caller to go on after the last item."""

    async def load_thread_items(self, thread_id, after, limit, order, context):
        page = await super().load_thread_items(thread_id, after, limit, order, context)
        return page.model_copy(update={"after": None})


class AlwaysMore(WithoutCursor):
    """Says so at the end, too."""

    async def load_thread_items(self, thread_id, after, limit, order, context):
        page = await super().load_thread_items(thread_id, after, limit, order, context)
        return page.model_copy(update={"has_more": True})


@pytest.mark.parametrize("store", [WithoutCursor, AlwaysMore])
async def test_the_message_is_found_on_any_page_of_a_store_that_gives_no_cursor(store):
    asked, later = user_message("asked"), [message(f"m{n}", "x") for n in range(45)]

    client, _ = await retry("asked", asked, *later, store=store())

    assert client.ids == ["asked", "again"]


@pytest.mark.parametrize("store", [WithoutCursor, AlwaysMore])
async def test_the_search_for_an_unknown_item_ends_in_a_store_that_gives_no_cursor(store):
    items = [message(f"m{n}", "x") for n in range(45)]

    async with asyncio.timeout(TIMEOUT):
        client, events = await retry("nope", *items, store=store())

    assert events == []
    assert len(client.ids) == 45


class Repeating(MemoryStore):
    """Gives its newest page again and again, each time under another cursor."""

    async def load_thread_items(self, thread_id, after, limit, order, context):
        page = await super().load_thread_items(thread_id, None, limit, order, context)
        return page.model_copy(update={"after": f"{after}+"})


async def test_a_retry_deletes_nothing_in_a_store_whose_pages_come_again():
    store = Repeating()
    items = [user_message("asked"), *(message(f"m{n}", "x") for n in range(25))]

    async with asyncio.timeout(TIMEOUT):
        with pytest.raises(RuntimeError, match="twice: "):
            await retry("asked", *items, store=store)

    kept = await super(Repeating, store).load_thread_items("thr", None, 30, "asc", "context")
    assert len(kept.data) == len(items)
