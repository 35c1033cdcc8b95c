"""The whole conversation in a plain script: no notebook, no widget library, no browser."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("anywidget", "ipywidgets", "traitlets", "IPython", "ipykernel", "comm"):
            raise ModuleNotFoundError(f"No module named {name!r}")

sys.meta_path.insert(0, Missing())
"""
SCRIPT = """
import asyncio
from agents import Agent, function_tool
from chatkit_notebook import Chat, ScriptedModel
from chatkit_notebook.models import call

removed, seen = [], []

@function_tool
def add(a: int, b: int) -> int:
    return a + b

@function_tool(needs_approval=True)
def remove(path: str) -> str:
    removed.append(path)
    return "gone"

MODEL = ScriptedModel([
    [call("add", a=2, b=3)], "It is 5.",
    [call("where", place="It")], "Go north.",
    [call("remove", path="a")], "Removed.",
])
chat = Chat(Agent(name="Ann", model=MODEL, tools=[add, remove]), titles=False)

@chat.client_tool
def where(place: str) -> str:
    return f"{place} is north"

@chat.on("response.end")
def ended(data):
    seen.append(data)

async def main():
    turn = await chat.ask("add")
    assert turn.text == "It is 5.", turn
    turn = await chat.ask("where")
    assert turn.text == "Go north.", turn
    turn = await chat.ask("remove")
    assert not removed
    turn = await chat.approve()
    assert (removed, turn.text) == (["a"], "Removed."), turn
    first = chat.thread_id
    fork = await chat.fork(chat.items[0].id)
    assert {found.thread.id for found in await chat.search("north")} == {first}
    await chat.set_thread_id(None)
    assert {thread.id for thread in await chat.threads()} == {first, fork.id}
    await chat.delete_thread(fork.id)
    assert [thread.id for thread in await chat.threads()] == [first]
    assert len(chat.events.where(type="chatkit.response.end")) == len(seen) == 4, (len(chat.events), seen)

asyncio.run(main())
assert repr(chat).startswith("Chat(AgentServer")
chat.close()
print("done", "anywidget" in sys.modules)
"""


@pytest.mark.slow
def test_a_script_without_any_widget_library_runs_a_whole_conversation():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT + SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.returncode, done.stderr[-3000:]) == (0, "")
    assert done.stdout.split() == ["done", "False"]
