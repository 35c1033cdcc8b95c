"""What requests do to the store, call by call."""

import pytest

from chatkit_notebook.agents import AgentContext
from chatkit_notebook.store import AttachmentStore, MemoryStore
from chatkit_notebook.types import (
    SyncCustomActionResponse,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadMetadata,
    WidgetItem,
)
from chatkit_notebook.widgets import Card
from tests.server.client import NOW, Client, base, hidden, kinds, message, text_input, tool_call, user_message


async def answer(_self, _thread, _message, _context):
    yield ThreadItemDoneEvent(item=message("answer", "text"))


@pytest.mark.conformance(50)
async def test_a_call_that_waits_is_deleted_if_it_is_among_the_newest_twenty_items():
    calls = [tool_call("21st"), tool_call("20th")]
    between = [message(f"m{n}", "x") for n in range(18)]
    client = await Client(respond=answer).with_thread(*calls, *between, tool_call("new"))

    await client.stream("threads.add_client_tool_output", thread_id="thr", result=1)

    ids = await client.item_ids()
    assert ids == ["21st", *[item.id for item in between], "new", "answer"]
    assert (await client.store.load_item("thr", "new", None)).status == "completed"


@pytest.mark.conformance(51)
async def test_an_output_that_nobody_waits_for_changes_nothing(recorder):
    client = await Client(store=recorder, respond=answer).with_thread(tool_call(status="completed"))
    recorder.calls.clear()

    with pytest.raises(ValueError, match="No client tool call"):
        await client.stream("threads.add_client_tool_output", thread_id="thr", result=1)
    assert {name for name, *_ in recorder.calls} == {"load_thread", "load_thread_items"}


@pytest.mark.conformance(57, 58)
async def test_a_retry_deletes_the_newest_first_and_page_by_page(recorder):
    asked = [message("before", "x"), user_message("asked")]
    later = [hidden("hidden"), *[message(f"m{n}", "x") for n in range(44)]]
    client = await Client(store=recorder, respond=answer).with_thread(*asked, *later)
    recorder.calls.clear()

    events = await client.stream("threads.retry_after_item", thread_id="thr", item_id="asked")

    loaded = [call[2:5] for call in recorder.calls if call[0] == "load_thread_items"]
    assert loaded == [(None, 20, "desc"), ("m24", 20, "desc"), ("m4", 20, "desc")]
    deleted = [call[1:3] for call in recorder.calls if call[0] == "delete_thread_item"]
    assert deleted == [("thr", item.id) for item in reversed(later)]
    assert kinds(events) == ["stream_options", "thread.item.done"]
    assert events[1]["item"]["id"] == "answer"


@pytest.mark.conformance(63)
async def test_a_synchronous_action_only_reads_from_the_store(recorder):
    async def sync_action(self, thread, action, sender, context):
        thread.title = "New"
        return SyncCustomActionResponse(updated_item=message("changed", "x"))

    widget = WidgetItem(**base("widget"), widget=Card(children=[]))
    client = await Client(store=recorder, sync_action=sync_action).with_thread(widget)
    recorder.calls.clear()

    answer = await client.ask("threads.sync_custom_action", thread_id="thr", item_id="widget", action={"type": "go"})

    assert answer["updated_item"]["id"] == "changed"
    assert [call[:3] for call in recorder.calls] == [("load_thread", "thr"), ("load_item", "thr", "widget")]


@pytest.mark.conformance(65)
@pytest.mark.parametrize("limit", [{}, {"limit": None}, {"limit": 0}])
@pytest.mark.parametrize(("op", "params"), [("threads.list", {}), ("items.list", {"thread_id": "thr"})])
async def test_a_page_has_the_newest_twenty_rows_unless_asked_for_others(op, params, limit):
    client = Client()
    for number in range(25):
        await client.store.save_thread(ThreadMetadata(id=f"{number}", created_at=NOW), None)
        await client.store.add_thread_item("thr", message(f"{number}", "x"), None)

    page = await client.ask(op, **params, **limit)
    forwards = await client.ask(op, **params, **limit, order="asc")

    assert [row["id"] for row in page["data"]] == [f"{n}" for n in range(24, 4, -1)]
    assert [row["id"] for row in forwards["data"]] == [f"{n}" for n in range(20)]
    assert (page["has_more"], page["after"]) == (True, "5")


class Numbered(MemoryStore):
    """Makes ids of its own kind."""

    def generate_thread_id(self, context):
        return f"thread of {context}"

    def generate_item_id(self, item_type, thread, context):
        return f"{item_type} in {thread.id}"


class Files(AttachmentStore):
    async def delete_attachment(self, attachment_id, context):
        pass

    def generate_attachment_id(self, mime_type, context):
        return f"{mime_type} of {context}"


@pytest.mark.conformance(73)
async def test_a_store_may_make_ids_of_its_own():
    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=message("msg", "text"))
        agent = AgentContext(thread=thread, store=self.store, request_context=context)
        made.extend([agent.generate_id("thread"), agent.generate_id("workflow"), agent.generate_id("tool_call")])

    made = []
    client = Client(store=Numbered(), respond=respond, context="ada")
    created, user, *_ = await client.stream("threads.create", input=text_input())

    assert created["thread"]["id"] == "thread of ada"
    assert user["item"]["id"] == "message in thread of ada"
    assert made == ["thread of ada", "workflow in thread of ada", "tool_call in thread of ada"]
    assert Files().generate_attachment_id("text/plain", "ada") == "text/plain of ada"


@pytest.mark.conformance(73)
async def test_a_store_may_name_the_note_of_a_cancellation():
    async def respond(self, thread, message_, context):
        yield ThreadItemAddedEvent(item=message())
        await client.gate()

    client = await Client(store=Numbered(), respond=respond).with_thread()
    await client.send_and_cancel()

    assert await client.item_ids() == ["message in thr", "sdk_hidden_context in thr"]
