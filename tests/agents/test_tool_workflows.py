"""Workflows that tools keep by themselves, through the real Runner: each is shown and stored as its author meant it."""

import asyncio

import pytest
from agents import Agent, RunConfig, RunContextWrapper, Runner, function_tool

from chatkit_notebook.agents import AgentContext, ToolTasks, stream_agent_response
from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import CustomSummary, CustomTask, ThreadMetadata, Workflow
from tests.parity.agent_runs import STARTED


class SlowStore(MemoryStore):
    """A store that is busy while the run gets to its end."""

    async def load_thread_items(self, *args, **kwargs):
        for _ in range(2_000):
            await asyncio.sleep(0)
        return await super().load_thread_items(*args, **kwargs)


@function_tool
async def work(context: RunContextWrapper) -> str:
    """Work in two workflows, at once and with a pause."""
    chat = context.context
    await chat.start_workflow(Workflow(type="custom", tasks=[CustomTask(title="A1")]))
    await chat.update_workflow_task(CustomTask(title="A1, done"), 0)
    await chat.end_workflow(CustomSummary(title="A is done"))
    await chat.start_workflow(Workflow(type="custom", tasks=[CustomTask(title="B1")]))
    await chat.add_workflow_task(CustomTask(title="B2"))
    for _ in range(100):
        await asyncio.sleep(0)
    await chat.add_workflow_task(CustomTask(title="B3"))
    await chat.end_workflow(CustomSummary(title="B is done"))
    return "worked"


@pytest.mark.parametrize("store", [MemoryStore, SlowStore])
@pytest.mark.parametrize("are_tools_shown", [True, False])
async def test_each_workflow_is_done_once_with_all_of_its_tasks(store, are_tools_shown):
    thread = ThreadMetadata(id="thr_1", created_at=STARTED)
    context = AgentContext(thread=thread, store=store(), request_context={})
    await context.store.save_thread(thread, {})
    agent = Agent(name="a", model=ScriptedModel([["Let me see. ", call("work")], "Done."]), tools=[work])
    result = Runner.run_streamed(agent, "go", context=context, run_config=RunConfig(tracing_disabled=True))

    tools = ToolTasks(context) if are_tools_shown else None
    events = [
        event.model_dump(mode="json", exclude_none=True)
        async for event in stream_agent_response(context, result, tools=tools)
    ]

    state = new_state()
    for event in events:
        fold(state, event)
    done = [event["item"] for event in events if event["type"] == "thread.item.done"]
    assert [item["type"] for item in done] == ["assistant_message", "workflow", "workflow", "assistant_message"]
    workflows = [item["workflow"] for item in done if item["type"] == "workflow"]
    assert [[task["title"] for task in workflow["tasks"]] for workflow in workflows] == [
        ["A1, done"],
        ["B1", "B2", "B3"],
    ]
    assert [workflow["summary"] for workflow in workflows] == [{"title": "A is done"}, {"title": "B is done"}]
    assert state["items"] == done
    assert state["open"] == []


@function_tool
async def leave_open(context: RunContextWrapper) -> str:
    """Open a workflow and leave it to the answer to end it."""
    await context.context.start_workflow(Workflow(type="custom", tasks=[CustomTask(title="A1")]))
    return "begun"


@pytest.mark.parametrize("store", [MemoryStore, SlowStore])
async def test_a_workflow_that_a_tool_leaves_open_ends_with_the_answer(store):
    thread = ThreadMetadata(id="thr_1", created_at=STARTED)
    context = AgentContext(thread=thread, store=store(), request_context={})
    await context.store.save_thread(thread, {})
    script = [["One moment. ", call("leave_open")], "Done."]
    agent = Agent(name="a", model=ScriptedModel(script), tools=[leave_open])
    result = Runner.run_streamed(agent, "go", context=context, run_config=RunConfig(tracing_disabled=True))

    events = [event async for event in stream_agent_response(context, result)]

    told = [f"{event.type.rpartition('.')[2]} {event.item.type}" for event in events if hasattr(event, "item")]
    assert told == [
        "added assistant_message",
        "done assistant_message",
        "added workflow",
        "done workflow",
        "added assistant_message",
        "done assistant_message",
    ]
