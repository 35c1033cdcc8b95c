import asyncio
from typing import Any

import pytest
from pydantic import ConfigDict, Field

from chatkit_notebook.errors import CustomStreamError, ErrorCode, StreamError
from chatkit_notebook.server.pipeline import ThreadWatch
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import (
    ActiveStatus,
    ClosedStatus,
    LockedStatus,
    Page,
    ProgressUpdateEvent,
    Thread,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadMetadata,
)
from tests.server.client import NOW, Client, kinds, message, parse, text_input

NOTHING = ProgressUpdateEvent(text="nothing")


class CountingStore(MemoryStore):
    """Counts how often a thread is saved."""

    saves = 0

    async def save_thread(self, thread, context):
        self.saves += 1
        await super().save_thread(thread, context)


CHANGES = {
    "title": lambda thread: setattr(thread, "title", "New"),
    "status": lambda thread: setattr(thread, "status", ClosedStatus(reason="Over")),
    "reason": lambda thread: setattr(thread.status, "reason", "Other"),
    "domains": lambda thread: thread.allowed_image_domains.append("example.org"),
    "metadata": lambda thread: setattr(thread, "metadata", {}),
    "nested metadata": lambda thread: thread.metadata["deep"][0].update(b=2),
}
NO_CHANGES = {
    "equal title": lambda thread: setattr(thread, "title", str(b"Old", "ascii")),
    "equal status": lambda thread: setattr(thread, "status", LockedStatus(reason="Why")),
    "equal metadata": lambda thread: setattr(thread, "metadata", {"deep": [{"a": 1}]}),
    "there and back": lambda thread: (thread.metadata.update(x=1), thread.metadata.pop("x")),
}


def make_thread():
    status = LockedStatus(reason="Why")
    return {"title": "Old", "status": status, "allowed_image_domains": [], "metadata": {"deep": [{"a": 1}]}}


@pytest.mark.conformance(33, 34, 35)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("when", ["before an event", "after the last event"])
async def test_a_change_to_the_thread_is_saved_and_sent_once(change, when):
    async def respond(self, thread, message_, context):
        yield NOTHING
        change(thread)
        if when == "before an event":
            yield NOTHING
            yield NOTHING

    client = await Client(respond=respond, store=CountingStore()).with_thread(**make_thread())
    client.store.saves = 0
    events = await client.send()

    expected = ThreadMetadata(id="thr", created_at=NOW, **make_thread())
    change(expected)
    assert await client.thread() == expected
    assert client.store.saves == 1
    rest = kinds(events)[3:]
    if when == "before an event":
        assert rest == ["progress_update", "thread.updated", "progress_update"]
    else:
        assert rest == ["thread.updated"]


@pytest.mark.conformance(36)
@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
async def test_a_thread_that_stays_the_same_is_not_saved(change):
    async def respond(self, thread, message_, context):
        change(thread)
        yield NOTHING

    client = await Client(respond=respond, store=CountingStore()).with_thread(**make_thread())
    client.store.saves = 0

    assert "thread.updated" not in kinds(await client.send())
    assert client.store.saves == 0


@pytest.mark.conformance(11)
async def test_an_updated_thread_says_nothing_about_its_items():
    async def respond(self, thread, message_, context):
        thread.title = "New"
        thread.metadata["secret"] = 1
        yield NOTHING

    client = await Client(respond=respond).with_thread(allowed_image_domains=["a.org"])
    event = (await client.send())[-1]

    assert event["thread"] == {
        "title": "New",
        "id": "thr",
        "created_at": "2026-01-02T03:04:05",
        "status": {"type": "active"},
        "allowed_image_domains": ["a.org"],
        "metadata": {},
        "items": {"data": [], "has_more": False},
    }


ERRORS = [
    (CustomStreamError("Quota used up"), {"code": "custom", "message": "Quota used up", "allow_retry": False}),
    (CustomStreamError("x", allow_retry=True), {"code": "custom", "message": "x", "allow_retry": True}),
    (StreamError(ErrorCode.STREAM_ERROR), {"code": "stream.error", "allow_retry": True}),
    (StreamError(ErrorCode.STREAM_ERROR, allow_retry=False), {"code": "stream.error", "allow_retry": False}),
    (ValueError("a secret"), {"code": "stream.error", "allow_retry": True}),
    (NotImplementedError(), {"code": "stream.error", "allow_retry": True}),
]


@pytest.mark.conformance(37, 38, 39, 40, 41)
@pytest.mark.parametrize(("error", "expected"), ERRORS)
async def test_an_exception_becomes_an_error_and_the_stream_ends(error, expected):
    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=message("kept", "text"))
        thread.title = "New"
        raise error

    client = await Client(respond=respond).with_thread()
    events = await client.send()

    assert events[-2:-1] == [{"type": "error", **expected}]
    assert events[-1]["thread"]["title"] == "New"
    assert (await client.thread()).title == "New"
    assert (await client.item_ids())[1:] == ["kept"]


@pytest.mark.conformance(40)
async def test_only_unforeseen_errors_are_logged(caplog):
    for error, _ in ERRORS[:-1]:

        async def respond(self, thread, message_, context, error=error):
            raise error
            yield

        await (await Client(respond=respond).with_thread()).send()

    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info[0] is ValueError


async def test_the_log_knows_of_an_error_before_the_client_does(caplog):
    async def respond(self, thread, message_, context):
        raise ZeroDivisionError
        yield

    client = await Client(respond=respond).with_thread()
    known = {}
    async for frame in await client.process("threads.add_user_message", thread_id="thr", input=text_input()):
        known[parse(frame)["type"]] = len(caplog.records)

    assert known == {"thread.item.done": 0, "stream_options": 0, "error": 1}


class FailingStore(MemoryStore):
    """Keeps messages of the user only."""

    async def add_thread_item(self, thread_id, item, context):
        if item.type != "user_message":
            raise OSError("disk full")
        await super().add_thread_item(thread_id, item, context)


@pytest.mark.conformance(42)
async def test_a_store_that_fails_ends_the_response_with_an_error():
    async def respond(self, thread, message_, context):
        yield ThreadItemDoneEvent(item=message("msg", "text"))
        pytest.fail("the response went on")

    client = await Client(respond=respond, store=FailingStore()).with_thread()
    events = await client.send()

    assert kinds(events)[2:] == ["error"]
    assert events[-1]["allow_retry"] is True


async def test_other_responses_go_on_while_one_waits():
    order = []
    gate = asyncio.Event()

    async def respond(self, thread, message_, context):
        text = message_.content[0].text
        order.append(f"{text} begins")
        if text == "first":
            await gate.wait()
        order.append(f"{text} ends")
        gate.set()
        return
        yield

    client = await Client(respond=respond).with_thread()

    async with asyncio.timeout(15), asyncio.TaskGroup() as group:
        group.create_task(client.send("first"))
        group.create_task(client.send("second"))

    assert order == ["first begins", "second begins", "second ends", "first ends"]


# --- the watch on its own


class Extended(ThreadMetadata):
    model_config = ConfigDict(extra="allow", validate_assignment=True)

    labels: list[str] = Field(default_factory=list)
    anything: Any = None


@pytest.mark.parametrize(
    "change",
    [
        lambda thread: thread.labels.append("a"),
        lambda thread: setattr(thread, "labels", ["a"]),
        lambda thread: setattr(thread, "title", "New"),
        lambda thread: setattr(thread, "another", [1]),
        lambda thread: thread.extra.append(1),
        lambda thread: setattr(thread, "anything", ActiveStatus()),
    ],
)
def test_fields_of_a_subclass_are_watched_as_well(change):
    thread = Extended(id="t", created_at=NOW, extra=[])
    watch = ThreadWatch(thread)
    assert not watch.has_changed()

    change(thread)

    assert watch.has_changed()
    watch.remember()
    assert not watch.has_changed()


def test_the_items_of_a_whole_thread_are_watched_as_well():
    thread = Thread(id="t", created_at=NOW, items=Page(data=[message("a", "x")]).model_dump())
    watch = ThreadWatch(thread)
    assert not watch.has_changed()

    thread.items.data[0].content[0].text = "y"

    assert watch.has_changed()


async def test_a_dropped_stream_lets_the_response_clean_up():
    closed = asyncio.Event()

    async def respond(self, thread, message_, context):
        try:
            yield ThreadItemAddedEvent(item=message("msg", "text"))
        finally:
            closed.set()

    client = await Client(respond=respond).with_thread()
    result = await client.process("threads.add_user_message", thread_id="thr", input=text_input())
    async for frame in result:
        if b"item.added" in frame:
            break
    await result.json_events.aclose()

    async with asyncio.timeout(15):
        await closed.wait()
    assert [item.type for item in await client.items()] == ["user_message"]
