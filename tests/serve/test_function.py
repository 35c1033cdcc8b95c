"""Servers for plain functions."""

import asyncio
import threading
from contextvars import ContextVar
from functools import partial

import pytest

from chatkit_notebook.serve import ReplyServer, RespondServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ProgressUpdateEvent
from tests.serve.chat import Chat

where = ContextVar("where", default="nowhere")


def chat_with(reply):
    return Chat(ReplyServer(reply, MemoryStore(), title=False))


def words(text):
    yield from ("You ", "said ", "", text)


async def awords(text):
    for word in words(text):
        yield word


async def awaited(text):
    return f"You said {text}"


class Callable:
    def __call__(self, text):
        return f"You said {text}"


REPLIES = {
    "a string": lambda text: f"You said {text}",
    "a coroutine function": awaited,
    "a function that returns an awaitable": lambda text: awaited(text + ""),
    "a generator function": words,
    "an async generator function": awords,
    "a function that returns an iterator": lambda text: iter(list(words(text))),
    "a function that returns an async iterator": lambda text: awords(text + ""),
    "a partial": partial(awaited),
    "a callable object": Callable(),
}


@pytest.mark.parametrize("kind", REPLIES)
async def test_text_comes_from_any_kind_of_function(kind):
    chat = chat_with(REPLIES[kind])
    assert await chat.say("hi") == "You said hi"
    assert [item.type for item in await chat.items()] == ["user_message", "assistant_message"]


async def test_the_pieces_stream_as_they_come():
    chat = chat_with(awords)
    await chat.say("hi")
    assert [event["update"]["type"].removeprefix("assistant_message.content_part.") for event in chat.events[4:-1]] == [
        "added",
        "text_delta",
        "text_delta",
        "text_delta",
        "done",
    ]
    assert [event["type"] for event in chat.events][2:4] == ["stream_options", "thread.item.added"]


async def test_mentions_are_part_of_the_text():
    chat = chat_with(lambda text: text)
    assert await chat.say("ask ", {"type": "input_tag", "id": "1", "text": "Ann", "data": {}}) == "ask @Ann"


async def test_an_empty_reply_is_no_message():
    chat = chat_with(lambda _: "")
    await chat.say("hi")
    assert [item.type for item in await chat.items()] == ["user_message"]


@pytest.mark.parametrize("made", [b"x", object(), len, dict])
async def test_what_has_nothing_to_read_is_an_error(made):
    def reply(_):
        return made

    chat = chat_with(reply)
    await chat.say("hi")
    assert chat.error == {"type": "error", "code": "stream.error", "allow_retry": True}


async def test_an_exception_comes_after_what_was_said_and_that_stays(caplog):
    def reply(_):
        yield "Half"
        raise ZeroDivisionError("oops")

    chat = chat_with(reply)
    await chat.say("hi")
    assert [event["update"]["delta"] for event in chat.events if "delta" in event.get("update", {})] == ["Half"]
    assert chat.error is not None
    assert "ZeroDivisionError: oops" in caplog.text
    assert (await chat.items())[-1].content[0].text == "Half"


async def test_blocking_work_runs_beside_the_loop_in_one_thread_and_the_caller_s_context():
    threads, contexts, is_ticking = set(), set(), threading.Event()

    def reply(_):
        for word in ("one", "two"):
            threads.add(threading.get_ident())
            contexts.add(where.get())
            assert is_ticking.wait(15)  # only the loop can set it
            yield word
        where.set("changed")
        contexts.add(where.get())

    where.set("cell")
    asyncio.get_running_loop().call_soon(is_ticking.set)
    assert await chat_with(reply).say("hi") == "onetwo"
    assert len(threads) == 1
    assert threads != {threading.get_ident()}
    assert contexts == {"cell", "changed"}


async def test_stopping_closes_a_generator_after_its_step():
    entered, closed, release = threading.Event(), threading.Event(), threading.Event()

    def reply(_):
        try:
            yield "one"
            entered.set()
            release.wait(15)
            yield "two"
        finally:
            closed.set()

    chat = chat_with(reply)
    task = asyncio.create_task(chat.say("hi"))
    assert await asyncio.to_thread(entered.wait, 15)
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert not closed.is_set()
    release.set()
    assert await asyncio.to_thread(closed.wait, 15)
    assert [item.type for item in await chat.items()][1:] == ["assistant_message", "sdk_hidden_context"]


async def test_stopping_closes_an_async_generator():
    closed = asyncio.Event()

    async def reply(_):
        try:
            yield "one"
            await asyncio.Event().wait()
        finally:
            closed.set()

    chat = chat_with(reply)
    task = asyncio.create_task(chat.say("hi"))
    await chat.until("one")
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert closed.is_set()


# --- respond


async def respond(thread, message, context):
    yield ProgressUpdateEvent(text=f"{message.content[0].text} in {thread.id[:4]}")


def respond_sync(thread, message, context):
    yield ProgressUpdateEvent(text=f"{message.content[0].text} in {thread.id[:4]}")


async def respond_awaited(thread, message, context):
    return respond(thread, message, context)


class Written:
    async def respond(self, thread, message, context):
        async for event in respond(thread, message, context):
            yield event


@pytest.mark.parametrize("function", [respond, respond_sync, respond_awaited, Written().respond])
async def test_events_come_from_a_function_like_respond(function):
    chat = Chat(RespondServer(function, MemoryStore(), title=False))
    await chat.say("hi")
    assert chat.events[-1] == {"type": "progress_update", "text": "hi in thr_"}


async def test_a_respond_without_events_is_an_error(caplog):
    async def respond(thread, message, context):
        return 42

    chat = Chat(RespondServer(respond, MemoryStore()))
    await chat.say("hi")
    assert "respond() returned 42: return strings, widgets, stream events of chatkit_notebook.types, or" in caplog.text
    assert chat.error is not None


async def test_a_respond_that_returns_nothing_says_nothing():
    async def respond(thread, message, context):
        return None

    chat = Chat(RespondServer(respond, MemoryStore()))
    await chat.say("hi")
    assert chat.error is None


def exhausted(text):
    return next(iter([]))


async def test_a_reply_that_runs_out_of_an_iterator_fails_instead_of_hanging():
    chat = chat_with(exhausted)
    await asyncio.wait_for(chat.say("hi"), 15)
    assert chat.error["code"] == "stream.error"


async def test_a_generator_that_yields_what_has_nothing_to_read_is_closed_in_its_thread(recwarn):
    closed = threading.Event()

    def mixed(text):
        try:
            yield "a"
            yield object()
        finally:
            closed.set()

    chat = chat_with(mixed)
    await asyncio.wait_for(chat.say("hi"), 15)
    assert chat.error["code"] == "stream.error"
    assert await asyncio.to_thread(closed.wait, 15)
