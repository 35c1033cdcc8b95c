"""Progress from inside a tool."""

import threading
from datetime import datetime

from agents import Agent, RunConfig, RunContextWrapper, Runner, function_tool

from chatkit_notebook.agents import AgentContext, progress, stream_agent_response
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ThreadMetadata

QUIET = RunConfig(tracing_disabled=True)
threads = set()


@function_tool
async def look(what: str) -> str:
    """Look."""
    progress(f"Looking for {what}", icon="search")
    return "found"


@function_tool
def dig(what: str) -> str:
    """Dig in a worker thread."""
    threads.add(threading.get_ident())
    progress(f"Digging for {what}")
    return "found"


@function_tool
async def ask(wrapper: RunContextWrapper[AgentContext], what: str) -> str:
    """Ask by the context."""
    await wrapper.context.progress(f"Asking for {what}", icon="phone")
    return "found"


def agent(name):
    return Agent(name="a", model=ScriptedModel([[call(name, what="it")], "Here."]), tools=[look, dig, ask])


async def shown(name):
    context = AgentContext(
        thread=ThreadMetadata(id="thr_1", created_at=datetime.now()),  # noqa: DTZ005 - as the kit keeps it
        store=MemoryStore(),
        request_context={},
    )
    result = Runner.run_streamed(agent(name), "hi", context=context, run_config=QUIET)
    events = [event async for event in stream_agent_response(context, result)]
    return [(event.text, event.icon) for event in events if event.type == "progress_update"]


async def test_a_tool_tells_what_it_is_busy_with():
    assert await shown("look") == [("Looking for it", "search")]
    assert await shown("ask") == [("Asking for it", "phone")]


async def test_a_blocking_tool_may_tell_it_too():
    assert await shown("dig") == [("Digging for it", None)]
    assert threads != {threading.get_ident()}


async def test_without_a_chat_nobody_hears_of_it():
    result = await Runner.run(agent("look"), "hi", run_config=QUIET)
    assert result.final_output == "Here."
