"""What a response stores and sends."""

import asyncio

import pytest

from chatkit_notebook.types import (
    ClientEffectEvent,
    ClosedStatus,
    CustomTask,
    ErrorEvent,
    GeneratedImage,
    GeneratedImageItem,
    HiddenContextItem,
    NoticeEvent,
    ProgressUpdateEvent,
    SDKHiddenContextItem,
    StreamOptions,
    StreamOptionsEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    WidgetItem,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
)
from chatkit_notebook.widgets import Card
from tests.server.client import Client, base, delta, kinds, message, text_input, user_message

HIDDEN = [HiddenContextItem, SDKHiddenContextItem]


def hidden(kind, content="x"):
    return kind(**base("hidden"), content=content)


def workflow(*tasks):
    return WorkflowItem(**base("workflow"), workflow=Workflow(type="custom", tasks=list(tasks)))


@pytest.mark.conformance(19)
@pytest.mark.parametrize("op", ["threads.create", "threads.add_user_message"])
async def test_a_message_with_an_unknown_attachment_breaks_the_stream(op):
    asked = []

    def respond(self, thread, message_, context):
        asked.append(message_)

    client = await Client(respond=respond).with_thread()
    params = {"thread_id": "thr"} if op == "threads.add_user_message" else {}

    with pytest.raises(Exception, match="'nope'"):
        await client.stream(op, **params, input=text_input(attachments=["nope"]))
    assert asked == []


@pytest.mark.conformance(23)
async def test_a_quotation_is_stored_and_sent_back():
    client = await Client().with_thread()

    event = (await client.send("Why?", quoted_text="a passage"))[0]

    assert event["item"]["quoted_text"] == "a passage"
    assert (await client.items())[0].quoted_text == "a passage"


QUIET = [
    pytest.param(ThreadItemAddedEvent(item=message("msg", "text")), id="added"),
    pytest.param(delta("text"), id="updated"),
    pytest.param(ProgressUpdateEvent(text="busy"), id="progress"),
    pytest.param(ClientEffectEvent(name="beep"), id="effect"),
    pytest.param(NoticeEvent(level="info", message="m"), id="notice"),
    pytest.param(ErrorEvent(message="m"), id="error"),
    pytest.param(StreamOptionsEvent(stream_options=StreamOptions(allow_cancel=True)), id="options"),
]


@pytest.mark.conformance(26, 29)
@pytest.mark.parametrize("event", QUIET)
async def test_what_finishes_no_item_uses_no_store(event, recorder):
    async def respond(self, thread, message_, context):
        recorder.calls.clear()
        yield event

    client = await Client(store=recorder, respond=respond).with_thread()

    assert kinds(await client.send())[2:] == [event.type]
    assert recorder.calls == []


@pytest.mark.conformance(30)
@pytest.mark.parametrize("kind", HIDDEN)
async def test_a_hidden_item_that_is_done_is_stored_and_not_sent(kind):
    item = hidden(kind)

    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=item)

    client = await Client(respond=respond).with_thread()

    assert kinds(await client.send()) == ["thread.item.done", "stream_options"]
    assert await client.store.load_item("thr", "hidden", None) == item


@pytest.mark.conformance(31)
@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize("event", [ThreadItemAddedEvent, ThreadItemReplacedEvent])
async def test_a_hidden_item_is_never_sent(kind, event):
    async def respond(self, thread, message_, context):
        yield event(item=hidden(kind))

    client = await Client(respond=respond).with_thread()

    assert kinds(await client.send()) == ["thread.item.done", "stream_options"]
    assert ("hidden" in await client.item_ids()) is (event is ThreadItemReplacedEvent)


@pytest.mark.conformance(32)
@pytest.mark.parametrize("kind", HIDDEN)
async def test_a_hidden_item_is_in_no_list(kind):
    client = await Client().with_thread(user_message(), hidden(kind), message("msg", "x"))

    thread = await client.ask("threads.get_by_id", thread_id="thr")
    page = await client.ask("items.list", thread_id="thr")

    assert [item["id"] for item in thread["items"]["data"]] == ["user", "msg"]
    assert [item["id"] for item in page["data"]] == ["msg", "user"]


@pytest.mark.conformance(33)
async def test_a_title_is_sent_between_the_events_around_it():
    async def respond(self, thread, message_, context):
        thread.title = "New"
        yield ProgressUpdateEvent(text="1")
        yield ProgressUpdateEvent(text="2")

    client = await Client(respond=respond).with_thread(title="Old")
    events = (await client.send())[2:]

    assert kinds(events) == ["progress_update", "thread.updated", "progress_update"]
    assert events[1]["thread"]["title"] == "New"
    assert (await client.thread()).title == "New"


@pytest.mark.conformance(35)
async def test_a_new_status_and_new_image_domains_are_sent():
    async def respond(self, thread, message_, context):
        thread.metadata["a"] = 1
        yield ProgressUpdateEvent(text="1")
        thread.status = ClosedStatus(reason="Over")
        yield ProgressUpdateEvent(text="2")
        thread.allowed_image_domains = ["a.example"]
        yield ProgressUpdateEvent(text="3")

    client = await Client(respond=respond).with_thread()
    sent = [event["thread"] for event in await client.send() if event["type"] == "thread.updated"]

    closed = {"type": "closed", "reason": "Over"}
    assert [thread["status"] for thread in sent] == [{"type": "active"}, closed, closed]
    assert [thread.get("allowed_image_domains") for thread in sent] == [None, None, ["a.example"]]
    assert (await client.thread()).metadata == {"a": 1}


@pytest.mark.conformance(40)
async def test_the_text_of_an_exception_is_logged_and_not_sent(caplog):
    async def respond(self, thread, message_, context):
        raise LookupError("a secret")
        yield

    events = await (await Client(respond=respond).with_thread()).send()

    assert events[2:] == [{"type": "error", "code": "stream.error", "allow_retry": True}]
    assert "LookupError: a secret" in caplog.text


STEPS = {
    "add_thread_item": lambda _thread: ThreadItemDoneEvent(item=message("msg", "x")),
    "save_item": lambda _thread: ThreadItemReplacedEvent(item=message("msg", "x")),
    "delete_thread_item": lambda _thread: ThreadItemRemovedEvent(item_id="msg"),
    "save_thread": lambda thread: setattr(thread, "title", "New"),
}


@pytest.mark.conformance(42)
@pytest.mark.parametrize("method", STEPS)
@pytest.mark.parametrize("is_last", [True, False])
async def test_whatever_the_store_cannot_do_is_an_error(method, is_last, monkeypatch):
    async def fail(*_args, **_kwargs):
        raise OSError("disk full")

    async def respond(self, thread, message_, context):
        monkeypatch.setattr(self.store, method, fail)
        event = STEPS[method](thread)
        if event is not None:
            yield event
        if not is_last:
            yield ProgressUpdateEvent(text="more")

    client = await Client(respond=respond).with_thread()
    events = await client.send()

    assert [event for event in events[2:] if event["type"] != "progress_update"] == [
        {"type": "error", "code": "stream.error", "allow_retry": True}
    ]


CUT_OFF = [
    WidgetItem(**base("cut"), widget=Card(children=[])),
    WorkflowItem(**base("cut"), workflow=Workflow(type="custom", tasks=[CustomTask(title="a")])),
    GeneratedImageItem(**base("cut"), image=GeneratedImage(id="i", url="data:,")),
]


@pytest.mark.conformance(46)
@pytest.mark.parametrize("item", CUT_OFF, ids=lambda item: item.type)
async def test_only_messages_outlive_a_cancellation(item):
    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=item)
        yield ThreadItemAddedEvent(item=message("msg", "kept"))
        await client.gate()

    client = await Client(respond=respond).with_thread()
    await client.send_and_cancel()

    kept = {each.type for each in await client.items()}
    assert kept == {"user_message", "assistant_message", "sdk_hidden_context"}


@pytest.mark.conformance(43)
async def test_a_cancellation_that_the_response_raises_is_handled_alike():
    handled = []

    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=message("msg", "text"))
        raise asyncio.CancelledError

    async def handle_stream_cancelled(self, thread, pending_items, context):
        handled.append([item.id for item in pending_items])

    client = await Client(respond=respond, handle_stream_cancelled=handle_stream_cancelled).with_thread()

    with pytest.raises(asyncio.CancelledError):
        await client.send()
    assert handled == [["msg"]]


@pytest.mark.conformance(48)
async def test_updates_do_not_grow_the_item_that_they_are_about():
    async def respond(self, thread, message_, context):
        item = workflow(CustomTask(title="a"))
        yield ThreadItemAddedEvent(item=item)
        item.workflow.tasks.append(CustomTask(title="b"))
        update = WorkflowTaskAdded(task_index=1, task=item.workflow.tasks[1])
        yield ThreadItemUpdatedEvent(item_id=item.id, update=update)
        yield ThreadItemDoneEvent(item=item)

    client = await Client(respond=respond).with_thread()
    added, _, done = (await client.send())[2:]

    assert [task["title"] for task in added["item"]["workflow"]["tasks"]] == ["a"]
    assert [task["title"] for task in done["item"]["workflow"]["tasks"]] == ["a", "b"]
    assert len((await client.items())[-1].workflow.tasks) == 2
