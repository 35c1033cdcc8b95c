"""What can be computed of runs from the columns of the log, as the README does it."""

import ast
import json
import re
from pathlib import Path

import pytest
from agents import Agent, function_tool

from chatkit_notebook import Chat
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.models import ScriptedModel, call

README = Path(__file__).parents[2] / "README.md"


def readme_blocks():
    """The blocks of the README's part on events that make tables of them."""
    part = README.read_text().partition("### Events\n")[2].partition("\n### ")[0]
    return [block for block in re.findall(r"```python\n(.*?)```", part, re.DOTALL) if "log" in block]


def value_of(block, scope):
    """Run a block as a cell, whose value is its last expression."""
    *statements, last = ast.parse(block).body
    exec(compile(ast.Module(statements, []), "README.md", "exec"), scope)  # noqa: S102 - the README's own lines
    return eval(compile(ast.Expression(last.value), "README.md", "eval"), scope)  # noqa: S307 - as above


def measured(chat):
    scope = {"chat": chat}
    runs, tools = (value_of(block, scope) for block in readme_blocks())
    return runs, tools


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
def fail() -> int:
    """Fail."""
    raise ValueError


TURNS = {
    "words": (["Some words."], []),
    "a tool": ([[call("add", a=1, b=2)], "Three."], ["add"]),
    "two tools at once": ([[call("add", a=1, b=2), call("add", a=3, b=4)], "Three."], ["add", "add"]),
    "one that fails": ([[call("fail")], "No."], ["fail"]),
    "a client tool": ([[call("pick")], "Picked."], ["pick"]),
    "nothing said": ([[call("add", a=1, b=2)], ""], ["add"]),
}


async def typed(chat, run_id, op, params):
    session = chat._session
    await session.finished(session.submit(op, {"type": op, "params": params}, id=run_id, source="view"))


@pytest.mark.parametrize("how", ["asked", "typed"])
@pytest.mark.parametrize("what", TURNS)
async def test_the_readme_s_line_says_how_fast_each_run_was_and_which_tools_it_called(what, how):
    turns, tools = TURNS[what]
    chat = Chat(Agent(name="Ann", model=ScriptedModel([*turns, *turns]), tools=[add, fail]), runner="kernel")

    @chat.client_tool
    def pick():
        """Pick."""
        return {"picked": 1}

    if how == "asked":
        run_ids = [turn.events[0].run_id for turn in [await chat.ask("go"), await chat.ask("go")]]
    else:
        content = {"content": [{"type": "input_text", "text": "go"}], "attachments": [], "inference_options": {}}
        run_ids = ["r1", "r2"]
        await typed(chat, "r1", "threads.create", {"input": content})
        await typed(chat, "r2", "threads.add_user_message", {"thread_id": chat.thread_id, "input": content})
    runs, by_tool = measured(chat)
    assert [*runs.index] == sorted(run_ids)
    for run_id in run_ids:
        run = runs.loc[run_id]
        assert run.tools == tools
        assert run.tokens > 0
        assert run.tokens_per_s == pytest.approx(run.tokens / run.total_ms * 1000)
        if what != "nothing said":
            assert 0 < run.first_text_ms <= run.total_ms
    assert sorted(by_tool.index) == sorted(set(tools))
    assert (by_tool["count"] == 2 * len(tools) / max(1, len(set(tools)))).all()


FOREIGN = [
    {"type": "client_effect", "name": "x", "duration_ms": 5, "input_tokens": 1},
    {"type": "chatkit.usage", "input_tokens": "7", "output_tokens": True},
    {"type": "chatkit.tool", "name": "f", "duration_ms": "long"},
    {"type": "chatkit.tool", "name": "f", "duration_ms": None},
    {"type": "notice", "output_tokens": 7},
]


@pytest.mark.parametrize("event", FOREIGN, ids=json.dumps)
def test_only_what_the_kit_measured_is_in_the_columns(event):
    row = EventLog().append(event)
    assert (row.duration_ms, row.input_tokens, row.output_tokens) == (None, None, None)


def test_what_was_measured_is_in_the_columns():
    log = EventLog()
    log.append({"type": "chatkit.usage", "input_tokens": 7, "output_tokens": 0})
    log.append({"type": "chatkit.tool", "name": "f", "duration_ms": 12.5})
    frame = log.to_pandas()
    assert [*frame["input_tokens"].fillna(-1)] == [7, -1]
    assert [*frame["output_tokens"].fillna(-1)] == [0, -1]
    assert [*frame["duration_ms"].fillna(-1)] == [-1, 12.5]
    assert (log[1].name, log[1].duration_ms) == ("f", 12.5)
