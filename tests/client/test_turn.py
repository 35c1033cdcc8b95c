"""What a turn tells of a response, as values, as an error and in the cell."""

import asyncio
import json

import pytest
from agents import Agent, function_tool

from chatkit_notebook import Chat, TurnError
from chatkit_notebook.client.turn import Turn
from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.models import OfflineModel, ScriptedModel, call, error
from chatkit_notebook.server.host import ToolUse
from tests.stub_endpoint.fixtures import endpoint, no_keys
from tests.stub_endpoint.script import Fault, Reply

__all__ = ["endpoint", "no_keys"]


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
async def read() -> dict:
    """Read."""
    return {"town": "Zürich", "degrees": [7, 8]}


@function_tool(needs_approval=True)
def remove(path: str) -> str:
    """Remove."""
    return "gone"


def chat_with(*turns, **fields):
    return Chat(Agent(name="Ann", model=ScriptedModel(turns, name="script-1"), tools=[add, read, remove], **fields))


def test_a_turn_tells_of_its_tools_in_the_order_in_which_they_ended():
    chat = chat_with([call("add", a=1, b=2), call("read")], [call("add", a=3, b=4)], "So.")
    turn = chat.ask_sync("go")
    assert sorted((use.name, json.dumps(use.arguments)) for use in turn.tools[:2]) == [
        ("add", '{"a": 1, "b": 2}'),
        ("read", "{}"),
    ]
    assert turn.tools[2] == ToolUse(
        "add", {"a": 3, "b": 4}, 7, None, turn.tools[2].duration, turn.tools[2].call_id, "Ann", None
    )
    assert {type(use.result) for use in turn.tools} == {int, dict}
    assert all(use.duration is not None and use.duration >= 0 for use in turn.tools)
    assert all(use.error is None for use in turn.tools)


def test_a_turn_tells_who_answered_how_fast_and_for_how_many_tokens():
    turn = chat_with("Some words.").ask_sync("go")
    assert (turn.agent, turn.model, turn.stopped, turn.approvals) == ("Ann", "script-1", False, [])
    assert 0 < turn.latency <= turn.duration
    assert turn.usage.output_tokens > 0
    assert turn.exception is None
    assert turn.raise_for_error() is turn


@pytest.mark.parametrize("model", [OfflineModel(delay=0), None], ids=["offline", "none"])
def test_the_offline_model_has_a_name_too(model, no_keys):
    assert Chat(Agent(name="Ann", model=model)).ask_sync("hi").model == "Offline model"


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
def test_an_endpoints_model_and_tools_are_told(endpoint, api):
    chat = Chat(Agent(name="Ann", model="m-1", tools=[add]), base_url=endpoint.base_url, api=api)
    endpoint.script(Reply(calls=(("add", {"a": 2, "b": 3}),)), "Five.")
    turn = chat.ask_sync("go")
    assert (turn.model, turn.text) == ("m-1", "Five.")
    [use] = turn.tools
    assert (use.name, use.arguments, use.result) == ("add", {"a": 2, "b": 3}, 5)


def test_a_call_that_waits_is_told_until_it_is_decided():
    chat = chat_with([call("remove", path="a (b).txt")], "So.")
    turn = chat.ask_sync("go")
    [waiting] = turn.approvals
    assert (waiting.tool, waiting.arguments, waiting.agent) == ("remove", {"path": "a (b).txt"}, "Ann")
    assert turn.tools == []
    assert "1 waiting for approval" in repr(turn)
    done = asyncio.run(chat.approve(waiting.item_id))
    assert done.approvals == []
    assert [(use.name, use.result) for use in done.tools] == [("remove", "gone")]


async def test_a_stopped_turn_says_so():
    began = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def respond(thread, message, context):
        loop.call_soon_threadsafe(began.set)
        await asyncio.sleep(30)
        yield "never"

    chat = Chat(respond)
    asking = asyncio.ensure_future(chat.ask("go"))
    await began.wait()
    chat.stop()
    turn = await asking
    assert (turn.stopped, turn.error, turn.latency) == (True, None, None)
    assert turn.raise_for_error() is turn
    assert "Stopped" in turn._repr_markdown_()


class OwnError(Exception):
    pass


FAILURES = {
    "a function": lambda endpoint: Chat(fails),
    "a scripted failure": lambda endpoint: chat_with([error("gone")]),
    "a server's error": lambda endpoint: Chat(refuses),
    "an endpoint": lambda endpoint: Chat(Agent(name="Ann", model="m"), base_url=endpoint.base_url, api="responses"),
    "too many turns": lambda endpoint: chat_with(*[[call("add", a=1, b=1)]] * 20),
}


def fails(text):
    raise OwnError("it fell over")


async def refuses(thread, message, context):
    from chatkit_notebook.types import ErrorEvent

    yield ErrorEvent(code="custom", message="not today", allow_retry=False)


@pytest.mark.parametrize("what", FAILURES)
def test_a_failed_turn_raises_when_it_is_asked_to(what, endpoint):
    endpoint.script(Fault(401, "no such key"))
    turn = FAILURES[what](endpoint).ask_sync("go")
    with pytest.raises(TurnError) as raised:
        turn.raise_for_error()
    assert isinstance(raised.value, ChatKitError)
    assert str(raised.value) == turn.error
    assert raised.value.__cause__ is turn.exception
    if what == "a function":
        assert isinstance(turn.exception, OwnError)
    assert turn.error.splitlines()[0] in turn._repr_markdown_()


# --- in the cell


def made(text="", tools=(), error=None, **fields):
    return Turn(text, [], EventLog(), None, error, 1.5, None, tools=list(tools), **fields)


def test_in_the_cell_it_reads_like_a_short_report():
    uses = [
        ToolUse("add", {"a": 1, "b": "x"}, 7, None, 0.123),
        ToolUse("look_up", "no json", None, "ValueError: no `town`", 12.4),
    ]
    shown = made("It is **7**.", uses, agent="Ann", model="m_1", latency=0.25)._repr_markdown_()
    assert shown == (
        "It is **7**.\n\n"
        "- ✅ `add(a=1, b=x)` → `7` · 0.12 s\n"
        "- ❌ `look_up(no json)` ``ValueError: no `town` `` · 12 s\n\n"
        "<sub>Ann · m\\_1 · first text after 0.25 s · 1.50 s</sub>"
    ).replace("``ValueError: no `town` ``", "`` ValueError: no `town` ``")


HOSTILE = [
    "![x](https://spy.example/a.png)",
    "<img src=https://spy.example/a.png>",
    "`a` <script>alert(1)</script>",
    "\\`<b>\\`",
    "![x][y]\n\n[y]: https://spy.example/a.png",
    "<!-- x -->",
    "</sub><iframe src=x>",
]


@pytest.mark.parametrize("place", ["text", "result", "error", "agent", "tool"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_loads_or_runs(text, place):
    match place:
        case "text":
            turn = made(text)
        case "result":
            turn = made("", [ToolUse("f", {"a": text}, text)])
        case "error":
            turn = made(error=text)
        case "agent":
            turn = made(agent=text)
        case _:
            turn = made("", [ToolUse(text)])
    shown = turn._repr_markdown_().replace("<sub>", "", 1).removesuffix("</sub>")
    assert "![" not in shown
    for sign in ("<i", "<s", "<b", "<!", "</"):
        assert sign not in shown.replace(f"\\{sign}", "")


def test_long_results_are_short_in_it():
    shown = made("", [ToolUse("f", {"a": "x" * 10_000}, ["y" * 10_000])])._repr_markdown_()
    assert len(shown) < 1_000
