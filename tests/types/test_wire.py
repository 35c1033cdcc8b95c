"""What the wire looks like: which keys are there, and which are not."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartTextDelta,
    ClientEffectEvent,
    ClientToolCallItem,
    ErrorCode,
    ErrorEvent,
    FileAttachment,
    ImageAttachment,
    InferenceOptions,
    NoticeEvent,
    Page,
    ProgressUpdateEvent,
    Thread,
    ThreadItem,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    URLSource,
    UserMessageItem,
    UserMessageTextContent,
)

NOON = datetime(2026, 11, 21, 12, 0, 0, 998038)  # noqa: DTZ001 - naive times are the default


def wire(model):
    return model.model_dump_json(by_alias=True, exclude_none=True, context={"exclude_metadata": True})


def user_message(**fields):
    return UserMessageItem(
        **{
            "id": "msg_1",
            "thread_id": "thr_1",
            "created_at": NOON,
            "content": [UserMessageTextContent(text="hi")],
            "inference_options": InferenceOptions(),
        }
        | fields
    )


def test_text_delta_is_this_json():
    event = ThreadItemUpdatedEvent(
        item_id="msg_1", update=AssistantMessageContentPartTextDelta(content_index=0, delta="Hé\n\u2028")
    )

    assert wire(event) == (
        '{"type":"thread.item.updated","item_id":"msg_1","update":'
        '{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"Hé\\n\u2028"}}'
    )


def test_thread_is_this_json():
    thread = Thread(id="thr_1", created_at=NOON, items=Page())

    assert wire(thread) == (
        '{"id":"thr_1","created_at":"2026-11-21T12:00:00.998038","status":{"type":"active"},'
        '"metadata":{},"items":{"data":[],"has_more":false}}'
    )


def test_aware_time_ends_in_z():
    assert '"created_at":"2026-11-21T12:00:00.998038Z"' in wire(user_message(created_at=NOON.replace(tzinfo=UTC)))


@pytest.mark.parametrize(("domains", "is_there"), [(None, False), ([], True), (["a.example"], True)])
def test_image_domains_are_absent_only_when_none(domains, is_there):
    thread = ThreadMetadata(id="thr_1", created_at=NOON, allowed_image_domains=domains)

    assert ("allowed_image_domains" in wire(thread)) is is_there


def test_threads_do_not_share_their_status():
    first, second = (ThreadMetadata(id="thr_1", created_at=NOON) for _ in range(2))

    assert first.status is not second.status
    with pytest.raises(ValidationError, match="frozen"):
        first.status.type = "active"


def test_null_inside_free_objects_stays():
    call = ClientToolCallItem(
        id="tc_1", thread_id="thr_1", created_at=NOON, call_id="c", name="n", arguments={"a": None}
    )

    assert '"arguments":{"a":null}' in wire(call)
    assert "output" not in wire(call)
    assert (
        wire(ClientEffectEvent(name="e", data={"a": None})) == '{"type":"client_effect","name":"e","data":{"a":null}}'
    )


@pytest.mark.conformance(12)
def test_attachment_metadata_stays_at_home_and_nested_too():
    attachment = FileAttachment(id="atc_1", name="a", mime_type="text/plain", metadata={"secret": 1})

    assert wire(attachment) == '{"id":"atc_1","name":"a","mime_type":"text/plain","type":"file"}'
    assert "secret" not in wire(user_message(attachments=[attachment]))
    assert "secret" not in wire(Page(data=[user_message(attachments=[attachment])]))


def test_attachment_metadata_is_kept_for_the_store():
    attachment = FileAttachment(id="atc_1", name="a", mime_type="text/plain", metadata={"secret": 1})
    stored = user_message(attachments=[attachment]).model_dump_json()

    assert UserMessageItem.model_validate_json(stored).attachments == [attachment]


def test_addresses_of_attachments_are_normalised():
    image = ImageAttachment(
        id="atc_1",
        name="a",
        mime_type="image/png",
        preview_url="https://u",
        upload_descriptor={"url": "https://u", "method": "PUT"},
    )

    assert '"upload_descriptor":{"url":"https://u/","method":"PUT","headers":{}}' in wire(image)
    assert '"preview_url":"https://u/"' in wire(image)


def test_source_without_a_type_is_told_by_its_fields():
    annotation = Annotation.model_validate({"source": {"title": "t", "url": "https://u"}, "index": 3})

    assert annotation.source == URLSource(title="t", url="https://u")


def test_contents_do_not_share_their_annotations():
    AssistantMessageContent(text="a").annotations.append(Annotation(source=URLSource(title="t", url="u")))

    assert AssistantMessageContent(text="b").annotations == []


def test_error_defaults_to_a_custom_one_without_retry():
    assert wire(ErrorEvent(message="no")) == '{"type":"error","code":"custom","message":"no","allow_retry":false}'
    assert wire(ErrorEvent(code=ErrorCode.STREAM_ERROR, allow_retry=True)) == (
        '{"type":"error","code":"stream.error","allow_retry":true}'
    )


def test_unknown_icon_is_refused():
    with pytest.raises(ValidationError):
        ProgressUpdateEvent(text="Uploading", icon="upload")


def test_events_are_told_by_their_type():
    event = TypeAdapter(ThreadStreamEvent).validate_json('{"type":"notice","level":"info","message":"m"}')

    assert event == NoticeEvent(level="info", message="m")


def test_items_are_told_by_their_type():
    item = TypeAdapter(ThreadItem).validate_json(user_message(quoted_text="").model_dump_json())

    assert item == user_message(quoted_text="")
