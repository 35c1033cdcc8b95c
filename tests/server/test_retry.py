import pytest

from chatkit_notebook.types import ThreadItemDoneEvent
from tests.server.client import Client, hidden, kinds, message, user_message


async def retry(item_id, *items):
    got = []

    async def respond(self, thread, message_, context):
        got.append(message_)
        yield ThreadItemDoneEvent(item=message("again", "text"))

    client = await Client(respond=respond).with_thread(*items)
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
