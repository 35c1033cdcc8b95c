"""A lenient server mends what breaks the streams of others."""

import pytest

from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.types import StreamOptions, ThreadItemDoneEvent
from tests.server.client import Client, hidden, kinds, message, text_input, tool_call, user_message

GONE = {"type": "error", "code": "stream.error", "allow_retry": False}
FAILED = {"type": "error", "code": "stream.error", "allow_retry": True}


async def answer(_self, _thread, _message, _context):
    yield ThreadItemDoneEvent(item=message("answer", "Thanks"))


async def fail(*_args, **_kwargs):
    raise OSError("the database is locked")


async def lenient(*items, **methods):
    return await Client(lenient=True, **{"respond": answer, **methods}).with_thread(*items)


async def give_output(client):
    return await client.stream("threads.add_client_tool_output", thread_id="thr", result={"a": None})


def test_a_server_is_not_lenient_unless_it_says_so():
    assert Client().server.lenient is False


@pytest.mark.conformance(51)
@pytest.mark.parametrize(
    "items",
    [
        [],
        [user_message()],
        [tool_call(status="completed", output=1), hidden()],
        [tool_call(), *[message(f"m{n}", "x") for n in range(20)]],
    ],
    ids=["no item", "no call", "completed", "too far back"],
)
async def test_an_output_that_no_call_waits_for_changes_nothing_and_the_server_goes_on(items):
    client = await lenient(*items)

    assert kinds(await give_output(client)) == ["stream_options", "thread.item.done"]
    assert (await client.items())[:-1] == items


@pytest.mark.conformance(51)
@pytest.mark.parametrize("since", [[], [hidden], [message], [message, hidden], [message, user_message]])
async def test_an_output_completes_the_newest_call_whatever_came_since(since):
    before = [tool_call("older"), user_message("before"), tool_call("newest")]
    client = await lenient(*before, *[make(f"since {n}") for n, make in enumerate(since)])

    await give_output(client)

    call = await client.store.load_item("thr", "newest", None)
    assert (call.status, call.output) == ("completed", {"a": None})
    assert "older" not in await client.item_ids()


@pytest.mark.conformance(59)
async def test_a_retry_of_an_unknown_message_is_an_error(caplog):
    items = [user_message(), message("m", "x")]
    client = await lenient(*items)

    assert await client.stream("threads.retry_after_item", thread_id="thr", item_id="nope") == [GONE]
    assert await client.items() == items
    assert "the thread 'thr' has no item 'nope'" in caplog.text


@pytest.mark.parametrize(
    ("op", "params"),
    [
        ("threads.add_user_message", {"thread_id": "gone", "input": text_input()}),
        ("threads.add_user_message", {"thread_id": "thr", "input": text_input(attachments=["gone"])}),
        ("threads.add_structured_input", {"thread_id": "thr", "item_id": "msg", "input": {}}),
        ("threads.custom_action", {"thread_id": "thr", "item_id": "gone", "action": {"type": "go"}}),
        ("threads.retry_after_item", {"thread_id": "thr", "item_id": "msg"}),
    ],
)
async def test_what_would_fail_again_is_an_error_without_a_retry(op, params, caplog):
    client = await lenient(message("msg", "x"))

    assert (await client.stream(op, **params))[-1] == GONE
    assert caplog.records[-1].exc_info is not None


async def test_a_store_that_fails_before_the_response_is_an_error_that_may_be_retried(monkeypatch, caplog):
    client = await lenient()
    monkeypatch.setattr(client.store, "load_thread", fail)

    assert await client.send() == [FAILED]
    assert "the database is locked" in caplog.text


async def test_options_that_fail_are_an_error_after_the_message():
    client = await lenient(get_stream_options=lambda _self, _thread, _context: StreamOptions(allow_cancel="perhaps"))

    assert kinds(await client.send()) == ["thread.item.done", "error"]


async def test_an_error_in_the_author_s_words_is_sent_with_them():
    async def _build_user_message_item(self, *_args):
        raise CustomStreamError("No more files today", allow_retry=True)

    client = await lenient(_build_user_message_item=_build_user_message_item)

    said = {"type": "error", "code": "custom", "message": "No more files today", "allow_retry": True}
    assert await client.send() == [said]


async def test_answers_still_raise():
    client = await lenient()

    with pytest.raises(Exception, match="gone"):
        await client.ask("threads.get_by_id", thread_id="gone")
