"""What functions return and yield besides text: tables, pictures, widgets and events, stored and read again."""

import asyncio
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib.figure import Figure

from chatkit_notebook import Chat as Conversation
from chatkit_notebook import clock
from chatkit_notebook.serve import ReplyServer, RespondServer
from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientEffectEvent,
    ProgressUpdateEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
)
from chatkit_notebook.widgets import Box, Card, DataFrame, Text
from chatkit_notebook.widgets.dynamic import nodes
from tests.display.kinds import PNG, Model, Raising
from tests.serve.chat import Chat

FRAME = pd.DataFrame({"a": [1, 2]})
TABLE = "| a |\n| ---: |\n| 1 |\n| 2 |"
CARD = Card(children=[Text(value="Hi")])


def figure():
    made = Figure()
    made.subplots().set_title("Sales")
    return made


def chat_with(function, store=None, server=ReplyServer):
    return Chat(server(function, store or MemoryStore(), title=False))


def message(thread, item_id="m1", text="Hello"):
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(id=item_id, thread_id=thread.id, created_at=clock.now(), content=content)


async def shown(chat):
    """What the thread has after the user's message: texts, and the types of widgets."""
    items = (await chat.items())[1:]
    return [item.content[0].text if item.type == "assistant_message" else item.widget.type for item in items]


VALUES = {
    "a string": ("Hi", ["Hi"]),
    "a number": (42, ["42"]),
    "a DataFrame": (FRAME, [TABLE]),
    "a DataFrame of polars": (pl.DataFrame({"a": [1, 2]}), [TABLE]),
    "a Series": (FRAME["a"], [TABLE]),
    "an array": (np.array([1]), ["```text\n[1]\n```\n\n*Array of 1, int64*"]),
    "a dict": ({"a": 1}, ['```json\n{"a": 1}\n```']),
    "a list": ([1, 2], ["```json\n[1, 2]\n```"]),
    "a list of strings": (["a", "b"], ['```json\n["a", "b"]\n```']),
    "a list of more than data": (["Look: ", FRAME, "Done"], ["Look: ", TABLE, "Done"]),
    "a tuple": (("Look:", CARD), ["Look:", "Card"]),
    "a figure": (figure(), ["Basic"]),
    "bytes of a picture": (PNG, ["Basic"]),
    "a widget": (CARD, ["Card"]),
    "a model of pydantic": (Model(), ['```json\n{"name": "Ada"}\n```']),
    "an event": (ProgressUpdateEvent(text="wait"), []),
    "nothing": (None, ["*reply() returned nothing to show.*"]),
    "an empty string": ("", []),
}


def returned(made):
    def reply(_):
        return made

    return reply


def awaited(made):
    async def reply(_):
        return made

    return reply


def yielded(made):
    def reply(_):
        yield made

    return reply


def ayielded(made):
    async def reply(_):
        yield made

    return reply


@pytest.mark.parametrize("way", [returned, awaited, yielded, ayielded])
@pytest.mark.parametrize("kind", VALUES)
async def test_a_value_is_shown_whatever_way_it_comes(kind, way):
    value, expected = VALUES[kind]
    if value is None and way in (yielded, ayielded):
        expected = []  # as the last chunk of a model's stream is
    chat = chat_with(way(value))
    await chat.say("hi")
    assert chat.error is None
    assert await shown(chat) == expected


@pytest.mark.parametrize("way", ["sync", "async"])
async def test_strings_are_one_message_until_something_else_comes(way):
    pieces = ["It ", "is ", 4, None, "2.", ProgressUpdateEvent(text="wait"), " Yes.", FRAME, "Bye", CARD, figure(), "."]

    def reply(_):
        yield from pieces

    async def areply(_):
        for piece in pieces:
            yield piece

    chat = chat_with(reply if way == "sync" else areply)
    await chat.say("hi")
    assert await shown(chat) == ["It is 42. Yes.", TABLE, "Bye", "Card", "Basic", "."]
    deltas = [event["update"]["delta"] for event in chat.events if "delta" in event.get("update", {})]
    assert deltas == ["It ", "is ", "4", "2.", " Yes.", "Bye", "."]
    assert len({item.id for item in await chat.items()}) == 7


async def test_a_value_that_can_t_show_itself_is_a_sentence_and_the_answer_goes_on():
    def reply(_):
        yield "Before"
        yield Raising(KeyError("x"))
        yield "After"

    chat = chat_with(reply)
    await chat.say("hi")
    assert chat.error is None
    assert await shown(chat) == ["Before", "*Raising can't be shown: KeyError: 'x'.*", "After"]


def iterable(values):
    class Stream:
        def __iter__(self):
            return iter(values)

    return Stream()


@pytest.mark.parametrize(
    "made", [iter(["a", "b"]), (x for x in "ab"), map(str, "ab"), iterable("ab"), {}.fromkeys("ab").__iter__()]
)
async def test_whatever_brings_one_value_after_another_streams(made):
    chat = chat_with(lambda _: made)
    assert await chat.say("hi") == "ab"


async def test_a_model_s_text_stays_as_it_is_however_long():
    text = "word *so* " * 20_000
    assert await chat_with(lambda _: text).say("hi") == text


# --- errors


async def pause():
    await asyncio.sleep(0)


class Mute:
    def __repr__(self):
        raise ValueError


@pytest.mark.parametrize("way", [returned, yielded, ayielded])
@pytest.mark.parametrize(
    ("value", "told"),
    [
        (object(), "<object object at {}>: {do} a string, a number, a dict or list, a widget, what a notebook draws"),
        (len, "<built-in function len>: call it."),
        (dict, "<class 'dict'>: it is a class; make one, such as dict(...)."),
        (b"abc", "b'abc': decode it to a str"),
        (b"x" * 1_000_000, "b'xxxxx"),
        (message(SimpleNamespace(id="t")), "AssistantMessageItem("),
    ],
)
async def test_anything_else_is_one_sentence_with_the_function_the_value_and_the_fix(way, value, told, caplog):
    chat = chat_with(way(value))
    await chat.say("hi")
    assert chat.error["code"] == "stream.error"
    did = "returned" if way is returned else "yielded"
    sentence = next(line for line in caplog.text.splitlines() if line.startswith("TypeError: reply() "))
    assert sentence.startswith(f"TypeError: reply() {did} {told.partition('{')[0]}")
    assert len(sentence) < 500


async def test_a_coroutine_that_nobody_awaits_is_named_without_a_warning(caplog):
    def reply(_):
        yield pause()

    with warnings.catch_warnings(record=True) as caught:
        await chat_with(reply).say("hi")
    assert "reply() yielded <coroutine object pause" in caplog.text
    assert ": await it." in caplog.text
    assert not caught


# --- respond


async def test_respond_yields_strings_widgets_frames_and_events_side_by_side():
    async def respond(thread, message_, context):
        yield ProgressUpdateEvent(text="Looking")
        yield "Here "
        yield ClientEffectEvent(name="blink")
        yield "it is:"
        yield FRAME
        yield ThreadItemDoneEvent(item=message(thread))
        yield CARD
        yield "Bye"

    chat = chat_with(respond, server=RespondServer)
    await chat.say("hi")
    assert chat.error is None
    assert await shown(chat) == ["Here it is:", TABLE, "Hello", "Card", "Bye"]


@pytest.mark.parametrize("value", [42, {"type": "notice"}, [1], True, object(), Mute(), b"x"])
async def test_respond_refuses_data_that_is_rather_an_event_gone_wrong(value, caplog):
    async def respond(thread, message_, context):
        yield "Before"
        yield value

    chat = chat_with(respond, server=RespondServer)
    await chat.say("hi")
    assert chat.error["code"] == "stream.error"
    assert "TypeError: respond() yielded " in caplog.text
    assert ": yield strings, widgets, stream events" in caplog.text or ": decode it" in caplog.text
    assert await shown(chat) == ["Before"]


@pytest.mark.parametrize("kind", [list, tuple, iter])
@pytest.mark.parametrize("count", [0, 1, 3])
async def test_respond_may_return_all_that_it_would_yield(kind, count):
    async def respond(thread, message_, context):
        return kind([ThreadItemDoneEvent(item=message(thread)), "Look: ", FRAME][:count])

    chat = chat_with(respond, server=RespondServer)
    await chat.say("hi")
    assert chat.error is None
    assert await shown(chat) == ["Hello", "Look: ", TABLE][:count]


async def test_an_item_without_its_event_is_told_how_to_wrap_it(caplog):
    async def respond(thread, message_, context):
        yield message(thread)

    await chat_with(respond, server=RespondServer).say("hi")
    assert "wrap it, and yield ThreadItemDoneEvent(item=...)." in caplog.text


@pytest.mark.parametrize("event", [ThreadItemDoneEvent, ThreadItemAddedEvent])
@pytest.mark.parametrize("store", [MemoryStore, lambda: SQLStore(":memory:")])
async def test_a_reused_id_of_an_item_is_an_error_that_names_it(event, store, caplog):
    async def respond(thread, message_, context):
        yield event(item=message(thread, "reply", message_.content[0].text))
        if event is ThreadItemAddedEvent:
            yield ThreadItemDoneEvent(item=message(thread, "reply", message_.content[0].text))

    chat = chat_with(respond, store(), RespondServer)
    await chat.say("one")
    assert chat.error is None
    await chat.say("two")
    assert chat.error["code"] == "stream.error"
    assert "for the item 'reply', which the thread already has." in caplog.text
    assert [item.content[0].text for item in await chat.items()] == ["one", "one", "two"]


async def test_an_id_may_be_used_again_by_an_update_or_after_its_removal():
    async def respond(thread, message_, context):
        yield ThreadItemAddedEvent(item=message(thread))
        yield ThreadItemDoneEvent(item=message(thread))
        yield ThreadItemReplacedEvent(item=message(thread, text="Better"))
        yield ThreadItemRemovedEvent(item_id="m1")
        yield ThreadItemAddedEvent(item=message(thread, text="Again"))
        yield ThreadItemDoneEvent(item=message(thread, text="Again"))

    chat = chat_with(respond, server=RespondServer)
    await chat.say("hi")
    assert chat.error is None
    assert await shown(chat) == ["Again"]


async def test_two_items_of_one_answer_with_one_id_are_an_error(caplog):
    async def respond(thread, message_, context):
        yield ThreadItemAddedEvent(item=message(thread))
        yield ThreadItemAddedEvent(item=message(thread))

    chat = chat_with(respond, server=RespondServer)
    await chat.say("hi")
    assert "respond() yielded a thread.item.added for the item 'm1'" in caplog.text


# --- the whole way: a chat, its log, and a store that is read by another


async def test_what_was_shown_is_there_when_the_thread_is_opened_again(tmp_path):
    def reply(_):
        yield "Look:"
        yield FRAME
        yield figure()
        yield CARD

    store = str(tmp_path / "threads.db")
    chat = Conversation(reply, store=store, titles=False)
    turn = await chat.ask("hi")
    assert turn.text == f"Look:\n\n{TABLE}"
    kinds = [item.type for item in chat.items]
    assert kinds == ["user_message", "assistant_message", "assistant_message", "widget", "widget"]
    picture = chat.items[3]
    assert picture.copy_text == "Sales"
    assert picture.widget.children[0].src.startswith("data:image/webp;base64,")

    again = Conversation(reply, store=store, titles=False)
    await again.set_thread_id(turn.thread_id)
    assert again.items == chat.items


@pytest.mark.parametrize("wrap", [lambda node: node, lambda node: Card(children=[Box(children=[node])])])
async def test_a_missing_cell_of_a_table_keeps_its_place_in_a_stored_widget(tmp_path, wrap):
    frame = pd.DataFrame({"a": [None, "x"], "b": [1, 2], "c": [3.5, None]})
    store = str(tmp_path / "threads.db")
    chat = Conversation(lambda _: wrap(DataFrame.of(frame)), store=store, titles=False)
    turn = await chat.ask("hi")
    again = Conversation(lambda _: "", store=store, titles=False)
    await again.set_thread_id(turn.thread_id)
    for item in (turn.items[-1], again.items[-1]):
        (node,) = [node for node in nodes(item.widget.model_dump()) if node["type"] == "DataFrame"]
        assert node["rows"] == [[None, 1, 3.5], ["x", 2, None]]
