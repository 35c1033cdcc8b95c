from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.types import (
    AudioInput,
    ChatKitReq,
    NonStreamingReq,
    StreamingReq,
    ThreadListParams,
    ThreadsCreateReq,
    ThreadsListReq,
    is_streaming_req,
)

REQUEST = TypeAdapter(ChatKitReq)
MESSAGE = {"content": [{"type": "input_text", "text": "hi"}], "attachments": [], "inference_options": {}}


def test_request_is_told_by_its_type():
    request = REQUEST.validate_json(b'{"type":"threads.create","params":{"input":' + _json(MESSAGE) + b"}}")

    assert isinstance(request, ThreadsCreateReq)
    assert request.metadata == {}
    assert request.params.input.content[0].text == "hi"


@pytest.mark.conformance(2, 3)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"params":{}}',
        b'{"type":"threads.stop","params":{}}',
        b'{"type":"threads.list"}',
        b'{"type":"threads.get_by_id","params":{}}',
        b'{"type":"threads.list","params":{"order":"up"}}',
        b'{"type":"items.feedback","params":{"thread_id":"t","item_ids":[],"kind":"meh"}}',
    ],
)
def test_malformed_request_is_refused(body):
    with pytest.raises(ValidationError):
        REQUEST.validate_json(body)


@pytest.mark.conformance(4)
@pytest.mark.parametrize("key", ["attachments", "inference_options", "content"])
def test_message_without_a_required_key_is_refused(key):
    broken = {name: value for name, value in MESSAGE.items() if name != key}

    with pytest.raises(ValidationError, match=f"{key}\n  Field required"):
        REQUEST.validate_python({"type": "threads.create", "params": {"input": broken}})


@pytest.mark.conformance(5)
def test_unknown_keys_are_ignored_at_every_level():
    request = REQUEST.validate_python(
        {
            "type": "threads.create",
            "zz": 1,
            "params": {"zz": 1, "input": MESSAGE | {"zz": 1, "inference_options": {"zz": 1}}},
        }
    )

    assert "zz" not in request.model_dump_json()


def test_action_may_lack_a_payload_but_no_type():
    body = {"type": "threads.custom_action", "params": {"thread_id": "t", "action": {"type": "buy"}}}

    assert REQUEST.validate_python(body).params.action.payload is None
    body["params"]["action"] = {"payload": {}}
    with pytest.raises(ValidationError):
        REQUEST.validate_python(body)


def test_null_result_of_a_client_tool_is_a_result():
    body = {"type": "threads.add_client_tool_output", "params": {"thread_id": "t", "result": None}}

    assert REQUEST.validate_python(body).params.result is None
    del body["params"]["result"]
    with pytest.raises(ValidationError):
        REQUEST.validate_python(body)


def test_six_operations_stream_and_ten_do_not():
    assert [cls.model_fields["type"].default for cls in get_args(StreamingReq)] == [
        "threads.create",
        "threads.add_user_message",
        "threads.add_client_tool_output",
        "threads.add_structured_input",
        "threads.retry_after_item",
        "threads.custom_action",
    ]
    assert len(get_args(NonStreamingReq)) == 10


def test_streaming_requests_are_told_apart():
    create = REQUEST.validate_python({"type": "threads.create", "params": {"input": MESSAGE}})

    assert is_streaming_req(create)
    assert not is_streaming_req(ThreadsListReq(params=ThreadListParams()))


@pytest.mark.conformance(72)
@pytest.mark.parametrize(
    ("mime_type", "media_type"), [("audio/webm;codecs=opus", "audio/webm"), ("audio/mp4", "audio/mp4")]
)
def test_media_type_drops_the_codec(mime_type, media_type):
    assert AudioInput(data=b"", mime_type=mime_type).media_type == media_type


def _json(value):
    return TypeAdapter(dict).dump_json(value)
