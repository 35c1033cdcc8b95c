"""A function of ``@chat.on_action`` that passes the action on, and clicks for which there is no function."""

import asyncio
from datetime import datetime

import chatkit.server
import chatkit.types
import chatkit.widgets
import pytest

import chatkit_notebook.server
import chatkit_notebook.types
import chatkit_notebook.widgets
from chatkit_notebook import Chat, MemoryStore
from tests.official_server import DictStore

OURS = (chatkit_notebook.server.ChatKitServer, chatkit_notebook.types, chatkit_notebook.widgets, MemoryStore)
OFFICIAL = (chatkit.server.ChatKitServer, chatkit.types, chatkit.widgets, DictStore)


@pytest.fixture(params=[OURS, OFFICIAL], ids=["ours", "official"])
async def chat_of(request):
    """A chat that shows the widget ``w`` of a server with methods of its own."""
    base, types, widgets, store = request.param
    chats = []

    async def respond(_, thread, input_user_message, context):
        fields = {"id": "w", "thread_id": thread.id, "created_at": datetime(2026, 1, 2)}  # noqa: DTZ001 - naive is the default
        yield types.ThreadItemDoneEvent(item=types.WidgetItem(**fields, widget=widgets.Card(children=[])))

    async def make(**methods):
        server = type("Server", (base,), {"respond": respond, "types": types, **methods})(store())
        chats.append(chat := Chat(server))
        await chat.ask("hi")
        return chat

    yield make
    for chat in chats:
        chat.close()


def answering(heard):
    async def action(self, thread, action, sender, context):
        heard.append((action.type, action.payload, sender and sender.id))
        yield self.types.ClientEffectEvent(name="answered", data={"type": action.type})

    return action


async def click(chat, kind, payload=None, handler="client"):
    """Click on a control of the widget, as the view does."""
    async with asyncio.timeout(15):
        if handler == "client":
            session = chat._session
            clicked = session.client_action({"type": kind, "payload": payload}, "w")
            return await asyncio.wrap_future(chat._loop.start(clicked))
        return await chat.act(kind, payload, item_id="w")


@pytest.mark.parametrize("handler", ["client", "server"])
@pytest.mark.parametrize("item_id", ["w", None])
async def test_what_is_passed_on_reaches_the_server_once(chat_of, handler, item_id):
    server, mine = [], []
    chat = await chat_of(action=answering(server))

    @chat.on_action("pick")
    async def pick(payload):
        mine.append(payload)
        turn = await chat.act("pick", {"n": 2}, item_id=item_id)
        assert turn.error is None
        assert "client_effect" in [row.type for row in turn.events]

    await click(chat, "pick", {"n": 1}, handler)
    assert (mine, server) == ([{"n": 1}], [("pick", {"n": 2}, item_id)])


@pytest.mark.parametrize("handler", ["client", "server"])
async def test_another_action_may_be_passed_on_and_its_own_function_comes_first(chat_of, handler):
    server, mine = [], []
    chat = await chat_of(action=answering(server))

    @chat.on_action("pick")
    async def pick():
        await chat.act("buy", {"n": 2}, item_id="w")
        mine.append("pick ends")

    @chat.on_action("buy")
    async def buy():
        mine.append("buy")
        await chat.act("buy", {"n": 3}, item_id="w")

    await click(chat, "pick", None, handler)
    assert (mine, server) == (["buy", "pick ends"], [("buy", {"n": 3}, "w")])


@pytest.mark.parametrize("handler", ["client", "server"])
async def test_functions_that_pass_on_to_each_other_end_at_the_server(chat_of, handler):
    server = []
    chat = await chat_of(action=answering(server))
    chat.on_action("a")(lambda: chat.act("b"))
    chat.on_action("b")(lambda: chat.act("a"))

    await click(chat, "a", None, handler)
    assert server == [("a", None, None)]


@pytest.mark.parametrize("handler", ["client", "server"])
async def test_a_generator_may_pass_on_in_between(chat_of, handler):
    server, effects = [], []
    chat = await chat_of(action=answering(server))
    types = chat.server.types

    @chat.on_effect("*")
    def hear(name, data):
        effects.append(name)

    @chat.on_action("pick")
    async def pick():
        yield types.ClientEffectEvent(name="before")
        await chat.act("pick")
        yield types.ClientEffectEvent(name="after")

    await click(chat, "pick", None, handler)
    # What a function gives to a click that the client handles is not used.
    assert effects == (["before", "answered", "after"] if handler == "server" else ["answered"])


@pytest.mark.parametrize("handler", ["client", "server"])
async def test_what_is_passed_on_may_be_passed_on_several_times(chat_of, handler):
    server = []
    chat = await chat_of(action=answering(server))

    @chat.on_action("pick")
    async def pick():
        for n in range(3):
            await chat.act("pick", n)

    await click(chat, "pick", None, handler)
    assert [payload for _, payload, _ in server] == [0, 1, 2]


@pytest.mark.parametrize("handler", ["client", "server"])
async def test_a_server_without_an_action_is_told_of_when_something_is_passed_on(chat_of, handler):
    chat = await chat_of()
    chat.on_action("pick")(lambda: chat.act("pick"))

    await click(chat, "pick", None, handler)
    (error,) = chat.events.where(type="error")
    assert '@chat.on_action("pick")' in error.payload["message"]


async def test_an_error_of_the_server_s_own_action_reaches_the_function(chat_of):
    caught = []

    async def action(self, thread, action, sender, context):
        raise ZeroDivisionError("nothing to divide by")
        yield

    chat = await chat_of(action=action)

    @chat.on_action("pick")
    async def pick():
        try:
            await chat.act("pick")
        except ZeroDivisionError as error:
            caught.append(error)

    assert (await click(chat, "pick", None, "server")).error is None
    assert len(caught) == 1


async def test_stop_ends_what_is_passed_on(chat_of):
    begun, ended = asyncio.Event(), asyncio.Event()
    here = asyncio.get_running_loop()

    async def action(self, thread, action, sender, context):
        try:
            here.call_soon_threadsafe(begun.set)
            await asyncio.Event().wait()
            yield
        finally:
            here.call_soon_threadsafe(ended.set)

    chat = await chat_of(action=action)
    chat.on_action("pick")(lambda: chat.act("pick"))
    clicked = asyncio.ensure_future(click(chat, "pick", None, "server"))
    await asyncio.wait_for(begun.wait(), 15)
    chat.stop()
    await asyncio.wait_for(ended.wait(), 15)
    assert (await clicked).error is None


async def test_an_action_that_does_not_stream_is_passed_on_too(chat_of):
    server = []

    async def sync_action(self, thread, action, sender, context):
        server.append((action.type, action.payload, sender and sender.id))
        return self.types.SyncCustomActionResponse()

    chat = await chat_of(sync_action=sync_action)

    @chat.on_action("pick")
    async def pick():
        assert (await chat.act("pick", 2, item_id="w")).error is None

    params = {"thread_id": chat.thread_id, "action": {"type": "pick", "payload": 1}, "item_id": "w"}
    await chat._loop.run(chat._session.call({"type": "threads.sync_custom_action", "params": params}))
    assert server == [("pick", 2, "w")]


async def test_another_chat_s_action_is_that_chat_s_own(chat_of):
    first, second = [], []
    chat, other = await chat_of(action=answering(first)), await chat_of(action=answering(second))
    chat.on_action("pick")(lambda: other.act("pick"))

    await click(chat, "pick", None, "server")
    assert second == [("pick", None, None)]


@pytest.mark.parametrize("payload", [None, {}, {"n": 1}, [1, 2], "text", 3])
async def test_a_click_that_no_function_is_for_goes_to_the_server(chat_of, payload):
    server = []
    chat = await chat_of(action=answering(server))
    chat.on_action("other")(lambda: None)

    await click(chat, "pick", payload)
    assert server == [("pick", payload, "w")]
    assert "client_effect" in [row.type for row in chat.events]


async def test_a_click_that_nobody_is_for_is_told(chat_of):
    chat = await chat_of()
    with pytest.raises(LookupError, match=r'@chat\.on_action\("pick"\)'):
        await click(chat, "pick")
