"""How workflows end, and how runs do."""

from datetime import timedelta

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailResult,
    InputGuardrailTripwireTriggered,
    OutputGuardrail,
    OutputGuardrailResult,
    OutputGuardrailTripwireTriggered,
)

from chatkit_notebook.agents import AgentContext, stream_agent_response
from chatkit_notebook.types import CustomSummary, CustomTask, ProgressUpdateEvent
from tests.parity.agent_runs import Kit, Result, Scenario, begun, called, message, play, reasoning, said
from tests.server.client import Client, kinds

OURS = Kit("chatkit_notebook")
TRIPPED = GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)
TRIPWIRES = [
    InputGuardrailTripwireTriggered(
        InputGuardrailResult(guardrail=InputGuardrail(guardrail_function=lambda *_: None), output=TRIPPED)
    ),
    OutputGuardrailTripwireTriggered(
        OutputGuardrailResult(
            guardrail=OutputGuardrail(guardrail_function=lambda *_: None),
            agent_output="x",
            agent=Agent(name="a"),
            output=TRIPPED,
        )
    ),
]


async def begin_work(context, _kit):
    await context.add_workflow_task(CustomTask(title="one"))


async def work(context, kit):
    """Have a workflow open that began a minute and a half ago and is unfolded."""
    await begin_work(context, kit)
    context.workflow_item.workflow.expanded = True
    context.workflow_item.created_at -= timedelta(seconds=90)


async def sum_up(context, _kit):
    context.workflow_item.workflow.summary = CustomSummary(title="so far")


async def hand_over(context, kit):
    context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={})


async def show_widget(context, kit):
    await context.stream_widget(kit.widgets.Card(children=[]))


@pytest.mark.conformance(81)
async def test_a_message_closes_the_workflow_with_the_time_it_took():
    _, closed, begins = (await play(OURS, Scenario([work, begun(message("msg_1"))])))["events"]

    assert (closed["type"], begins["item"]["type"]) == ("thread.item.done", "assistant_message")
    assert closed["item"]["workflow"]["summary"].keys() == {"duration"}
    assert closed["item"]["workflow"]["summary"]["duration"] >= 90
    assert closed["item"]["workflow"]["expanded"] is False


@pytest.mark.conformance(81)
async def test_a_summary_that_a_workflow_has_is_kept():
    _, closed, _ = (await play(OURS, Scenario([work, sum_up, begun(message("msg_1"))])))["events"]

    assert closed["item"]["workflow"]["summary"] == {"title": "so far"}
    assert closed["item"]["workflow"]["expanded"] is False


@pytest.mark.conformance(84)
@pytest.mark.parametrize("tripwire", TRIPWIRES, ids=["input", "output"])
async def test_a_guardrail_takes_everything_back(tripwire):
    async def trip(context, kit):
        await context.stream(ProgressUpdateEvent(text="not sent any more"))
        raise tripwire

    steps = [
        begun(reasoning("rs_1")),
        *said("msg_1", "Yes"),
        show_widget,
        called("f", call_id="call_1", item_id="fc_1"),
        begun(message("msg_2")),
        trip,
    ]
    outcome = await play(OURS, Scenario(steps))

    assert outcome["raised"] == type(tripwire).__name__
    shown = {event["item"]["id"] for event in outcome["events"] if "item" in event}
    removed = [event["item_id"] for event in outcome["events"] if event["type"] == "thread.item.removed"]
    assert len(shown) == 4
    assert sorted(removed) == sorted({*shown, "fc_1"})
    assert outcome["events"][-len(removed) :] == [{"type": "thread.item.removed", "item_id": each} for each in removed]
    assert "progress_update" not in kinds(outcome["events"])


@pytest.mark.conformance(85)
async def test_a_client_tool_call_comes_last_under_the_model_s_id():
    async def late(context, _kit):
        await context.stream(ProgressUpdateEvent(text="late"))

    steps = [called("pick", call_id="call_1", item_id="fc_1"), hand_over, late]
    events = (await play(OURS, Scenario(steps)))["events"]

    assert kinds(events) == ["progress_update", "thread.item.done"]
    assert events[-1]["item"] == {
        "id": "fc_1",
        "thread_id": "thr_1",
        "type": "client_tool_call",
        "status": "pending",
        "call_id": "call_1",
        "name": "pick",
        "arguments": {},
    }


NEXT = {
    "at once": ([], "threads.custom_action", {"action": {"type": "go on"}}),
    "after a client's tool": ([hand_over], "threads.add_client_tool_output", {"result": 1}),
}


@pytest.mark.conformance(86)
@pytest.mark.parametrize(("steps", "op", "params"), NEXT.values(), ids=NEXT)
async def test_an_open_workflow_goes_on_in_the_next_run(steps, op, params):
    runs = [Scenario([begin_work, *steps]), Scenario(said("msg_1", "Yes"))]

    async def respond(self, thread, message_, context):
        agent = AgentContext(thread=thread, store=self.store, request_context=context)
        async for event in stream_agent_response(agent, Result(runs.pop(0), agent, OURS)):
            yield event

    def action(self, thread, action_, sender, context):
        return self.respond(thread, None, context)

    client = await Client(respond=respond, action=action).with_thread()
    first = await client.send()
    (left_open,) = [item for item in await client.items() if item.type == "workflow"]
    second = await client.stream(op, thread_id="thr", **params)

    assert kinds(event for event in first if event.get("item", {}).get("type") == "workflow") == ["thread.item.added"]
    assert left_open.workflow.summary is None
    assert [event["item"]["id"] for event in second if event["type"] == "thread.item.done"] == [left_open.id, "msg_1"]
    (closed,) = [item for item in await client.items() if item.type == "workflow"]
    assert closed.id == left_open.id
    assert closed.workflow.summary is not None
