"""Requests with one answer: as with the official server."""

from datetime import UTC, datetime

import pytest

from tests.parity.server_runs import recorded, same, text_input


def fill(world):
    types = world.types
    world.saved_thread(title="First", metadata={"secret": 1})
    world.saved_thread(id="thr2", status=types.ClosedStatus(reason="Over"), allowed_image_domains=[])
    world.saved_thread(id="thr3", allowed_image_domains=["a.org"], created_at=datetime(2026, 1, 2, tzinfo=UTC))
    hidden = [world.item("HiddenContextItem", f"h{n}", content=n) for n in range(3)]
    world.saved_items(world.user_message("u"), *hidden, *[world.message(f"m{n}", "x") for n in range(22)])


@same
async def test_a_thread_comes_with_its_first_visible_items(world):
    fill(world)
    world.serve()
    for thread_id in ("thr", "thr2", "thr3", "nope"):
        await world.send("threads.get_by_id", thread_id=thread_id)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"limit": 0},
        {"limit": 2},
        {"limit": 9999, "order": "desc"},
        {"limit": 1, "order": "asc", "after": "thr"},
        {"order": "asc", "after": None},
        {"order": "sideways"},
        {"limit": "two"},
    ],
)
async def test_threads_are_listed(params):
    @same
    async def scenario(world):
        fill(world)
        world.serve()
        await world.send("threads.list", **params)

    await scenario()


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"limit": 0},
        {"limit": 2, "order": "asc"},
        {"limit": 3, "order": "asc", "after": "u"},
        {"limit": 5, "after": "m3"},
        {"thread_id": "thr2"},
        {"thread_id": "nope"},
    ],
)
async def test_items_are_listed_without_hidden_ones(params):
    @same
    async def scenario(world):
        fill(world)
        world.serve()
        await world.send("items.list", **{"thread_id": "thr", **params})

    await scenario()


@same
async def test_a_thread_is_renamed_and_deleted(world):
    fill(world)
    world.serve()
    await world.send("threads.update", thread_id="thr", title="Ünïcode")
    await world.send("threads.update", thread_id="thr", title="")
    await world.send("threads.update", thread_id="nope", title="x")
    await world.send("threads.delete", thread_id="thr")
    await world.send("threads.delete", thread_id="nope")


@same
async def test_feedback_reaches_the_server(world):
    async def add_feedback(self, thread_id, item_ids, feedback, context):
        world.note(thread_id, item_ids, feedback, context)

    world.serve(add_feedback=add_feedback)
    await world.send("items.feedback", thread_id="thr", item_ids=["a", "b"], kind="negative")
    world.serve()
    await world.send("items.feedback", thread_id="thr", item_ids=[], kind="positive")


@same
async def test_speech_is_transcribed(world):
    async def transcribe(self, audio_input, context):
        world.note(audio_input.data.decode("latin-1"), audio_input.mime_type, audio_input.media_type, context)
        return world.types.TranscriptionResult(text="hello")

    world.serve(transcribe=transcribe)
    for audio in ("AAEC/w==", "", "AAEC\n/w==", "!", "AAEC/w", "ä"):
        await world.send("input.transcribe", audio_base64=audio, mime_type="audio/webm;codecs=opus")
    world.serve()
    await world.send("input.transcribe", audio_base64="", mime_type="audio/mp4")


def make_attachment_store(world):
    class Bytes:
        async def create_attachment(self, params, context):
            if params.mime_type == "x/y":
                raise ValueError
            fields = {"id": "att", "name": params.name, "mime_type": params.mime_type, "metadata": {"key": "s"}}
            if params.mime_type.startswith("image/"):
                return world.types.ImageAttachment(**fields, preview_url="https://example.org/p")
            upload = {"url": "https://example.org", "method": "PUT", "headers": {"a": "b"}}
            return world.types.FileAttachment(**fields, upload_descriptor=upload)

        async def delete_attachment(self, attachment_id, context):
            if attachment_id == "stuck":
                raise OSError

    subject = Bytes()

    def method(name):
        call = recorded(world, subject, name)

        async def awaited(self, *args, **kwargs):
            return await (await call(self, *args, **kwargs))

        return awaited

    base = world.kit.store.AttachmentStore
    return type("BytesStore", (base,), {name: method(name) for name in ("create_attachment", "delete_attachment")})()


@same
async def test_attachments_are_created_and_deleted(world):
    world.serve(attachment_store=make_attachment_store(world))
    for kind in ("text/plain", "image/png", "x/y"):
        await world.send("attachments.create", name="ünï.txt", size=3, mime_type=kind)
    for attachment_id in ("att", "unknown", "stuck"):
        await world.send("attachments.delete", attachment_id=attachment_id)


@same
async def test_attachments_need_a_store(world):
    world.serve()
    await world.send("attachments.create", name="a", size=3, mime_type="text/plain")
    await world.send("attachments.delete", attachment_id="att")


@same
async def test_an_attachment_store_may_take_no_uploads(world):
    async def delete_attachment(self, attachment_id, context):
        pass

    base = world.kit.store.AttachmentStore
    world.serve(attachment_store=type("Bytes", (base,), {"delete_attachment": delete_attachment})())
    await world.send("attachments.create", name="a", size=3, mime_type="text/plain")


@same
async def test_attachments_of_a_message_join_its_thread(world):
    fields = {"mime_type": "text/plain", "metadata": {"key": "secret"}}
    for name in ("a", "b"):
        world.rows.attachments[name] = world.types.FileAttachment(id=name, name=f"{name}.txt", **fields)
    world.serve()
    await world.send("threads.create", input=text_input(attachments=["b", "a"]))
    await world.send("threads.get_by_id", thread_id="thread-1")


@same
async def test_an_unknown_attachment_breaks_the_stream(world):
    world.serve()
    await world.send("threads.create", input=text_input(attachments=["nope"]))
    await world.send("threads.get_by_id", thread_id="thread-1")
