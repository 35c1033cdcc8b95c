"""Async methods of the chat, awaited in each way there is, and what is said where nobody awaits them."""

import asyncio
import gc
import inspect

import pytest

from chatkit_notebook import Chat


@pytest.fixture
def chat():
    chat = Chat(str.upper)
    yield chat
    chat.close()


async def test_it_is_awaited_as_any_coroutine_is(chat):
    assert (await chat.ask("one")).text == "ONE"
    assert (await asyncio.create_task(chat.ask("two"))).text == "TWO"
    assert [turn.text for turn in await asyncio.gather(chat.ask("three"), chat.ask("four"))] == ["THREE", "FOUR"]
    assert (await asyncio.wait_for(chat.ask("five"), 60)).text == "FIVE"
    async with asyncio.TaskGroup() as group:
        task = group.create_task(chat.ask("six"))
    assert task.result().text == "SIX"
    running = asyncio.get_running_loop()
    assert await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(chat.ask("seven"), running).result(60).text)


def test_it_runs_on_a_loop_of_its_own(chat):
    assert asyncio.run(chat.ask("one")).text == "ONE"


@pytest.mark.parametrize(
    ("begin", "name"),
    [
        (lambda chat: chat.ask("Hello"), "ask"),
        (lambda chat: chat.threads(), "threads"),
        (lambda chat: chat.search("Hello"), "search"),
        (lambda chat: chat.act("buy", {"title": "Dune"}), "act"),
        (lambda chat: chat.set_thread_id(None), "set_thread_id"),
        (lambda chat: chat.retry(), "retry"),
    ],
)
def test_what_is_not_awaited_says_so(chat, begin, name):
    work = begin(chat)
    assert asyncio.iscoroutine(work)
    assert inspect.isawaitable(work)
    assert repr(work) == f"<chat.{name}() has not begun: write await chat.{name}(...)>"
    with pytest.raises(AttributeError, match=rf"has no 'text': write await chat\.{name}\(\.\.\.\) first"):
        _ = work.text
    with pytest.warns(RuntimeWarning, match=rf"chat\.{name}\(\) was never awaited, so nothing happened"):
        del work
    assert len(chat.events) == 0


def test_what_is_closed_is_not_missed(chat, recwarn):
    chat.ask("Hello").close()
    gc.collect()
    assert [each.message for each in recwarn] == []


async def test_cancelling_the_wait_stops_the_response():
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def reply(_text):
        yield "Begun"
        loop.call_soon_threadsafe(started.set)
        await asyncio.Event().wait()

    chat = Chat(reply)
    task = asyncio.create_task(chat.ask("Hello"))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    chat.close()


def test_its_signature_and_docstring_are_those_of_the_method():
    assert list(inspect.signature(Chat.ask).parameters) == ["self", "text", "attachments", "options"]
    assert "Send a message and wait" in Chat.ask.__doc__
