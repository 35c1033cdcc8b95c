"""However a run breaks off, no step of it stays under way: neither in the store nor on screen."""

import asyncio
from itertools import chain

import pytest
from agents import Agent, UserError, function_tool

from chatkit_notebook.models import ScriptedModel, call, error, think, wait
from chatkit_notebook.serve import AgentServer, ClientToolSpec
from chatkit_notebook.store import MemoryStore
from tests.client.conftest import until
from tests.serve.agent.test_shown_tools import PICK, add, chat_with, steps
from tests.serve.chat import Chat

ADD = {"a": 1, "b": 1}
OTHER = ClientToolSpec("other", "Another.", PICK.parameters_json_schema)


@function_tool(failure_error_function=None)
def fail(kind: str = "x") -> str:
    """Fail hard."""
    raise UserError(kind)


@function_tool(failure_error_function=None)
async def fail_later() -> str:
    """Fail hard, after a while."""
    await asyncio.sleep(0)
    raise ZeroDivisionError


@function_tool
async def block() -> str:
    """Block."""
    await asyncio.Event().wait()
    return "never"


def states(flows):
    return [[state for _, state in flow] for flow in flows]


def shown(chat):
    """The steps of the workflows that the last answer completed."""
    return [
        [(task.get("title"), task["status_indicator"]) for task in item["workflow"]["tasks"]]
        for item in chat.done
        if item["type"] == "workflow"
    ]


FAILURES = {
    "a tool that fails": [[call("fail")]],
    "a tool that fails in a later turn": [[call("add", **ADD)], [call("fail", kind="y")]],
    "a tool that fails beside another": [[call("add", **ADD), call("fail")]],
    "a tool that fails after a thought": [[think("Hm."), call("fail")]],
    "an async tool that fails": [[call("fail_later")]],
    "a tool with arguments that do not fit": [[call("fail", kind=["x"])]],
    "an unknown tool": [[call("nope")]],
    "an unknown tool beside a known one": [[call("add", **ADD), call("nope", n=1)]],
    "an unknown tool in a later turn": [[call("add", **ADD)], [call("nope")]],
    "a model that fails behind a call": [[call("add", **ADD), error("gone")]],
    "a model that fails after a text and a call": [["Let me see. ", call("add", **ADD), error("gone")]],
}


@pytest.mark.parametrize("name", FAILURES)
async def test_a_failure_leaves_no_step_under_way(name):
    chat = chat_with(*FAILURES[name], tools=[add, fail, fail_later])
    await chat.say("go")
    assert chat.error is not None
    flows = await steps(chat)
    assert flows
    assert "loading" not in chain(*states(flows))
    assert shown(chat) == flows


STOPS = {
    "a tool": [[call("block")]],
    "a tool beside another": [[call("add", **ADD), call("block")]],
    "a tool in a later turn": [[call("add", **ADD)], [call("block")]],
    "several tools": [[call("block"), call("block")]],
    "a model behind a call": [[call("add", **ADD), wait(60)]],
}


@pytest.mark.parametrize("name", STOPS)
async def test_stop_leaves_no_step_under_way(name):
    chat = chat_with(*STOPS[name], tools=[add, block])
    task = asyncio.create_task(chat.say("go"))
    last = "Add" if name == "a model behind a call" else "Block"
    await until(lambda: last in str(getattr(chat, "events", "")))
    task.cancel()
    await asyncio.wait([task], timeout=15)
    flows = await steps(chat)
    assert flows
    assert "loading" not in chain(*states(flows))


async def test_stop_after_a_client_tool_leaves_no_step_under_way():
    turns = [[call("add", **ADD), call("pick", n=1)], [call("block")]]
    chat = chat_with(*turns, tools=[add, block], client_tools=lambda: [PICK])
    await chat.say("go")
    task = asyncio.create_task(chat.stream("threads.add_client_tool_output", result={}))
    await until(lambda: "Block" in str(chat.events))
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert "loading" not in chain(*states(await steps(chat)))


async def test_a_failure_after_a_client_tool_leaves_no_step_under_way():
    chat = chat_with([call("pick", n=1)], [call("fail")], tools=[fail], client_tools=lambda: [PICK])
    await chat.say("go")
    await chat.stream("threads.add_client_tool_output", result={})
    assert await steps(chat) == [[("Pick", "complete"), ("Fail", "none")]]


@pytest.mark.parametrize("calls", [[call("pick", n=1)], [call("add", **ADD), call("pick", n=1)], [call("other", n=1)]])
async def test_a_client_tool_without_a_result_is_over_when_the_user_goes_on(calls):
    server = AgentServer(
        Agent(name="Ann", model=ScriptedModel([calls, "Fine."]), tools=[add]),
        MemoryStore(),
        client_tools=lambda: [PICK, OTHER],
    )
    chat = Chat(server)
    await chat.say("go")
    assert states(await steps(chat))[0][-1] == "loading"
    assert await chat.say("never mind") == "Fine."
    assert states(await steps(chat))[0][-1] == "none"
