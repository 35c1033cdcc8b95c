import pytest

from chatkit_notebook.store import MemoryStore, NotFoundError
from chatkit_notebook.types import (
    FileAttachment,
    ImageAttachment,
    LockedStatus,
    ProgressUpdateEvent,
    StreamOptions,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
)
from tests.server.client import Client, delta, hidden, kinds, message, parse, text_input


async def hello(_self, _thread, _message, _context):
    yield ThreadItemAddedEvent(item=message())
    yield delta("Hello")
    yield ThreadItemDoneEvent(item=message("msg", "Hello"))


@pytest.mark.conformance(15)
async def test_a_first_message_makes_a_thread_and_is_answered_in_it():
    events = await Client(respond=hello).stream("threads.create", input=text_input(quoted_text="q"))

    assert kinds(events) == [
        "thread.created",
        "thread.item.done",
        "stream_options",
        "thread.item.added",
        "thread.item.updated",
        "thread.item.done",
    ]
    assert events[0]["thread"]["items"] == {"data": [], "has_more": False}
    assert events[1]["item"]["thread_id"] == events[0]["thread"]["id"]
    assert events[1]["item"]["quoted_text"] == "q"
    assert events[2]["stream_options"] == {"allow_cancel": True}


@pytest.mark.conformance(20)
async def test_a_message_to_a_known_thread_makes_no_other():
    client = await Client(respond=hello).with_thread(status=LockedStatus())

    events = await client.send("Hi")

    assert kinds(events)[:2] == ["thread.item.done", "stream_options"]
    assert [item.type for item in await client.items()] == ["user_message", "assistant_message"]


@pytest.mark.conformance(16, 17, 27, 28)
async def test_everything_is_stored_before_the_client_hears_of_it():
    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=message("a", "1"))
        yield ThreadItemReplacedEvent(item=message("a", "2"))
        thread.title = "T"
        yield ThreadItemRemovedEvent(item_id="a")

    client = Client(respond=respond)
    heard = []
    async for frame in await client.process("threads.create", input=text_input()):
        (thread,) = (await client.store.load_threads(1, None, "asc", None)).data
        page = await client.store.load_thread_items(thread.id, None, 9, "asc", None)
        heard.append((parse(frame)["type"], thread.title, [item.content[0].text for item in page.data]))

    assert heard == [
        ("thread.created", None, []),
        ("thread.item.done", None, ["Hi"]),
        ("stream_options", None, ["Hi"]),
        ("thread.item.done", None, ["Hi", "1"]),
        ("thread.item.replaced", None, ["Hi", "2"]),
        ("thread.item.removed", None, ["Hi"]),
        ("thread.updated", "T", ["Hi"]),
    ]


@pytest.mark.conformance(21, 22)
async def test_respond_gets_the_message_and_the_very_context():
    got = []
    context = object()

    async def respond(self, thread, message_, context):
        got.append((thread.id, message_, context))
        return
        yield

    client = await Client(respond=respond, context=context).with_thread()
    options = {"tool_choice": {"id": "search"}, "model": "m1"}
    await client.send("Hi", inference_options=options)

    ((thread_id, received, passed),) = got
    assert thread_id == "thr"
    assert received == (await client.items())[0]
    assert received.inference_options.model_dump() == options
    assert passed is context


class LoggingStore(MemoryStore):
    """Notes what it is asked to keep."""

    def __init__(self):
        super().__init__()
        self.log = []

    async def load_attachment(self, attachment_id, context):
        self.log.append(("load", attachment_id))
        return await super().load_attachment(attachment_id, context)

    async def save_attachment(self, attachment, context):
        self.log.append(("save", attachment.id, attachment.thread_id))
        await super().save_attachment(attachment, context)

    async def add_thread_item(self, thread_id, item, context):
        self.log.append(("add", item.type))
        await super().add_thread_item(thread_id, item, context)


@pytest.mark.conformance(12, 18)
async def test_attachments_join_the_thread_before_the_message_is_stored():
    client = await Client(store=LoggingStore()).with_thread()
    file = FileAttachment(id="f", name="f", mime_type="text/plain", metadata={"key": "secret"})
    image = ImageAttachment(id="i", name="i", mime_type="image/png", preview_url="https://example.org/i")
    for attachment in (file, image):
        await client.store.save_attachment(attachment, None)
    client.store.log.clear()

    events = await client.send("Hi", attachments=["i", "f"])

    assert client.store.log == [
        ("load", "i"),
        ("load", "f"),
        ("save", "i", "thr"),
        ("save", "f", "thr"),
        ("add", "user_message"),
    ]
    assert [each["id"] for each in events[0]["item"]["attachments"]] == ["i", "f"]
    assert "metadata" not in events[0]["item"]["attachments"][1]
    assert (await client.items())[0].attachments[1].metadata == {"key": "secret"}


@pytest.mark.conformance(19)
async def test_a_message_with_an_unknown_attachment_is_not_answered():
    def respond(self, thread, message_, context):
        pytest.fail("respond was called")

    client = await Client(respond=respond).with_thread()

    with pytest.raises(NotFoundError, match="nope"):
        await client.send("Hi", attachments=["nope"])
    assert await client.items() == []


@pytest.mark.conformance(24, 25)
async def test_a_server_may_forbid_to_stop():
    def get_stream_options(self, thread, context):
        return StreamOptions(allow_cancel=thread.title == "Stoppable")

    client = await Client(get_stream_options=get_stream_options).with_thread(title="Not that")

    assert (await client.send())[1]["stream_options"] == {"allow_cancel": False}


@pytest.mark.conformance(30, 31)
async def test_hidden_items_are_stored_and_never_sent():
    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=hidden("a"))
        yield ThreadItemDoneEvent(item=hidden("a"))
        yield ThreadItemReplacedEvent(item=hidden("a", "changed"))
        yield ThreadItemReplacedEvent(item=hidden("b"))
        yield ProgressUpdateEvent(text="end")

    client = await Client(respond=respond).with_thread()

    assert kinds(await client.send()) == ["thread.item.done", "stream_options", "progress_update"]
    assert [item.content for item in (await client.items())[1:]] == ["changed", "x"]


@pytest.mark.conformance(26)
async def test_an_item_that_is_only_added_is_not_stored():
    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=message("msg", "text"))

    client = await Client(respond=respond).with_thread()
    await client.send()

    assert [item.type for item in await client.items()] == ["user_message"]
