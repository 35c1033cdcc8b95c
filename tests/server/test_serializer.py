from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.server.serializer import to_json
from chatkit_notebook.types import (
    AssistantMessageContentPartTextDelta,
    ClientEffectEvent,
    FileAttachment,
    InferenceOptions,
    Page,
    Thread,
    ThreadCreatedEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    UserMessageItem,
    UserMessageTextContent,
)
from tests.server.client import NOW, Client, base, delta, message, tool_call

text = st.text(st.characters(exclude_categories=["Cs"]))


@given(text, st.integers(-(2**40), 2**40), text)
def test_a_text_delta_is_written_as_pydantic_would(item_id, index, delta):
    update = AssistantMessageContentPartTextDelta(content_index=index, delta=delta)
    event = ThreadItemUpdatedEvent(item_id=item_id, update=update)

    assert to_json(event) == event.model_dump_json(exclude_none=True).encode()


@pytest.mark.conformance(9)
@pytest.mark.parametrize("codes", [range(0x100), range(0x2000, 0x2100), (0x7F, 0x85, 0xFEFF, 0xFFFF, 0x10FFFF)])
def test_awkward_characters_are_written_as_pydantic_would(codes):
    update = AssistantMessageContentPartTextDelta(content_index=0, delta="".join(map(chr, codes)))
    event = ThreadItemUpdatedEvent(item_id='"\\\n', update=update)

    assert to_json(event) == event.model_dump_json(exclude_none=True).encode()
    assert b"\n" not in to_json(event)


HALVES = {"\ud83d": "\ufffd", "\ude00!": "\ufffd!", "a\ud83db": "a\ufffdb", "é\ud83d\ude00": "é😀"}


@pytest.mark.parametrize(("said", "sent"), HALVES.items())
async def test_half_a_character_does_not_close_the_thread_for_good(said, sent):
    call = tool_call().model_copy(update={"arguments": {"what": [said, "é 👩", None]}, "created_at": NOW})

    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=call)
        yield ThreadItemAddedEvent(item=message("msg"))
        yield delta(said)
        yield ThreadItemDoneEvent(item=message("msg", said))

    client = await Client(respond=respond).with_thread()
    called, _, updated, done = (await client.send())[2:]
    page = await client.ask("items.list", thread_id="thr", order="asc")

    assert called["item"]["arguments"] == {"what": [sent, "é 👩", None]}
    assert "output" not in called["item"]
    # Its other half may come yet.
    assert updated["update"]["delta"] == sent.removesuffix("\ufffd")
    assert done["item"]["content"][0]["text"] == sent
    assert [page["data"][0], page["data"][-1]] == [called["item"], done["item"]]


def test_what_is_no_data_at_all_cannot_be_written():
    with pytest.raises(ValueError, match="Unable to serialize unknown type"):
        to_json(ClientEffectEvent(name="e", data={"v": object()}))


class LoudDelta(AssistantMessageContentPartTextDelta):
    volume: int = 11


def test_a_subclass_of_a_text_delta_is_written_as_pydantic_would():
    event = ThreadItemUpdatedEvent.model_construct(item_id="m", update=LoudDelta(content_index=0, delta="a"))

    assert to_json(event) == event.model_dump_json(exclude_none=True).encode()


@pytest.mark.conformance(10)
def test_unset_fields_are_absent_and_free_data_keeps_its_nulls():
    call = tool_call(status="completed", output=None)
    call = call.model_copy(update={"arguments": {"k": None}, "created_at": NOW})

    assert to_json(ThreadItemDoneEvent(item=call)) == (
        b'{"type":"thread.item.done","item":{"id":"call","thread_id":"thr","created_at":"2026-01-02T03:04:05",'
        b'"type":"client_tool_call","status":"completed","call_id":"call_call","name":"pick","arguments":{"k":null}}}'
    )
    assert to_json(ClientEffectEvent(name="e", data={"v": None})) == (
        b'{"type":"client_effect","name":"e","data":{"v":null}}'
    )


@pytest.mark.conformance(12)
def test_the_metadata_of_attachments_is_never_sent():
    attachment = FileAttachment(id="a", name="a", mime_type="text/plain", metadata={"key": "secret"})
    content = [UserMessageTextContent(text="Hi")]
    item = UserMessageItem(**base("u"), content=content, attachments=[attachment], inference_options=InferenceOptions())

    assert to_json(attachment) == b'{"id":"a","name":"a","mime_type":"text/plain","type":"file"}'
    assert b"secret" not in to_json(ThreadItemDoneEvent(item=item))


@pytest.mark.conformance(11, 13, 14)
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, b'{"id":"t","created_at":"2026-01-02T03:04:05","status":{"type":"active"},"metadata":{}'),
        ({"title": "é"}, '{"title":"é","id":"t","created_at":"2026-01-02T03:04:05","status":'.encode()),
        ({"allowed_image_domains": []}, b'"allowed_image_domains":[]'),
        ({"metadata": {"a": "secret"}}, b'"metadata":{}'),
        ({"created_at": datetime(2026, 1, 2, tzinfo=UTC)}, b'"created_at":"2026-01-02T00:00:00Z"'),
    ],
)
def test_a_thread_shows_only_what_the_client_may_see(fields, expected):
    server = Client().server
    assert isinstance(server, ChatKitServer)
    thread = ThreadMetadata(**{"id": "t", "created_at": NOW, **fields})

    sent = to_json(ThreadCreatedEvent(thread=server._to_thread_response(thread)))

    assert expected in sent
    assert b"secret" not in sent
    assert sent.endswith(b'"items":{"data":[],"has_more":false}}}')


def test_a_whole_thread_shows_its_visible_items():
    page = Page(data=[message("a", "x"), tool_call()], has_more=True, after="call")
    thread = Thread(id="t", created_at=NOW, items=page.model_dump())

    response = Client().server._to_thread_response(thread)

    assert [item.id for item in response.items.data] == ["a", "call"]
    assert (response.items.has_more, response.items.after) == (True, "call")
