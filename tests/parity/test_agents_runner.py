"""Runs of the real Runner with a scripted model, mapped by both SDKs."""

import json

import pytest
from agents import Agent, RunConfig, Runner, StopAtTools, function_tool
from agents.run_context import RunContextWrapper

from chatkit_notebook.models import ScriptedModel, call, cite, error, think
from tests.parity.agent_runs import STARTED, Kit, Notes

OURS, OFFICIAL = Kit("chatkit_notebook"), Kit("chatkit")


def tools_of(kit):
    @function_tool
    def price(title: str) -> str:
        """Look up a price."""
        return f"{title} costs 9"

    @function_tool
    async def announce(context: RunContextWrapper, text: str) -> str:
        """Show progress and a widget."""
        await context.context.stream(kit.types.ProgressUpdateEvent(text=text))
        card = kit.widgets.Card(children=[kit.widgets.Text(value=text)])
        await context.context.stream_widget(card, copy_text=text)
        return "shown"

    @function_tool
    async def work(context: RunContextWrapper) -> str:
        """Work in steps."""
        await context.context.start_workflow(kit.types.Workflow(type="custom", tasks=[]))
        await context.context.add_workflow_task(kit.types.CustomTask(title="one"))
        await context.context.update_workflow_task(kit.types.CustomTask(title="one, done"), 0)
        await context.context.end_workflow(kit.types.CustomSummary(title="Worked"))
        return "worked"

    @function_tool
    async def pick(context: RunContextWrapper, row: int) -> str:
        """Ask the client to pick a row."""
        context.context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={"row": row})
        return ""

    return [price, announce, work, pick]


SCRIPTS = {
    "text": ["Hello there, reader."],
    "text in pieces with lines": [["a\n", "b\u2028", ' 🎉 " \\']],
    "a tool, then text": [[call("price", title="Dune")], "It costs nine."],
    "text before a tool": [["Let me see. ", call("price", title="Dune")], "Nine."],
    "two tools one after the other": [[call("price", title="Dune")], [call("price", title="Emma")], "Both nine."],
    "a thought, then text": [[think("Hmm, well."), "Yes."]],
    "a tool that shows something": [[call("announce", text="hi")], "Shown."],
    "a client tool ends the run": [[call("pick", row=3)]],
    "text before a client tool": [["One moment. ", call("pick", row=3)]],
}
# What differs on purpose, with the reason, and how the official events relate to ours.
DIFFERENT = {
    "a tool with a workflow": (
        [[call("work")], "Done."],
        "events of a tool are snapshots; officially they show what the tool has changed since",
    ),
    "a model that fails": (
        [["Well, ", error("out of order")]],
        "what the model said before it failed is streamed; officially the failure overtakes it",
    ),
    "a citation": (
        [["See ", cite("X", url="http://127.0.0.1/x")]],
        "an annotation event of the SDK's own class is accepted; officially it ends the stream",
    ),
}


async def play(kit, script):
    store = Notes(kit, [])
    thread = kit.types.ThreadMetadata(id="thr_1", created_at=STARTED)
    context = kit.agents.AgentContext(thread=thread, store=store, request_context={})
    agent = Agent(
        name="a",
        model=ScriptedModel(script),
        tools=tools_of(kit),
        tool_use_behavior=StopAtTools(stop_at_tool_names=["pick"]),
    )
    result = Runner.run_streamed(agent, "go", context=context, run_config=RunConfig(tracing_disabled=True))
    events, raised = [], None
    try:
        async for event in kit.agents.stream_agent_response(context, result):
            events.append(json.loads(event.model_dump_json(by_alias=True, exclude_none=True)))  # noqa: PERF401 - what came before an exception counts
    except Exception as failure:  # noqa: BLE001 - what is raised is part of the outcome
        raised = type(failure).__name__
    return {"events": normal(events), "raised": raised, "calls": len(store.calls)}


def normal(events):
    """Number the ids in the order they appear, and leave the times out."""
    names = {}

    def walk(value):
        if isinstance(value, dict):
            return {
                key: names.setdefault(part, f"id {len(names)}") if key in ("id", "item_id", "call_id") else walk(part)
                for key, part in value.items()
                if key != "created_at"
            }
        return [walk(part) for part in value] if isinstance(value, list) else value

    return walk(events)


@pytest.mark.parametrize("name", SCRIPTS)
async def test_a_real_run_becomes_what_it_becomes_with_the_official_sdk(name):
    ours = await play(OURS, SCRIPTS[name])
    assert ours["events"] or ours["raised"]
    assert ours == await play(OFFICIAL, SCRIPTS[name])


@pytest.mark.parametrize("name", DIFFERENT)
async def test_a_real_run_that_differs_on_purpose_streams_at_least_the_official_events(name):
    script, _ = DIFFERENT[name]
    ours, theirs = await play(OURS, script), await play(OFFICIAL, script)
    kinds = [event["type"] for event in ours["events"]]
    assert kinds[: len(theirs["events"])] == [event["type"] for event in theirs["events"]]
    assert ours["raised"] in (None, theirs["raised"])
