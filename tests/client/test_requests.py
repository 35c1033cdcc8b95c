"""Requests are checked before a server sees them, and what went wrong becomes one clear error."""

import chatkit.store
import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.client.requests import brief, request_error, user_message, validate
from chatkit_notebook.errors import AttachmentRefusedError, InvalidRequestError, NotFoundError, UploadFailedError
from chatkit_notebook.store import StoreError
from tests.doubles import ByteServer, created, say


def wrong_value():
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(int).validate_python("x")
    return caught.value


@pytest.mark.parametrize(
    ("error", "code", "message", "may_retry"),
    [
        (InvalidRequestError("No type."), "invalid_request", "No type.", False),
        (AttachmentRefusedError("Too large."), "attachment_refused", "Too large.", False),
        (UploadFailedError("No answer."), "upload_failed", "No answer.", True),
        (StoreError("Disk full."), "store_failed", "Disk full.", True),
        (NotFoundError("t1"), "not_found", "NotFoundError: t1", False),
        (chatkit.store.NotFoundError("t1"), "not_found", "NotFoundError: t1", False),
        (NotImplementedError("no titles"), "unsupported", "NotImplementedError: no titles", False),
        (OSError("gone"), "server_error", "OSError: gone", True),
    ],
)
def test_what_went_wrong_is_told_with_its_kind_and_whether_it_may_pass(error, code, message, may_retry):
    assert request_error(error) == {"code": code, "message": message, "allow_retry": may_retry}


def test_a_request_that_the_server_finds_malformed_is_told_as_one():
    assert request_error(wrong_value())["code"] == "invalid_request"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (None, "an object with a type and params, not None"),
        ([], r"not \[\]"),
        ({}, r"not \{\}"),
        ({"type": 3, "params": {}}, r"not \{'params': \{\}, 'type': 3\}"),
        (
            {"type": "threads.sing", "params": {}},
            "operation 'threads.sing' is not supported. Use one of .*threads.list",
        ),
        ({"type": "items.list", "params": {}}, "'items.list' is malformed: params.thread_id is missing in {}"),
        (
            {"type": "threads.list", "params": {"limit": "x" * 500}},
            r"malformed: params.limit must be a whole number, not 'x+\.\.\.x+'",
        ),
        ({"type": "items.list", "params": 3}, "malformed: params must be a dict, not 3"),
    ],
)
def test_a_wrong_request_is_told_by_the_field_and_the_value(body, says):
    with pytest.raises(InvalidRequestError, match=says) as caught:
        validate(body)
    assert len(str(caught.value)) < 1_500


def content(count):
    return {"content": [{"type": "input_text", "text": "x"}] * count, "attachments": [], "inference_options": {}}


def test_a_message_of_very_many_parts_is_refused_before_each_is_looked_at():
    # Each part is a member, and so are its two fields; the message itself has three.
    fits, too_many = ({"type": "threads.create", "params": {"input": content(count)}} for count in (1_665, 1_666))
    validate(fits)
    with pytest.raises(InvalidRequestError, match=r"'threads\.create' has 5,001 parts, but may have at most 5,000"):
        validate(too_many)


def test_very_many_ids_are_refused():
    params = {"thread_id": "t1", "kind": "positive", "item_ids": ["m"] * 5_001}
    with pytest.raises(InvalidRequestError, match="has 5,001 parts"):
        validate({"type": "items.feedback", "params": params})
    validate({"type": "items.feedback", "params": {**params, "item_ids": ["m"] * 5_000}})


@pytest.mark.parametrize("value", ["x" * 1_000, ["long" * 50] * 100, {str(n): "y" * 90 for n in range(9)}])
def test_a_value_in_an_error_is_short_however_large_it_is(value):
    assert len(brief(value)) <= 120


def test_a_short_value_is_told_whole():
    assert brief(["a", 1]) == "['a', 1]"


@pytest.mark.parametrize(
    ("text", "attachments", "content"),
    [
        ("hi", [], [{"type": "input_text", "text": "hi"}]),
        ("hi", ["a"], [{"type": "input_text", "text": "hi"}]),
        ("", ["a", "b"], []),
        ("", [], [{"type": "input_text", "text": ""}]),
    ],
)
def test_a_message_has_its_text_unless_files_stand_for_it(text, attachments, content):
    message = user_message(text, attachments)
    assert (message["content"], message["attachments"]) == (content, attachments)


# --- the bytes of a stream


@pytest.mark.parametrize(
    "chunks",
    [
        [b'data: {"type": "a"}\n\ndata: {"type": "b"}\n\n'],
        [b'data: {"type": "a"}\n', b'\ndata: {"type": "b"}\n\n'],
        [b'data: {"type": "a"}\r\n\r\n', b'data: {"type": "b"}\r\n\r\n'],
        [b'data: {"type":\ndata: "a"}\n\n', b'data:{"type": "b"}'],
        [b": a comment\n\n", b'data: {"type": "a"}\n\n', b"data:\n\n", b'data: {"type": "b"}'],
        [b'data: {"type"', b': "a"}\n\n', b'data: {"type": "b"}\n\n'],
    ],
)
async def test_events_are_read_however_the_stream_is_written(session_of, chunks):
    async def answer(body):
        for chunk in chunks:
            yield chunk

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error is None
        assert session.recorder.types()[1:-1] == ["a", "b"]


@pytest.mark.parametrize("data", [b"[]", b"3", b'"text"', b"null"])
async def test_a_frame_that_is_no_object_is_an_error_that_shows_it(session_of, data):
    async def answer(body):
        yield created()
        yield b"data: " + data + b"\n\n"

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert f"not an event: {data!r}" in turn.error


async def test_many_short_lists_are_no_deep_nesting(session_of):
    async def answer(body):
        yield b'data: {"type": "client_effect", "name": "e", "data": {"x": [' + b"[]," * 500 + b"[]]}}\n\n"

    async with session_of(ByteServer(answer)) as session:
        assert (await session.finished(session.submit("threads.create", say("hi")))).error is None
