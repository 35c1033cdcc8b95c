"""Requests and what goes over the wire."""

import json
import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from chatkit_notebook.server import NonStreamingResult, StreamingResult
from chatkit_notebook.store import AttachmentStore
from chatkit_notebook.types import (
    ClientEffectEvent,
    FileAttachment,
    InferenceOptions,
    NonStreamingReq,
    ProgressUpdateEvent,
    StreamingReq,
    StreamOptions,
    StructuredInputFreeform,
    StructuredInputItem,
    SyncCustomActionResponse,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    TranscriptionResult,
    UserMessageItem,
    UserMessageTextContent,
)
from tests.server.client import NOW, Client, base, delta, kinds, message, text_input, tool_call, user_message

AWKWARD = "a\n\r\t\"b\" \\ \u2028\u2029\u0085 é 👩\u200d🔬 \x00\x7f </script> 'data: '"
SECRET = {"key": "secret"}
STREAMS = {
    "threads.create": {"input": text_input(attachments=["att"])},
    "threads.add_user_message": {"thread_id": "thr", "input": text_input(attachments=["att"])},
    "threads.add_client_tool_output": {"thread_id": "thr", "result": None},
    "threads.add_structured_input": {"thread_id": "thr", "item_id": "asked", "input": {}},
    "threads.retry_after_item": {"thread_id": "thr", "item_id": "user"},
    "threads.custom_action": {"thread_id": "thr", "action": {"type": "go"}},
}
ANSWERS = {
    "threads.sync_custom_action": {"thread_id": "thr", "action": {"type": "go"}},
    "threads.get_by_id": {"thread_id": "thr"},
    "threads.list": {},
    "threads.update": {"thread_id": "thr", "title": "New"},
    "threads.delete": {"thread_id": "thr"},
    "items.list": {"thread_id": "thr"},
    "items.feedback": {"thread_id": "thr", "item_ids": ["user"], "kind": "positive"},
    "attachments.create": {"name": "a.txt", "size": 1, "mime_type": "text/plain"},
    "attachments.delete": {"attachment_id": "att"},
    "input.transcribe": {"audio_base64": "AA==", "mime_type": "audio/webm"},
}
REQUESTS = STREAMS | ANSWERS
EVENTS_BEFORE_A_RESPONSE = {"threads.create": 2, "threads.add_user_message": 1}
TELLS_OF_ATTACHMENTS = STREAMS.keys() | {
    "attachments.create",
    "items.list",
    "threads.get_by_id",
    "threads.sync_custom_action",
}


def attachment():
    return FileAttachment(id="att", name="a.txt", mime_type="text/plain", metadata=SECRET)


def message_with_attachment(item_id="user"):
    return UserMessageItem(
        **base(item_id),
        content=[UserMessageTextContent(text="Hi")],
        attachments=[attachment()],
        inference_options=InferenceOptions(),
    )


class Bytes(AttachmentStore):
    async def create_attachment(self, input, context):  # noqa: A002 - the official SDK's name
        return attachment()

    async def delete_attachment(self, attachment_id, context):
        pass


async def guarded():
    """Return a client whose threads and attachments have secrets, and whose server talks about them all."""

    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=message_with_attachment("new"))
        thread.title = "New"
        thread.metadata = {"another": "secret"}
        yield ThreadItemDoneEvent(item=message_with_attachment("new"))
        yield ThreadItemReplacedEvent(item=message_with_attachment("new"))

    async def sync_action(self, thread, action, sender, context):
        return SyncCustomActionResponse(updated_item=message_with_attachment())

    async def transcribe(self, audio_input, context):
        return TranscriptionResult(text="x")

    def action(self, thread, action, sender, context):
        return self.respond(thread, None, context)

    methods = {"respond": respond, "action": action, "sync_action": sync_action, "transcribe": transcribe}
    asked = StructuredInputItem(**base("asked"), inputs=[StructuredInputFreeform(id="q", question="?")])
    client = Client(attachment_store=Bytes(), **methods)
    await client.store.save_attachment(attachment(), None)
    return await client.with_thread(asked, message_with_attachment(), tool_call(), metadata=SECRET)


def objects(value):
    """Return every object within some JSON."""
    if isinstance(value, list):
        return [each for part in value for each in objects(part)]
    if not isinstance(value, dict):
        return []
    return [value, *objects(list(value.values()))]


def test_every_operation_is_asked_for():
    def names(union):
        return {request.model_fields["type"].default for request in get_args(union)}

    assert names(StreamingReq) == STREAMS.keys()
    assert names(NonStreamingReq) == ANSWERS.keys()


@pytest.mark.conformance(6)
@pytest.mark.parametrize("op", REQUESTS)
async def test_six_operations_stream_and_the_others_answer(op):
    result = await (await guarded()).process(op, **REQUESTS[op])

    assert type(result) is (StreamingResult if op in STREAMS else NonStreamingResult)


@pytest.mark.conformance(24, 25)
@pytest.mark.parametrize("is_allowed", [True, False])
@pytest.mark.parametrize("op", STREAMS)
async def test_a_response_begins_with_what_the_server_says_of_its_stream(op, is_allowed):
    client = await guarded()
    client.server.get_stream_options = lambda _thread, _context: StreamOptions(allow_cancel=is_allowed)

    events = await client.stream(op, **STREAMS[op])

    first = EVENTS_BEFORE_A_RESPONSE.get(op, 0)
    assert events[first] == {"type": "stream_options", "stream_options": {"allow_cancel": is_allowed}}
    assert kinds(events).count("stream_options") == 1
    assert len(events) > first + 1


@pytest.mark.conformance(11, 12)
@pytest.mark.parametrize("op", REQUESTS)
async def test_nothing_that_is_sent_has_the_server_s_own_data(op):
    client = await guarded()
    result = await client.process(op, **REQUESTS[op])
    sent = [frame async for frame in result] if op in STREAMS else [result.json]

    assert b"secret" not in b"".join(sent)
    found = objects([json.loads(each.removeprefix(b"data: ")) for each in sent])
    assert all(each["metadata"] == {} for each in found if "status" in each and "items" in each)
    assert not [each for each in found if "mime_type" in each and "metadata" in each]
    if op in STREAMS:
        assert len([each for each in found if each.get("type") == "thread.updated"]) == 1
    if op in TELLS_OF_ATTACHMENTS:
        assert [each for each in found if "mime_type" in each]


@pytest.mark.conformance(4)
@pytest.mark.parametrize("missing", ["attachments", "inference_options"])
@pytest.mark.parametrize("op", ["threads.create", "threads.add_user_message"])
async def test_a_message_tells_its_attachments_and_options_even_if_there_are_none(op, missing, recorder):
    params = json.loads(json.dumps(STREAMS[op]))
    del params["input"][missing]

    with pytest.raises(ValueError, match=f"input.{missing}\n  Field required"):
        await Client(store=recorder).process(op, **params)
    assert recorder.calls == []


@pytest.mark.conformance(8, 9)
async def test_each_event_is_one_line_of_bytes_and_reads_as_it_was_written():
    async def respond(self, thread, message_, context):
        yield delta(AWKWARD, item_id=AWKWARD)
        yield ProgressUpdateEvent(text=AWKWARD)
        yield ThreadItemDoneEvent(item=message("msg", AWKWARD))

    client = await Client(respond=respond).with_thread(title=AWKWARD)
    asked = text_input(AWKWARD)
    result = await client.process("threads.add_user_message", thread_id="thr", input=asked)
    frames = [frame async for frame in result]

    assert [type(frame) for frame in frames] == [bytes] * 5
    bodies = [re.fullmatch(r"data: ([^\n\r]*)\n\n", frame.decode("utf-8"))[1] for frame in frames]
    assert [json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")) for body in bodies] == bodies
    user, _, updated, progress, done = map(json.loads, bodies)
    assert user["item"]["content"][0]["text"] == AWKWARD
    assert (updated["item_id"], updated["update"]["delta"]) == (AWKWARD, AWKWARD)
    assert progress["text"] == AWKWARD
    assert done["item"]["content"][0]["text"] == AWKWARD


@pytest.mark.conformance(10)
async def test_none_is_absent_and_nulls_of_others_stay():
    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=tool_call("call").model_copy(update={"arguments": {"a": None, "b": [None]}}))
        yield ClientEffectEvent(name="e", data={"v": None, "deep": {"w": None}})

    client = await Client(respond=respond).with_thread()
    message_, _, call, effect = await client.send()

    assert not [each for each in objects(message_) if None in each.values()]
    assert {"quoted_text", "tool_choice", "model"}.isdisjoint(message_["item"] | message_["item"]["inference_options"])
    assert "output" not in call["item"]
    assert call["item"]["arguments"] == {"a": None, "b": [None]}
    assert effect["data"] == {"v": None, "deep": {"w": None}}


@pytest.mark.conformance(13)
@pytest.mark.parametrize("domains", [None, [], ["a.example"]])
async def test_image_domains_are_sent_unless_there_are_none(domains):
    client = await Client().with_thread(allowed_image_domains=domains)

    thread = await client.ask("threads.get_by_id", thread_id="thr")

    assert ("allowed_image_domains" in thread) is (domains is not None)
    assert thread.get("allowed_image_domains") == domains


@pytest.mark.conformance(14)
@pytest.mark.parametrize(
    ("created_at", "sent"),
    [(NOW, "2026-01-02T03:04:05"), (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z")],
)
async def test_a_time_is_sent_as_it_was_stored(created_at, sent):
    item = user_message().model_copy(update={"created_at": created_at})
    client = await Client().with_thread(item, created_at=created_at)

    thread = await client.ask("threads.get_by_id", thread_id="thr")

    assert (thread["created_at"], thread["items"]["data"][0]["created_at"]) == (sent, sent)
