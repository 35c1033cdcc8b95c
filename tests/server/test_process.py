import json
import logging

import pytest
from pydantic import ValidationError

from chatkit_notebook.server import NonStreamingResult, StreamingResult
from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import ThreadItemDoneEvent
from tests.server.client import Client, kinds, message, text_input

STREAMING = {
    "threads.create": {"input": text_input()},
    "threads.add_user_message": {"thread_id": "thr", "input": text_input()},
    "threads.add_client_tool_output": {"thread_id": "thr", "result": None},
    "threads.add_structured_input": {"thread_id": "thr", "item_id": "i", "input": {}},
    "threads.retry_after_item": {"thread_id": "thr", "item_id": "i"},
    "threads.custom_action": {"thread_id": "thr", "action": {"type": "go"}},
}


class Forbidden:
    """A store that must not be touched."""

    def __getattr__(self, name):
        raise AssertionError(f"the store's {name} was used")


@pytest.mark.conformance(6, 7)
@pytest.mark.parametrize("op", STREAMING)
async def test_a_stream_does_nothing_before_it_is_iterated(op):
    result = await Client(store=Forbidden()).process(op, **STREAMING[op])

    assert isinstance(result, StreamingResult)


async def test_an_answer_is_ready_when_it_is_returned():
    client = await Client().with_thread(title="T")

    result = await client.process("threads.delete", thread_id="thr")

    assert isinstance(result, NonStreamingResult)
    assert result.json == b"{}"
    with pytest.raises(NotFoundError):
        await client.thread()


@pytest.mark.conformance(1, 2, 3, 4)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        "{",
        "[]",
        '{"type":"threads.list"}',
        '{"type":"threads.stop","params":{}}',
        '{"type":"attachments.get_preview","params":{"attachment_id":"a"}}',
        '{"type":"threads.create","params":{"input":{"content":[],"attachments":[]}}}',
        '{"type":"threads.create","params":{"input":{"content":[],"inference_options":{}}}}',
    ],
)
async def test_what_is_no_request_is_refused_before_the_store_is_used(body):
    with pytest.raises(ValidationError):
        await Client(store=Forbidden()).server.process(body, None)


@pytest.mark.conformance(5)
@pytest.mark.parametrize("kind", [str, str.encode, lambda text: bytearray(text.encode())])
async def test_requests_come_as_text_or_bytes_with_whatever_else_they_hold(kind):
    client = await Client().with_thread()
    body = {"type": "threads.get_by_id", "params": {"thread_id": "thr", "x": 1}, "metadata": {"a": 1}, "y": 2}

    result = await client.server.process(kind(json.dumps(body)), client.context)

    assert json.loads(result.json)["id"] == "thr"


async def test_the_operation_is_logged_and_nothing_that_was_said(caplog):
    caplog.set_level(logging.INFO, "chatkit_notebook")

    await Client().stream("threads.create", input=text_input("a secret"))

    assert "threads.create" in caplog.text
    assert "secret" not in caplog.text


async def test_an_error_before_the_response_breaks_the_stream_and_is_logged(caplog):
    client = Client()

    with pytest.raises(NotFoundError, match="thr"):
        await client.send()

    assert "threads.add_user_message" in caplog.text
    assert caplog.records[-1].exc_info[0] is NotFoundError


async def test_errors_of_answers_come_out_of_process():
    with pytest.raises(NotFoundError, match="nope"):
        await Client().process("threads.get_by_id", thread_id="nope")


async def test_a_server_may_wrap_the_protected_methods():
    seen = []

    class Extras:
        def _serialize(self, obj):
            return super()._serialize(obj).replace(b"Hello", b"Hallo")

        async def _process_streaming_impl(self, request, context):
            seen.append(request.type)
            async for event in super()._process_streaming_impl(request, context):
                yield event

        async def _process_events(self, thread, context, stream):
            async for event in super()._process_events(thread, context, stream):
                if event.type != "stream_options":
                    yield event

        async def _process_non_streaming(self, request, context):
            return b"[" + await super()._process_non_streaming(request, context) + b"]"

        def _to_thread_response(self, thread):
            response = super()._to_thread_response(thread)
            response.title = "overridden"
            return response

    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=message("msg", "Hello"))

    client = await Client(respond=respond).with_thread()
    client.server = type("Wrapped", (Extras, type(client.server)), {})(client.store)
    events = await client.send()

    assert kinds(events) == ["thread.item.done", "thread.item.done"]
    assert events[1]["item"]["content"][0]["text"] == "Hallo"
    assert seen == ["threads.add_user_message"]
    assert (await client.ask("threads.get_by_id", thread_id="thr"))[0]["title"] == "overridden"
