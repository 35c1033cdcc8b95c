"""What `await chat.ask()` waits for beside the response: the functions of its effects and events."""

import asyncio
import time

import pytest

from chatkit_notebook import Chat
from chatkit_notebook.types import ClientEffectEvent, ErrorEvent
from tests.client.conftest import until


@pytest.fixture
def chat_of():
    chats = []

    def make(*args, **options):
        chats.append(Chat(*args, **options))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


def effects(*names):
    async def respond(thread, input_user_message, context):
        for name in names:
            yield ClientEffectEvent(name=name, data={})

    return respond


async def slowly():
    for _ in range(20):
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)


async def test_the_function_of_an_effect_has_run(chat_of):
    chat, heard = chat_of(effects("a", "b", "a")), []

    @chat.on_effect("a")
    async def a():
        await slowly()
        heard.append("a")

    @chat.on_effect("b")
    def b():
        time.sleep(0.02)
        heard.append("b")

    await chat.ask("go")
    assert sorted(heard) == ["a", "a", "b"]


async def test_the_function_of_every_effect_has_run(chat_of):
    chat, heard = chat_of(effects("x", "y")), []

    @chat.on_effect("*")
    async def hear(name, data):
        await slowly()
        heard.append(name)

    await chat.ask("go")
    assert heard == ["x", "y"]


@pytest.mark.parametrize("event", ["response.start", "response.end", "effect", "thread.change", "error"])
async def test_the_listeners_have_run(chat_of, event):
    async def respond(thread, input_user_message, context):
        yield ClientEffectEvent(name="a", data={})
        yield ErrorEvent(message="no")

    chat, heard = chat_of(respond), []

    @chat.on(event)
    async def hear():
        await slowly()
        heard.append(event)

    await chat.ask("go")
    assert event in heard


async def test_what_a_function_of_an_effect_raised_is_among_the_turn_s_events(chat_of):
    chat = chat_of(effects("a"))

    @chat.on_effect("a")
    async def a():
        await slowly()
        raise ValueError("broken")

    turn = await chat.ask("go")
    assert "chatkit.failure" in [row.type for row in turn.events]


async def test_an_action_waits_too(chat_of):
    chat, heard = chat_of(effects("a")), []
    await chat.ask("go")

    @chat.on_effect("b")
    async def b():
        await slowly()
        heard.append("b")

    @chat.on_action("press")
    def press():
        return ClientEffectEvent(name="b", data={})

    await chat.act("press")
    assert heard == ["b"]


async def test_ask_sync_waits_too(chat_of):
    chat, heard = chat_of(effects("a")), []

    @chat.on_effect("a")
    async def a():
        await slowly()
        heard.append("a")

    await asyncio.to_thread(chat.ask_sync, "go")
    assert heard == ["a"]


@pytest.mark.parametrize("kind", ["effect", "listener"])
async def test_a_function_that_asks_again_does_not_wait_for_its_own_next_call(chat_of, kind):
    chat, texts = chat_of(effects("a")), []

    async def again():
        if len(texts) < 3:
            texts.append(len(texts))
            assert (await chat.ask("more")).error is None
            texts.append("asked")

    if kind == "effect":
        chat.on_effect("a")(again)
    else:
        chat.on("response.end")(again)
    async with asyncio.timeout(15):
        await chat.ask("go")
        await until(lambda: texts.count("asked") >= 2)
    assert texts[:2] == [0, "asked"]


async def test_functions_that_ask_for_each_other_do_not_wait_in_a_circle(chat_of):
    heard = []

    async def respond(thread, input_user_message, context):
        yield ClientEffectEvent(name=input_user_message.content[0].text, data={})

    chat = chat_of(respond)

    async def ask(own, other):
        heard.append(own)
        if len(heard) < 4:
            await chat.ask(other)

    chat.on_effect("ping")(lambda: ask("ping", "pong"))
    chat.on_effect("pong")(lambda: ask("pong", "ping"))
    async with asyncio.timeout(15):
        await chat.ask("ping")
        await until(lambda: len(heard) >= 4)
    assert heard == ["ping", "pong", "ping", "pong"]


async def test_cancelling_the_wait_for_a_function_ends_the_wait(chat_of):
    chat, began, end = chat_of(effects("a")), asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    @chat.on_effect("a")
    async def a():
        loop.call_soon_threadsafe(began.set)
        await asyncio.Event().wait()
        end.set()

    asking = asyncio.ensure_future(chat.ask("go"))
    await began.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asking, 15)
