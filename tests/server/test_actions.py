import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import ClientEffectEvent, SyncCustomActionResponse, ThreadItemReplacedEvent, WidgetItem
from chatkit_notebook.widgets import Card
from tests.server.client import Client, base, kinds, message

GO = {"type": "go", "payload": {"n": 1}}


def widget(size="sm"):
    return WidgetItem(**base("w"), widget=Card(children=[], size=size))


@pytest.mark.conformance(60)
async def test_an_action_is_answered_with_a_stream():
    got = []
    item = widget()

    async def action(self, thread, action, sender, context):
        got.append((thread.id, action.type, action.payload, sender, context))
        yield ThreadItemReplacedEvent(item=widget("lg"))
        thread.title = "Acted"
        yield ClientEffectEvent(name="beep")

    client = await Client(action=action).with_thread(item)
    events = await client.stream("threads.custom_action", thread_id="thr", item_id="w", action=GO)

    assert kinds(events) == ["stream_options", "thread.item.replaced", "client_effect", "thread.updated"]
    assert got == [("thr", "go", {"n": 1}, item, "context")]
    assert (await client.items())[0].widget.size == "lg"


@pytest.mark.conformance(60)
@pytest.mark.parametrize("item_id", [{}, {"item_id": None}, {"item_id": ""}])
async def test_an_action_may_come_from_elsewhere(item_id):
    got = []

    async def action(self, thread, action, sender, context):
        got.append((action.payload, sender))
        return
        yield

    client = await Client(action=action).with_thread()
    await client.stream("threads.custom_action", thread_id="thr", action={"type": "go"}, **item_id)

    assert got == [(None, None)]


@pytest.mark.conformance(61)
async def test_an_action_from_what_is_no_widget_is_an_error():
    client = await Client().with_thread(message("msg", "x"))

    events = await client.stream("threads.custom_action", thread_id="thr", item_id="msg", action=GO)

    assert events == [{"type": "error", "code": "stream.error", "allow_retry": False}]


@pytest.mark.conformance(62)
async def test_an_action_that_the_server_does_not_know_is_an_error(caplog):
    client = await Client().with_thread()

    events = await client.stream("threads.custom_action", thread_id="thr", action=GO)

    assert kinds(events) == ["stream_options", "error"]
    assert "has no answer to the action 'go': override action()" in caplog.text


@pytest.mark.conformance(63)
async def test_a_synchronous_action_returns_the_new_item_and_stores_nothing():
    got = []

    async def sync_action(self, thread, action, sender, context):
        got.append((thread.id, action.payload, sender.id, context))
        thread.title = "Not saved"
        return SyncCustomActionResponse(updated_item=widget("lg"))

    client = await Client(sync_action=sync_action).with_thread(widget())
    answer = await client.ask("threads.sync_custom_action", thread_id="thr", item_id="w", action=GO)

    assert answer["updated_item"]["widget"] == {"type": "Card", "children": [], "size": "lg"}
    assert got == [("thr", {"n": 1}, "w", "context")]
    assert (await client.items())[0].widget.size == "sm"
    assert (await client.thread()).title is None


@pytest.mark.conformance(63)
async def test_a_synchronous_action_may_change_nothing():
    async def sync_action(self, thread, action, sender, context):
        return SyncCustomActionResponse()

    client = await Client(sync_action=sync_action).with_thread()

    assert await client.ask("threads.sync_custom_action", thread_id="thr", action=GO) == {}


@pytest.mark.conformance(64)
@pytest.mark.parametrize(
    ("item_id", "error", "said"),
    [
        ("msg", ValueError, "'msg' is of type 'assistant_message'"),
        ("nope", NotFoundError, "nope"),
        (None, NotImplementedError, "override sync_action"),
    ],
)
async def test_a_synchronous_action_that_fails_raises(item_id, error, said):
    client = await Client().with_thread(message("msg", "x"))

    with pytest.raises(error, match=said):
        await client.process("threads.sync_custom_action", thread_id="thr", item_id=item_id, action=GO)
