"""A tool that fails says so in its step, the log, the turn and the cell; the model gets what it always got."""

import asyncio
import datetime as dt
import threading

import pytest
from agents import (
    Agent,
    FunctionTool,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrail,
    ToolOutputGuardrail,
    function_tool,
    handoff,
    input_guardrail,
)
from agents.lifecycle import AgentHooks

from chatkit_notebook import Chat
from chatkit_notebook.models import ScriptedModel, call

SDK_S = "An error occurred while running the tool. Please try again."


class OwnError(Exception):
    """One of the author's own."""


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises(error):
    @function_tool
    def look_up(town: str):
        """Look a town up."""
        raise error

    return look_up


@function_tool
async def asks():
    """Ask."""
    await asyncio.sleep(0)
    return {}["town"]


@function_tool(timeout=0.01)
async def sleeps():
    """Sleep."""
    await asyncio.sleep(30)


@function_tool(failure_error_function=lambda _, error: f"It went wrong: {error}")
def worded():
    """Fail in the author's words."""
    raise OwnError("a bad day")


@function_tool(timeout=0.01, timeout_error_function=lambda *_: "Too slow.")
async def sleeps_in_words():
    """Sleep."""
    await asyncio.sleep(30)


FAILING = {
    "a ValueError": (raises(ValueError("no such town: Nowhere")), "ValueError: no such town: Nowhere", SDK_S),
    "one of the author's own": (raises(OwnError("über")), "OwnError: über", SDK_S),
    "one without a message": (raises(ZeroDivisionError()), "ZeroDivisionError in look_up()", SDK_S),
    "one of several lines": (raises(RuntimeError("first\nsecond ``` third")), "RuntimeError: first", SDK_S),
    "one that can't be read": (raises(UnprintableError()), "UnprintableError: (its message can't be read", SDK_S),
    "a missing key, awaited": (asks, "KeyError: 'town'", SDK_S),
    "one that takes too long": (sleeps, "ToolTimeoutError", "Tool 'sleeps' timed out after 0.01 seconds."),
    "one in the author's words": (worded, "OwnError: a bad day", "It went wrong: a bad day"),
    "a timeout in the author's words": (sleeps_in_words, "ToolTimeoutError", "Too slow."),
}


def chat_with(tool, *turns, **fields):
    name = getattr(tool, "name", "look_up")
    given = {"town": "Nowhere"} if name == "look_up" else {}
    told = []
    model = ScriptedModel(
        [[call(name, **given)], lambda request: told.append(request.outputs[-1].text) or "So.", *turns]
    )
    options = {key: fields.pop(key) for key in ("show_tools",) if key in fields}
    return Chat(Agent(name="Ann", model=model, tools=[tool], **fields), **options), told


def step(chat):
    return [item.workflow for item in chat.items if item.type == "workflow"][-1].tasks[-1]


@pytest.mark.parametrize("what", FAILING)
def test_a_tool_that_raises_is_seen_everywhere(what, capsys):
    tool, line, told_model = FAILING[what]
    chat, told = chat_with(tool)
    turn = chat.ask_sync("go")
    assert turn.text == "So."
    assert turn.error is None
    assert told == [told_model]

    failed = step(chat)
    assert (failed.icon, failed.status_indicator) == ("lucide:circle-x", "none")
    assert f"error\n{line}" in failed.content
    assert "pytb\n" in failed.content
    if "Sleep" not in (tool.description or ""):
        assert "Traceback (most recent call last)" in failed.content
        assert "/agents/tool.py" not in failed.content  # the frames of those who called it say nothing

    [row] = chat.events.where(type="chatkit.failure")
    assert row.name == tool.name
    assert row.payload["error"]["type"] in line
    [row] = chat.events.where(type="chatkit.tool")
    assert (row.name, row.payload["result"]) == (tool.name, told_model)
    assert row.payload["error"].startswith(line)

    [used] = turn.tools
    assert (used.name, used.result) == (tool.name, told_model)
    assert used.error.startswith(line)
    assert type(used.exception).__name__ in line
    if tool.name == "look_up":
        assert used.arguments == {"town": "Nowhere"}

    shown = capsys.readouterr().err
    assert shown.count(f"The tool {tool.name} failed") == 1
    assert shown.rstrip().splitlines()[-1] != ""
    assert line.partition(":")[0].partition(" ")[0] in shown


@pytest.mark.parametrize("kind", ["no words", "by hand"])
def test_a_tool_whose_failure_ends_the_run_is_told_of_once(kind, capsys):
    async def invoke(context, arguments):
        raise OwnError("the end")

    @function_tool(name_override="last", failure_error_function=None)
    def last():
        """Be the last."""
        raise OwnError("the end")

    by_hand = FunctionTool(
        "last", "Be the last.", {"type": "object", "properties": {}}, invoke, strict_json_schema=False
    )
    chat, _ = chat_with(last if kind == "no words" else by_hand)
    turn = chat.ask_sync("go")
    assert "the end" in turn.error
    assert "error\nOwnError: the end" in step(chat).content
    [used] = turn.tools
    assert used.error == "OwnError: the end"
    assert capsys.readouterr().err.count("OwnError: the end") == 1


def test_where_steps_are_not_shown_a_notice_says_it():
    chat, _ = chat_with(raises(ValueError("no such town")), show_tools=False)
    turn = chat.ask_sync("go")
    [notice] = turn.events.where(type="notice")
    assert notice.payload["title"] == "The tool look_up failed"
    assert notice.payload["message"] == "ValueError: no such town"


def test_tools_of_agents_that_are_handed_over_to_or_called_are_seen_too(capsys):
    @function_tool(name_override="look_up")
    def tool(town: str):
        """Look a town up."""
        raise ValueError("no such town")

    bo = Agent(
        name="Bo", model=ScriptedModel([[call("look_up", town="x")], "So."]), tools=[tool], handoff_description="b"
    )
    cy = Agent(name="Cy", model=ScriptedModel([[call("look_up", town="y")], "Cy knows."]), tools=[tool])
    ann = Agent(
        name="Ann",
        model=ScriptedModel([[call("ask_cy", input="?")], [call("transfer_to_bo")]]),
        tools=[cy.as_tool("ask_cy", "Ask Cy.")],
        handoffs=[handoff(bo)],
    )
    chat = Chat(ann)
    turn = chat.ask_sync("go")
    assert turn.text == "So."
    assert capsys.readouterr().err.count("The tool look_up failed") == 2
    assert [row.payload["error"]["message"] for row in turn.events.where(type="chatkit.failure")] == [
        "no such town"
    ] * 2
    assert ("look_up", "ValueError: no such town") in [(used.name, used.error) for used in turn.tools]


def test_the_users_own_objects_stay_as_they_are():
    tool = FAILING["one in the author's words"][0]
    before = {name: id(value) for name, value in vars(tool).items()}
    chat, _ = chat_with(tool)
    agent = chat.server.agent
    fields = {name: id(value) for name, value in vars(agent).items()}
    chat.ask_sync("go")
    assert {name: id(value) for name, value in vars(tool).items()} == before
    assert {name: id(value) for name, value in vars(agent).items()} == fields
    assert agent.tools == [tool]
    assert agent.tools[0] is tool


# --- guardrails and hooks


def blocking(behavior, kind):
    def check(data):
        """Check."""
        if behavior == "raises":
            raise OwnError("the guard fell over")
        return ToolGuardrailFunctionOutput.reject_content("not today")

    return kind(guardrail_function=check, name="careful")


@pytest.mark.parametrize("behavior", ["rejects", "raises"])
@pytest.mark.parametrize("kind", [ToolInputGuardrail, ToolOutputGuardrail])
def test_what_a_guardrail_of_a_tool_stops_is_a_failed_step(kind, behavior, capsys):
    guard = blocking(behavior, kind)
    fields = {"tool_input_guardrails" if kind is ToolInputGuardrail else "tool_output_guardrails": [guard]}

    @function_tool(**fields)
    def look_up(town: str):
        """Look a town up."""
        return "found"

    chat, told = chat_with(look_up)
    turn = chat.ask_sync("go")
    assert step(chat).icon == "lucide:circle-x"
    if behavior == "raises":
        assert "error\nOwnError: the guard fell over" in step(chat).content
        assert capsys.readouterr().err.count("OwnError: the guard fell over") == 1
    else:
        assert told == ["not today"]
        verb = "stopped a tool call" if kind is ToolInputGuardrail else "withheld a tool's result"
        assert f"The guardrail 'careful' {verb}. not today" in step(chat).content
    [used] = turn.tools
    assert "guard" in used.error


def bad_hooks(name):
    async def fail(*_):
        raise OwnError(f"the hook {name} fell over")

    hooks = AgentHooks()
    setattr(hooks, name, fail)
    return hooks


@pytest.mark.parametrize("name", ["on_start", "on_tool_start", "on_tool_end", "on_end", "on_llm_start"])
def test_a_hook_that_fails_is_an_error_that_the_cell_hears_of(name, capsys):
    @function_tool
    def look_up(town: str):
        """Look a town up."""
        return "found"

    chat, _ = chat_with(look_up, hooks=bad_hooks(name))
    turn = chat.ask_sync("go")
    assert f"the hook {name} fell over" in turn.error
    assert capsys.readouterr().err.count(f"OwnError: the hook {name} fell over") == 1
    failures = turn.events.where(type="chatkit.failure")
    assert f"the hook {name} fell over" in failures[-1].payload["error"]["traceback"]


def test_a_guardrail_that_fails_is_an_error_that_the_cell_hears_of(capsys):
    @input_guardrail
    async def careful(context, agent, given):
        raise OwnError("the guard fell over")

    chat, _ = chat_with(raises(ValueError()), input_guardrails=[careful])
    turn = chat.ask_sync("go")
    assert "the guard fell over" in turn.error
    assert capsys.readouterr().err.count("OwnError: the guard fell over") == 1


# --- client tools

UNFIT = {
    "an object": object,
    "a lock": threading.Lock,
    "a class": lambda: OwnError,
    "bytes that are no text": lambda: b"\xff\xfe",
    "a generator's frame": lambda: (lambda: 0).__code__,
    "a module": lambda: dt,
    "itself": lambda: (made := []).append(made) or made,
}


@pytest.mark.parametrize("what", UNFIT)
def test_a_client_tool_that_returns_what_json_cannot_hold_has_failed(what, capsys):
    told = []
    model = ScriptedModel([[call("pick", n=1)], lambda request: told.append(request.outputs[-1].text) or "So."])
    chat = Chat(Agent(name="Ann", model=model))

    @chat.client_tool
    def pick(n: int):
        """Pick."""
        return UNFIT[what]()

    turn = chat.ask_sync("go")
    assert turn.text == "So."
    assert "pick() returned something that is not JSON" in told[0]
    assert step(chat).icon == "lucide:circle-x"
    assert "error\npick() returned something that is not JSON" in step(chat).content
    [used] = turn.tools
    assert (used.name, used.arguments) == ("pick", {"n": 1})
    assert used.error.startswith("pick() returned something that is not JSON")
    assert capsys.readouterr().err.count("Client tool pick failed") == 1


def test_a_client_tool_that_raises_is_a_failed_step_with_its_traceback(capsys):
    chat = Chat(Agent(name="Ann", model=ScriptedModel([[call("pick", n=1)], "So."])))

    @chat.client_tool
    def pick(n: int):
        """Pick."""
        raise OwnError("dropped it")

    turn = chat.ask_sync("go")
    assert "error\nOwnError: dropped it" in step(chat).content
    assert "in pick" in step(chat).content
    assert turn.tools[0].duration >= 0
    assert capsys.readouterr().err.count("OwnError: dropped it") == 1


# --- definitions
