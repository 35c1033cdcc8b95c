import pytest

from chatkit_notebook.types import ThreadItemDoneEvent
from tests.server.client import Client, hidden, kinds, message, tool_call, user_message


def answering():
    got = []

    async def respond(self, thread, message_, context):
        page = await self.store.load_thread_items(thread.id, None, 1, "desc", context)
        got.append((message_, page.data[0]))
        yield ThreadItemDoneEvent(item=message("answer", "Thanks"))

    return got, respond


@pytest.mark.conformance(49)
@pytest.mark.parametrize("result", [{"a": [1, None]}, None, "text\n\u2028", 0, False])
async def test_an_output_completes_the_call_before_the_server_goes_on(result):
    got, respond = answering()
    client = await Client(respond=respond).with_thread(user_message(), tool_call())

    events = await client.stream("threads.add_client_tool_output", thread_id="thr", result=result)

    assert kinds(events) == ["stream_options", "thread.item.done"]
    assert [(message_, item.status, item.output) for message_, item in got] == [(None, "completed", result)]


@pytest.mark.conformance(50)
async def test_calls_that_never_got_an_output_are_deleted(caplog):
    _, respond = answering()
    completed = tool_call("completed", status="completed")
    client = await Client(respond=respond).with_thread(tool_call("old"), completed, tool_call("new"))

    await client.stream("threads.add_client_tool_output", thread_id="thr", result=1)

    assert await client.item_ids() == ["completed", "new", "answer"]
    assert "call_old" in caplog.text


@pytest.mark.conformance(51)
async def test_hidden_items_after_the_call_do_not_hide_it():
    got, respond = answering()
    client = await Client(respond=respond).with_thread(tool_call(), *[hidden(f"h{n}") for n in range(3)])

    await client.stream("threads.add_client_tool_output", thread_id="thr", result=1)

    assert len(got) == 1
    assert (await client.items())[0].status == "completed"


@pytest.mark.conformance(51)
@pytest.mark.parametrize(
    "items",
    [
        [],
        [user_message()],
        [tool_call(status="completed")],
        [tool_call(), message("msg", "said something since")],
        [hidden()],
        [tool_call(), message("msg", "text"), hidden()],
    ],
)
async def test_an_output_that_no_call_waits_for_breaks_the_stream(items):
    client = await Client().with_thread(*items)

    with pytest.raises(ValueError, match="No client tool call in 'thr' is waiting"):
        await client.stream("threads.add_client_tool_output", thread_id="thr", result=1)
    assert await client.items() == items
