"""Runs of the real Runner with a scripted model, mapped by both SDKs."""

import importlib
import json
from datetime import datetime

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    RunConfig,
    Runner,
    StopAtTools,
    function_tool,
    input_guardrail,
    output_guardrail,
)
from agents.run_context import RunContextWrapper
from pydantic import BaseModel

from chatkit_notebook.models import ScriptedModel, call, cite, error, image, think
from chatkit_notebook.models.steps import Cite
from tests.official_server import DictStore
from tests.parity.agent_runs import STARTED, Kit, Notes

OURS, OFFICIAL = Kit("chatkit_notebook"), Kit("chatkit")
TRIPPED = GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)


class Price(BaseModel):
    euros: int


@input_guardrail
async def beside_the_model(_context, _agent, _given):
    return TRIPPED


@input_guardrail(run_in_parallel=False)
async def before_the_model(_context, _agent, _given):
    return TRIPPED


@output_guardrail
async def after_the_model(_context, _agent, _output):
    return TRIPPED


def tools_of(kit):
    @function_tool
    def price(title: str) -> str:
        """Look up a price."""
        return f"{title} costs 9"

    @function_tool
    def fail() -> str:
        """Fail."""
        raise ValueError("out of order")

    @function_tool
    async def announce(context: RunContextWrapper, text: str) -> str:
        """Show progress and a widget."""
        await context.context.stream(kit.types.ProgressUpdateEvent(text=text))
        card = kit.widgets.Card(children=[kit.widgets.Text(value=text)])
        await context.context.stream_widget(card, copy_text=text)
        return "shown"

    @function_tool
    async def pick(context: RunContextWrapper, row: int) -> str:
        """Ask the client to pick a row."""
        context.context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={"row": row})
        return ""

    return [price, fail, announce, pick]


def agent_of(script, **options):
    """Make a function that makes the agent, since it has tools of either SDK."""
    options = {"tool_use_behavior": StopAtTools(stop_at_tool_names=["pick"]), **options}
    return lambda kit: Agent(name="a", model=ScriptedModel(script), tools=tools_of(kit), **options)


def handing_over(kit):
    script = [["I am b. ", call("price", title="Dune")], "Nine."]
    other = Agent(name="b", model=ScriptedModel(script), tools=tools_of(kit))
    return Agent(name="a", model=ScriptedModel([["To b. ", call("transfer_to_b")]]), handoffs=[other])


def with_an_agent_as_tool(_kit):
    other = Agent(name="b", model=ScriptedModel(["inside"]))
    tools = [other.as_tool("ask_b", "Ask b.")]
    return Agent(name="a", model=ScriptedModel([[call("ask_b", input="x")], "outside"]), tools=tools)


AGENTS = {
    "text": agent_of(["Hello there, reader."]),
    "no text": agent_of([""]),
    "text in pieces with lines": agent_of([["a\n", "b\u2028", ' 🎉 " \\']]),
    "a tool, then text": agent_of([[call("price", title="Dune")], "It costs nine."]),
    "text before a tool": agent_of([["Let me see. ", call("price", title="Dune")], "Nine."]),
    "two tools one after the other": agent_of([[call("price", title="Dune")], [call("price", title="Emma")], "Nine."]),
    "two tools at once": agent_of([[call("price", title="Dune"), call("price", title="Emma")], "Both nine."]),
    "two tools that show something at once": agent_of([[call("announce", text="a"), call("announce", text="b")], "."]),
    "a tool that fails": agent_of([[call("fail")], "It failed."]),
    "a tool that there is not": agent_of([[call("nope")], "Never."]),
    "a tool whose result is the answer": agent_of(
        [[call("price", title="Dune")], "Never."], tool_use_behavior="stop_on_first_tool"
    ),
    "a thought, then text": agent_of([[think("Hmm, well."), "Yes."]]),
    "two thoughts": agent_of([[think("one"), think("two three"), "done"]]),
    "thoughts around a tool": agent_of(
        [[think("one two"), call("price", title="Dune")], [think("three"), "done"]],
    ),
    "an image with previews, then text": agent_of([[image("AAAA", partials=2), "There."]]),
    "a tool that shows something": agent_of([[call("announce", text="hi")], "Shown."]),
    "a client tool ends the run": agent_of([[call("pick", row=3)]]),
    "text before a client tool": agent_of([["One moment. ", call("pick", row=3)]]),
    "two client tools": agent_of([[call("pick", row=1), call("pick", row=2)]]),
    "a client tool beside another": agent_of([[call("price", title="Dune"), call("pick", row=2)]]),
    "an answer of a type": agent_of(['{"euros": 9}'], output_type=Price),
    "an agent that hands over": handing_over,
    "an agent as a tool": with_an_agent_as_tool,
    "a guardrail beside the model": agent_of(["Hello."], input_guardrails=[beside_the_model]),
    "a guardrail before the model": agent_of(["Hello."], input_guardrails=[before_the_model]),
    "a guardrail after the model": agent_of(["Hello."], output_guardrails=[after_the_model]),
    "a guardrail after a tool": agent_of(
        [[call("announce", text="hi")], "Hello."], output_guardrails=[after_the_model]
    ),
    "a model that fails at once": agent_of([[error("out of order")]]),
    "a model that calls tools for ever": agent_of([[call("price", title="Dune")]] * 9),
}


async def play(kit, make_agent):
    store = Notes(kit, [])
    thread = kit.types.ThreadMetadata(id="thr_1", created_at=STARTED)
    context = kit.agents.AgentContext(thread=thread, store=store, request_context={})
    config = RunConfig(tracing_disabled=True)
    result = Runner.run_streamed(make_agent(kit), "go", context=context, max_turns=5, run_config=config)
    events, raised = [], None
    try:
        async for event in kit.agents.stream_agent_response(context, result):
            events.append(json.loads(event.model_dump_json(by_alias=True, exclude_none=True)))  # noqa: PERF401 - what came before an exception counts
    except Exception as failure:  # noqa: BLE001 - what is raised is part of the outcome
        raised = type(failure).__name__
    return {"events": normal(events), "raised": raised, "calls": len(store.calls)}


def normal(events):
    """Number the ids in the order they appear, leave the times out, and sort what a guardrail takes back."""
    names = {}

    def walk(value):
        if isinstance(value, dict):
            return {
                key: names.setdefault(part, f"id {len(names)}") if key in ("id", "item_id", "call_id") else walk(part)
                for key, part in value.items()
                if key != "created_at"
            }
        return [walk(part) for part in value] if isinstance(value, list) else value

    walked = walk(events)
    # Officially it is a set of strings, whose order is another in each process.
    removed = [event for event in walked if event["type"] == "thread.item.removed"]
    return [event for event in walked if event not in removed] + sorted(removed, key=lambda event: event["item_id"])


@pytest.mark.parametrize("name", AGENTS)
async def test_a_real_run_becomes_what_it_becomes_with_the_official_sdk(name):
    ours, official = await play(OURS, AGENTS[name]), await play(OFFICIAL, AGENTS[name])

    assert official["calls"], "the store was not asked"
    assert ours == official


CITED = {
    "a page": ["See ", cite("Page", url="https://x.example/a?b=c")],
    "a file": ["See ", cite("File", filename="a b.pdf")],
    "several": ["One", cite("A", url="https://a.example"), " two", cite("B", filename="b.txt"), " three"],
    "at the beginning": [cite("A", url="https://a.example"), "text"],
    "in a later message": [think("Hm."), "text", cite("Ä", filename="ä.md")],
    "after CJK text": ["「引用」", cite("頁", url="https://x.example/頁")],
}


@pytest.mark.parametrize("name", CITED)
async def test_what_the_scripted_model_cites_is_a_source_through_both(name):
    found = {}
    for package in ("chatkit_notebook", "chatkit"):
        agents, types = (importlib.import_module(f"{package}.{module}") for module in ("agents", "types"))
        thread = types.ThreadMetadata(id="thr", created_at=datetime(2026, 1, 2))  # noqa: DTZ001 - naive is the default
        store = DictStore()
        store.items["thr"] = {}
        context = agents.AgentContext(thread=thread, store=store, request_context={})
        result = Runner.run_streamed(Agent(name="Ann", model=ScriptedModel([CITED[name]])), "hi", context=context)
        events = [event async for event in agents.stream_agent_response(context, result)]
        items = [event.item for event in events if event.type == "thread.item.done"]
        parts = [part for item in items if item.type == "assistant_message" for part in item.content]
        updates = [event.update for event in events if event.type == "thread.item.updated"]
        added = [update.annotation for update in updates if update.type.endswith("annotation_added")]
        for kind, annotations in {
            "added": added,
            "whole": [each for part in parts for each in part.annotations],
        }.items():
            found[package, kind] = [each.model_dump(exclude_none=True) for each in annotations]

    cited = [(step.url or step.filename, step.title) for step in CITED[name] if isinstance(step, Cite)]
    whole = found["chatkit_notebook", "whole"]
    assert [each["source"].get("url") or each["source"]["filename"] for each in whole] == [place for place, _ in cited]
    assert all(annotations == whole for annotations in found.values())
