"""What a chat leaves behind when it is closed, and what it survives while it is not."""

import asyncio
import threading

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.ui import kernel_owned
from tests.doubles import ByteServer, created

WAIT_SECONDS = 30


def tell(chat, content):
    chat._handle_custom_msg(content, [])


async def all_done(chat):
    """Wait until the chat's loop has come round after what was posted so far."""

    async def pause():
        for _ in range(5):
            await asyncio.sleep(0)

    await chat._loop.run(pause())


async def test_closing_stops_what_runs(chat_of):
    begun, ended = threading.Event(), threading.Event()

    async def reply(text):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    chat = chat_of(reply)
    asking = asyncio.create_task(chat.ask("go"))
    assert await asyncio.to_thread(begun.wait, WAIT_SECONDS)
    chat.close()
    assert await asyncio.to_thread(ended.wait, WAIT_SECONDS)
    await asyncio.wait_for(asyncio.wait([asking]), WAIT_SECONDS)


async def test_a_request_that_arrives_after_the_end_reaches_no_server(chat_of):
    async def answer(_):
        yield created()

    chat = chat_of(ByteServer(answer))
    chat.close()
    body = {"type": "threads.create", "params": {"input": user_message("hi")}}
    tell(chat, {"type": "request", "id": "r1", "body": body})
    await all_done(chat)
    assert chat.server.requests == []
    assert len(chat.events) == 0


async def test_a_chat_may_be_closed_twice(chat_of, caplog):
    chat = chat_of(str.upper)
    chat.close()
    chat.close()
    await all_done(chat)
    assert caplog.records == []


async def test_nothing_is_corrected_after_the_end(chat_of, monkeypatch):
    monkeypatch.setattr(kernel_owned, "PAUSE", 60)
    chat = chat_of(str.upper)
    chat.set_state({"_esm": "x"})
    await all_done(chat)
    timer = chat._corrections._timer
    assert not timer.cancelled()
    chat.close()
    await all_done(chat)
    assert timer.cancelled()


def test_a_chat_that_was_refused_is_closed_without_a_word():
    refused = ChatKit.__new__(ChatKit)
    refused.close()
    assert "ChatKit" in repr(refused)


async def test_a_comm_that_fails_is_told_in_the_log_of_python_and_the_chat_lives_on(chat_of, monkeypatch, caplog):
    def fail(*_, **__):
        raise OSError("the socket is closed")

    chat = chat_of(str.upper)
    monkeypatch.setattr(chat.comm, "publish_msg", fail)
    assert (await chat.ask("hello")).text == "HELLO"
    assert "of type 'frames' could not be sent" in caplog.text


async def test_blocking_on_the_loop_that_runs_is_refused(chat_of):
    chat = chat_of(str.upper, runner="kernel")
    with pytest.raises(RuntimeError, match=r"await chat\.ask"):
        chat.ask_sync("hello")
    chat.close()
    await all_done(chat)
    assert chat._closing.done()
