"""A widget from any cell: it is in the thread for everybody, changes, goes, and tells what was filled in."""

import chatkit.server
import pytest

from chatkit_notebook import Chat, MemoryStore, WidgetError
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.widgets import Card, Input, Text
from tests.doubles import ByteServer
from tests.official_server import DictStore


class Ours(ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        return
        yield


class Official(chatkit.server.ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        return
        yield


@pytest.fixture(params=[(Ours, MemoryStore), (Official, DictStore)], ids=["ours", "official"])
def chat(request):
    server, store = request.param
    chat = Chat(server(store()))
    yield chat
    chat.close()


def card(text, *fields):
    return Card(children=[Text(value=text), *fields])


async def settled(shown):
    """Wait for what was asked of a widget so far."""

    async def turn():
        async with shown._turns:
            pass

    await shown._loop.run(turn())


def shown_texts(chat):
    return [item.widget.children[0].value for item in chat.items if item.type == "widget"]


async def stored(chat):
    page = await chat._loop.run(chat._session.call({"type": "items.list", "params": {"thread_id": chat.thread_id}}))
    return [item["widget"]["children"][0]["value"] for item in page["data"] if item["type"] == "widget"]


async def test_a_widget_begins_a_thread_changes_and_goes(chat):
    shown = chat.show(card("one"))
    await settled(shown)
    assert chat.thread_id is not None
    assert (shown_texts(chat), await stored(chat)) == (["one"], ["one"])
    shown.update({"type": "Card", "children": [{"type": "Text", "value": "two"}]})
    await settled(shown)
    assert (shown_texts(chat), await stored(chat)) == (["two"], ["two"])
    assert repr(shown) == f"ShownWidget(Card, item_id={shown.item_id!r})"
    shown.remove()
    await settled(shown)
    assert (chat.items, await stored(chat)) == ([], [])
    assert len(chat.events.where(type="chatkit.failure")) == 0


async def test_a_widget_joins_the_thread_that_is_shown(chat):
    await chat.ask("hello")
    thread_id = chat.thread_id
    shown = [chat.show(card(text)) for text in ("a", "b", "c")]
    for each in shown:
        await settled(each)
    assert (chat.thread_id, shown_texts(chat)) == (thread_id, ["a", "b", "c"])
    assert len({each.item_id for each in shown}) == 3


async def test_its_value_is_what_was_typed_so_far(chat):
    shown = chat.show(card("form", Input(name="todo.title", defaultValue="draft"), Input(name="n")))
    assert shown.value == {"todo": {"title": "draft"}, "n": ""}
    await settled(shown)
    typed = {"key": "Input:todo.title", "name": "todo.title", "value": "typed", "base": "draft"}
    chat._session.drafts.fill(shown.item_id, "page", [typed])
    assert shown.value == {"todo": {"title": "typed"}, "n": ""}
    shown.update(card("form", Input(name="todo.title", defaultValue="anew")))
    assert shown.value == {"todo": {"title": "anew"}}
    await settled(shown)
    assert shown.value == {"todo": {"title": "anew"}}


async def test_what_is_wrong_is_told_at_once(chat):
    with pytest.raises(WidgetError, match=r"Card\.children\[0\]\.Text\.value: is missing"):
        chat.show({"type": "Card", "children": [{"type": "Text"}]})
    shown = chat.show(card("one"))
    with pytest.raises(WidgetError, match="A widget begins with"):
        shown.update(Text(value="x"))
    await settled(shown)
    assert shown_texts(chat) == ["one"]


async def test_a_server_without_a_store_can_show_none():
    chat = Chat(ByteServer({}))
    with pytest.raises(TypeError, match="ByteServer has no store"):
        chat.show(card("one"))
    chat.close()


async def test_what_fails_in_the_store_is_told_in_the_chat(chat, monkeypatch):
    async def fail(*_, **__):
        raise OSError("The disk is full.")

    monkeypatch.setattr(chat.server.store, "add_thread_item", fail)
    await settled(chat.show(card("one")))
    notices = chat._session.current.state["notices"]
    assert [(each["title"], each["message"]) for each in notices] == [
        ("A widget could not be shown", "OSError: The disk is full.")
    ]


async def test_its_value_is_of_the_widget_that_an_action_put_in_its_place(chat):
    @chat.on_action("pick")
    def pick(choice):
        return card("next", Input(name=choice, defaultValue="fresh"))

    shown = chat.show(card("first", Input(name="old")))
    await settled(shown)
    await chat.act("pick", {"choice": "new"}, item_id=shown.item_id)
    assert shown_texts(chat) == ["next"]
    assert shown.value == {"new": "fresh"}
    shown.update(card("last", Input(name="own")))
    assert shown.value == {"own": ""}
    await settled(shown)
    assert shown.value == {"own": ""}


async def test_its_value_is_of_its_own_widget_while_another_thread_is_shown(chat):
    @chat.on_action("pick")
    def pick():
        return card("next", Input(name="new"))

    shown = chat.show(card("first", Input(name="old")))
    await settled(shown)
    await chat.act("pick", {}, item_id=shown.item_id)
    thread_id = chat.thread_id
    await chat._loop.run(chat._session.open_thread(None))
    assert shown.value == {"new": ""}
    await chat._loop.run(chat._session.open_thread(thread_id))
    assert shown.value == {"new": ""}
    await chat.act("pick", {}, item_id=shown.item_id)
    assert shown.value == {"new": ""}
