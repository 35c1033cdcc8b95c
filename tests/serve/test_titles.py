"""Titles of threads."""

import threading

import pytest
from agents import Agent

from chatkit_notebook.models import ScriptedModel, call, error
from chatkit_notebook.serve import AgentServer, ClientToolSpec, ReplyServer, RespondServer
from chatkit_notebook.serve.titles import short_title
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat


async def respond(thread, input_user_message, context):
    return
    yield


def agent_server(**options):
    return AgentServer(Agent(name="Ann", model=ScriptedModel(["one", "two", "three"])), MemoryStore(), **options)


SERVERS = {
    "agent": agent_server,
    "reply": lambda **options: ReplyServer(lambda text: text, MemoryStore(), **options),
    "respond": lambda **options: RespondServer(respond, MemoryStore(), **options),
}


async def title_of(chat):
    return (await chat.server.store.load_thread(chat.thread_id, {})).title


@pytest.mark.parametrize("kind", SERVERS)
async def test_the_first_message_names_the_thread_after_the_first_answer(kind):
    chat = Chat(SERVERS[kind]())
    await chat.say("# Is *Dune* in stock?")
    assert await title_of(chat) == "Is Dune in stock?"
    assert (chat.events[-1]["type"], chat.events[-1]["thread"]["title"]) == ("thread.updated", "Is Dune in stock?")
    await chat.say("And Emma?")
    assert await title_of(chat) == "Is Dune in stock?"
    assert "thread.updated" not in [event["type"] for event in chat.events]


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("off", [None, False])
async def test_titles_can_be_switched_off(kind, off):
    chat = Chat(SERVERS[kind](title=off))
    await chat.say("hello")
    assert await title_of(chat) is None


async def a_title(text, thread):
    return f"  About {text}\nin {thread.id[:3]} "


def b_title(text, thread):
    assert threading.current_thread() is not threading.main_thread()
    return f"About {text} in {thread.id[:3]}"


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("make", [a_title, b_title])
async def test_a_function_makes_the_title(kind, make):
    chat = Chat(SERVERS[kind](title=make))
    await chat.say("cats")
    assert await title_of(chat) == "About cats in thr"


async def test_a_title_that_is_set_stays():
    async def respond(thread, input_user_message, context):
        thread.title = "Mine"
        return
        yield

    chat = Chat(RespondServer(respond, MemoryStore(), title=lambda text, thread: pytest.fail("asked")))
    await chat.say("hello")
    assert await title_of(chat) == "Mine"


async def test_a_title_that_the_user_gives_meanwhile_stays():
    store = MemoryStore()

    async def respond(thread, input_user_message, context):
        renamed = await store.load_thread(thread.id, context)
        renamed.title = "Mine"
        await store.save_thread(renamed, context)
        return
        yield

    chat = Chat(RespondServer(respond, store))
    await chat.say("hello")
    assert await title_of(chat) == "Mine"
    assert chat.events[-1]["thread"]["title"] == "Mine"


@pytest.mark.parametrize("made", [None, "", "  "])
async def test_no_title_is_no_title(made):
    chat = Chat(agent_server(title=lambda text, thread: made))
    await chat.say("hello")
    assert await title_of(chat) is None


async def test_a_function_that_fails_is_told_and_the_answer_stays(caplog):
    def broken(text, thread):
        raise ZeroDivisionError("oops")

    chat = Chat(agent_server(title=broken))
    assert await chat.say("hello") == "one"
    assert chat.error is None
    assert chat.events[-1] == {
        "type": "notice",
        "level": "warning",
        "title": "The function for titles failed",
        "message": "ZeroDivisionError: oops",
    }
    assert "oops" in caplog.text


async def test_a_title_that_is_no_text_is_told():
    chat = Chat(agent_server(title=lambda text, thread: 42))
    await chat.say("hello")
    assert "It returned 42" in chat.events[-1]["message"]


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("title", ["My chat", 42])
def test_what_cannot_make_titles_is_named(kind, title):
    with pytest.raises(TypeError, match=repr(title)):
        SERVERS[kind](title=title)


async def test_a_failed_answer_leaves_the_title_to_the_next_one():
    agent = Agent(name="Ann", model=ScriptedModel([[error("gone")], "Hello."]))
    chat = Chat(AgentServer(agent, MemoryStore()))
    await chat.say("first")
    assert await title_of(chat) is None
    await chat.say("second")
    assert await title_of(chat) == "first"


async def test_a_chain_of_client_tools_is_one_exchange():
    asked = []

    def make(text, thread):
        asked.append(text)
        return text

    pick = ClientToolSpec("pick", "Pick.", {"type": "object", "properties": {}})
    agent = Agent(name="Ann", model=ScriptedModel([[call("pick")], "Done."]))
    chat = Chat(AgentServer(agent, MemoryStore(), client_tools=lambda: [pick], title=make))
    await chat.say("go")
    assert asked == []
    await chat.stream("threads.add_client_tool_output", result=1)
    assert asked == ["go"]
    assert await title_of(chat) == "go"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("hello", "hello"),
        ("What is the **stock** of `Dune`, and 2*3*4?", "What is the stock of Dune, and 2*3*4?"),
        ("- [two](http://x.y)\n> words in my_snake_case", "two words in my_snake_case"),
        ("Please read this:\n```python\nprint(1)\n```", "Please read this"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("```", None),
        (" \n ", None),
        ("", None),
        ("x" * 80, "x" * 49 + "…"),
        ("Tell me something about the history of the printing press", "Tell me something about the history of the…"),
    ],
)
def test_a_short_title_is_the_beginning_without_markdown(text, title):
    assert short_title(text) == title


@pytest.mark.parametrize("text", ["*" * 100_000, "[" * 100_000, "`" * 100_000, "a " * 100_000, "_a" * 50_000])
def test_a_title_is_short_whatever_is_written(text):
    assert len(short_title(text) or "") <= 51
