import pytest

from chatkit_notebook.store import AttachmentStore, NotFoundError
from chatkit_notebook.types import FileAttachment, ThreadMetadata, TranscriptionResult
from tests.server.client import NOW, Client, hidden, message, user_message


@pytest.mark.conformance(11, 32, 66)
async def test_a_thread_comes_with_its_oldest_visible_items():
    client = await Client().with_thread(
        user_message(), hidden("h"), *[message(f"m{n}", "x") for n in range(30)], title="T", metadata={"a": "secret"}
    )

    thread = await client.ask("threads.get_by_id", thread_id="thr")

    assert [item["id"] for item in thread["items"]["data"]] == ["user", *[f"m{n}" for n in range(18)]]
    assert thread["items"]["has_more"] is True
    assert thread["items"]["after"] == "m17"
    assert thread["metadata"] == {}


@pytest.mark.conformance(11, 65)
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, [f"t{n}" for n in range(24, 4, -1)]),
        ({"limit": 0}, [f"t{n}" for n in range(24, 4, -1)]),
        ({"limit": 2, "order": "asc"}, ["t0", "t1"]),
        ({"limit": 2, "after": "t5"}, ["t4", "t3"]),
        ({"limit": 9999, "order": "asc"}, [f"t{n}" for n in range(25)]),
    ],
)
async def test_threads_are_listed_without_their_items(params, expected):
    client = Client()
    for number in range(25):
        await client.store.save_thread(ThreadMetadata(id=f"t{number}", created_at=NOW, metadata={"a": 1}), None)

    page = await client.ask("threads.list", **params)

    assert [thread["id"] for thread in page["data"]] == expected
    assert page["has_more"] is (len(expected) < 25)
    assert page.get("after") == (expected[-1] if page["has_more"] else None)
    assert page["data"][0]["items"] == {"data": [], "has_more": False}
    assert page["data"][0]["metadata"] == {}


@pytest.mark.conformance(32)
async def test_items_are_listed_without_hidden_ones():
    items = [message("a", "x"), *[hidden(f"h{n}") for n in range(3)], message("b", "x")]
    client = await Client().with_thread(*items)

    newest = await client.ask("items.list", thread_id="thr", limit=2)
    middle = await client.ask("items.list", thread_id="thr", limit=2, after=newest["after"])

    assert [item["id"] for item in newest["data"]] == ["b"]
    assert (newest["has_more"], newest["after"]) == (True, "h2")
    assert middle == {"data": [], "has_more": True, "after": "h0"}


@pytest.mark.parametrize(("op", "params"), [("threads.list", {}), ("items.list", {"thread_id": "thr"})])
async def test_a_negative_limit_is_refused(op, params):
    client = await Client().with_thread()

    with pytest.raises(ValueError, match="-5"):
        await client.process(op, **params, limit=-5)


@pytest.mark.conformance(67)
async def test_a_thread_is_renamed():
    client = await Client().with_thread(title="Old", metadata={"kept": 1})

    answer = await client.ask("threads.update", thread_id="thr", title="New")

    assert answer["title"] == "New"
    thread = await client.thread()
    assert (thread.title, thread.metadata) == ("New", {"kept": 1})


@pytest.mark.conformance(68)
async def test_a_thread_is_deleted_with_its_items():
    client = await Client().with_thread(message("a", "x"))

    assert await client.ask("threads.delete", thread_id="thr") == {}

    with pytest.raises(NotFoundError):
        await client.thread()
    assert await client.items() == []


@pytest.mark.conformance(68)
async def test_feedback_reaches_the_server():
    got = []

    async def add_feedback(self, thread_id, item_ids, feedback, context):
        got.append((thread_id, item_ids, feedback, context))

    client = Client(add_feedback=add_feedback)
    answer = await client.ask("items.feedback", thread_id="thr", item_ids=["a", "b"], kind="positive")

    assert answer == {}
    assert got == [("thr", ["a", "b"], "positive", "context")]


async def test_feedback_may_be_ignored():
    assert await Client().ask("items.feedback", thread_id="thr", item_ids=[], kind="negative") == {}


@pytest.mark.conformance(72)
async def test_speech_is_transcribed():
    async def transcribe(self, audio_input, context):
        return TranscriptionResult(text=f"{audio_input.data!r} {audio_input.media_type} {audio_input.mime_type}")

    client = Client(transcribe=transcribe)
    answer = await client.ask("input.transcribe", audio_base64="AP8=", mime_type="audio/webm;codecs=opus")

    assert answer == {"text": "b'\\x00\\xff' audio/webm audio/webm;codecs=opus"}


async def test_dictation_must_be_written_by_the_server():
    with pytest.raises(NotImplementedError, match="override transcribe"):
        await Client().process("input.transcribe", audio_base64="", mime_type="audio/webm")


class Bytes(AttachmentStore):
    """Takes uploads, and notes which metadata there was when it was asked to delete."""

    def __init__(self):
        self.seen = []

    async def create_attachment(self, input, context):  # noqa: A002 - the official SDK's name
        self.seen.append((input.name, input.size, input.mime_type, context))
        upload = {"url": "https://example.org", "method": "PUT", "headers": {"a": "b"}}
        return FileAttachment(
            id="att", name=input.name, mime_type=input.mime_type, upload_descriptor=upload, metadata={"key": "secret"}
        )

    async def delete_attachment(self, attachment_id, context):
        self.seen.append((attachment_id, (await self.store.load_attachment(attachment_id, None)).name))


@pytest.mark.conformance(68, 69, 71)
async def test_an_attachment_is_created_and_deleted():
    store = Bytes()
    client = Client(attachment_store=store)
    store.store = client.store

    answer = await client.ask("attachments.create", name="a.txt", size=3, mime_type="text/plain")
    assert answer == {
        "id": "att",
        "name": "a.txt",
        "mime_type": "text/plain",
        "upload_descriptor": {"url": "https://example.org/", "method": "PUT", "headers": {"a": "b"}},
        "type": "file",
    }
    assert (await client.store.load_attachment("att", None)).metadata == {"key": "secret"}

    assert await client.ask("attachments.delete", attachment_id="att") == {}
    with pytest.raises(NotFoundError):
        await client.store.load_attachment("att", None)
    assert store.seen == [("a.txt", 3, "text/plain", "context"), ("att", "a.txt")]


@pytest.mark.conformance(70)
@pytest.mark.parametrize(
    ("op", "params"),
    [
        ("attachments.create", {"name": "a", "size": 1, "mime_type": "text/plain"}),
        ("attachments.delete", {"attachment_id": "a"}),
    ],
)
async def test_attachments_need_a_store(op, params):
    with pytest.raises(RuntimeError, match="attachment_store="):
        await Client().process(op, **params)
