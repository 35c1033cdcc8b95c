"""What a chat leaves behind when it is closed, and what it survives while it is not."""

import asyncio
import threading

import pytest
from comm import get_comm_manager

from chatkit_notebook import ChatKit, SQLStore, StoreError
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


REQUESTS = {
    "ask": lambda chat: chat.ask("hi"),
    "send_user_message": lambda chat: chat.send_user_message("hi"),
    "act": lambda chat: chat.act("buy", {"sku": 1}),
    "retry": lambda chat: chat.retry(),
    "feedback": lambda chat: chat.feedback(None, "positive"),
    "set_thread_id": lambda chat: chat.set_thread_id(None),
    "another thread": lambda chat: chat.set_thread_id("thr_1"),
    "threads": lambda chat: chat.threads(),
    "search": lambda chat: chat.search("word"),
    "fetch_updates": lambda chat: chat.fetch_updates(),
    "delete_thread": lambda chat: chat.delete_thread("thr_1"),
    "copy_thread": lambda chat: chat.copy_thread(),
    "fork": lambda chat: chat.fork(chat.items[0].id),
    "export_threads": lambda chat: chat.export_threads("/dev/null"),
    "import_threads": lambda chat: chat.import_threads("/dev/null"),
    "read_attachment": lambda chat: chat.read_attachment("att_1"),
}
CALLS = {
    "ask_sync": lambda chat: chat.ask_sync("hi"),
    "focus_composer": lambda chat: chat.focus_composer(),
    "set_composer_value": lambda chat: chat.set_composer_value("x"),
    "set_options": lambda chat: chat.set_options(height=300),
}


@pytest.mark.parametrize("ask", REQUESTS.values(), ids=REQUESTS)
async def test_what_is_asked_after_the_end_is_refused_in_words_and_what_was_said_stays(chat_of, ask):
    chat = chat_of(str.upper)
    await chat.ask("hello")
    chat.close()
    with pytest.raises(RuntimeError, match=r"This chat is closed\. Make a new one"):
        await ask(chat)
    assert [item.type for item in chat.items] == ["user_message", "assistant_message"]
    assert len(chat.events) > 0
    assert "closed" in repr(chat)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_is_called_after_the_end_is_refused_in_words(chat_of, call):
    chat = chat_of(str.upper)
    chat.close()
    with pytest.raises(RuntimeError, match="This chat is closed"):
        call(chat)


async def test_a_closed_chat_frees_its_comms_and_its_database(chat_of, tmp_path):
    comms = set(get_comm_manager().comms)
    threads = {thread for thread in threading.enumerate() if thread.name.startswith("chatkit-store")}
    chat = chat_of(str.upper, store=tmp_path / "threads.db")
    await chat.ask("hello")
    chat.close()
    await asyncio.wrap_future(chat._closing)
    assert set(get_comm_manager().comms) == comms
    assert {thread for thread in threading.enumerate() if thread.name.startswith("chatkit-store")} == threads
    with pytest.raises(StoreError, match="closed"):
        await chat.store.load_threads(1, None, "desc", {})


async def test_a_store_that_was_made_elsewhere_stays_open(chat_of, tmp_path):
    store = SQLStore(tmp_path / "threads.db")
    chat = chat_of(str.upper, store=store)
    turn = await chat.ask("hello")
    chat.close()
    await asyncio.wrap_future(chat._closing)
    assert (await store.load_thread(turn.thread_id, {})).id == turn.thread_id
    store.close()


@pytest.mark.parametrize("is_shown", [True, False])
async def test_pages_that_show_a_chat_hear_that_it_is_closed_and_keep_what_they_have(chat_of, monkeypatch, is_shown):
    chat = chat_of(str.upper)
    sent = []
    monkeypatch.setattr(chat.comm, "publish_msg", lambda kind, data=None, **_: sent.append((kind, data)))
    if is_shown:
        tell(chat, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
        await all_done(chat)
    chat.close()
    assert ("comm_msg", {"method": "custom", "content": {"type": "closed"}}) in sent
    # ipywidgets takes the views off a page whose comm is closed.
    assert ("comm_close" in [kind for kind, _ in sent]) is not is_shown
