"""Runs as thread events, where ours does more than the official SDK."""

import asyncio
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from agents import Agent, RunConfig, RunContextWrapper, RunItemStreamEvent, Runner, ToolCallItem, function_tool
from openai.types.responses import response_output_text, response_output_text_annotation_added_event

from chatkit_notebook.agents import AgentContext, ClientToolCall, ResponseStreamConverter, stream_agent_response
from chatkit_notebook.models import ScriptedModel, call, image, think, wait
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import (
    AssistantMessageItem,
    CustomTask,
    ProgressUpdateEvent,
    ThreadMetadata,
    WorkflowItem,
)
from tests.parity.agent_runs import (
    STARTED,
    Kit,
    Scenario,
    begun,
    called,
    ended,
    message,
    picture,
    play,
    raw,
    said,
    text_part,
)

OURS = Kit("chatkit_notebook")
FAKE = "__fake_id__"
URL = {"type": "url_citation", "url": "https://x.y", "title": "X", "start_index": 0, "end_index": 4}
# Newer versions of openai have a class of its own for the event's.
Citation = getattr(
    response_output_text_annotation_added_event, "AnnotationURLCitation", response_output_text.AnnotationURLCitation
)


def ids(outcome):
    """Ids of the events, in order of their first appearance, with the kinds of events each has."""
    kinds = {}
    for event in outcome["events"]:
        item_id = event["item"]["id"] if "item" in event else event["item_id"]
        kinds.setdefault(item_id, []).append(event["type"].removeprefix("thread.item."))
    return kinds


@pytest.mark.conformance(87)
async def test_messages_with_fake_ids_are_two_items():
    outcome = await play(OURS, Scenario([*said(FAKE, "one"), *said(FAKE, "two")]))
    whole = ["added", "updated", "updated", "updated", "done"]
    assert ids(outcome) == {"message_made_1": whole, "message_made_2": whole}


async def test_an_id_that_comes_twice_is_two_items():
    outcome = await play(OURS, Scenario([*said("msg_1", "one"), *said("msg_1", "two")]))
    assert list(ids(outcome)) == ["msg_1", "message_made_1"]


async def test_an_id_of_the_last_turn_is_not_taken_again():
    def newest(kit):
        return [kit.types.AssistantMessageItem(id="msg_1", thread_id="thr_1", created_at=STARTED, content=[])]

    outcome = await play(OURS, Scenario(said("msg_1", "two"), newest=newest))
    assert list(ids(outcome)) == ["message_made_1"]


async def test_a_tool_call_with_a_fake_id_gets_one_of_its_own():
    async def act(context, kit):
        context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={})

    steps = [*said(FAKE, "one"), called("pick", call_id="call_1", item_id=FAKE), act]
    outcome = await play(OURS, Scenario(steps))
    item = outcome["events"][-1]["item"]
    assert (item["id"], item["call_id"]) == ("tool_call_made_2", "call_1")


@pytest.mark.conformance(85)
async def test_a_client_tool_call_beside_others_keeps_its_own_call_id():
    async def act(context, kit):
        context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={})

    steps = [
        called("pick", call_id="call_1", item_id="fc_1"),
        called("other", call_id="call_2", item_id="fc_2"),
        act,
    ]
    outcome = await play(OURS, Scenario(steps))
    assert outcome["events"][-1]["item"]["call_id"] == "call_1"


async def test_a_stand_in_for_a_tool_call_that_has_nothing_to_tell_is_passed_over():
    called_by_a_double = RunItemStreamEvent(name="tool_called", item=Mock(spec=ToolCallItem))
    assert list(ids(await play(OURS, Scenario([called_by_a_double, *said("msg_1", "one")])))) == ["msg_1"]


@pytest.mark.conformance(80)
@pytest.mark.parametrize(
    "annotation",
    [URL, Citation(**URL), SimpleNamespace(**URL)],
    ids=["dict", "event class", "loose object"],
)
async def test_annotations_come_in_any_form(annotation):
    place = {"item_id": "msg_1", "content_index": 0, "annotation_index": 9}
    cited = ({"type": "of the future", "x": 1}, annotation, None, 7, annotation)
    added = [raw("response.output_text.annotation.added", **place, annotation=one) for one in cited]
    steps = [begun(message("msg_1")), *added]
    steps.append(ended(message("msg_1", text_part("x", [annotation, {"type": "of the future"}]))))
    events = (await play(OURS, Scenario(steps)))["events"]
    assert [event["update"]["annotation_index"] for event in events[1:-1]] == [0, 1]
    (annotated,) = events[-1]["item"]["content"][0]["annotations"]
    assert annotated["source"]["url"] == "https://x.y"


async def test_citations_are_counted_anew_in_each_part_of_each_message():
    def cite(item_id, part):
        place = {"item_id": item_id, "content_index": part, "annotation_index": 0}
        return raw("response.output_text.annotation.added", **place, annotation=URL)

    cited = [(item_id, part) for item_id in ("msg_1", "msg_2") for part in (0, 0, 1)]
    steps = [begun(message("msg_1")), begun(message("msg_2")), *(cite(*each) for each in cited)]
    events = (await play(OURS, Scenario(steps)))["events"]
    updates = [(event["item_id"], event["update"]) for event in events if event["type"] == "thread.item.updated"]
    assert [(item_id, update["content_index"], update["annotation_index"]) for item_id, update in updates] == [
        (item_id, part, index) for (item_id, part), index in zip(cited, [0, 1, 0] * 2, strict=True)
    ]


async def test_equal_tasks_have_their_own_places():
    async def act(context, kit):
        for _ in range(3):
            await context.add_workflow_task(kit.types.CustomTask(title="same"))

    events = (await play(OURS, Scenario([act])))["events"]
    assert [len(events[0]["item"]["workflow"]["tasks"]), *[event["update"]["task_index"] for event in events[1:]]] == [
        1,
        1,
        2,
    ]


async def test_an_image_that_failed_is_taken_away():
    outcome = await play(OURS, Scenario([begun(picture("ig_1")), ended(picture("ig_1"))]))
    assert [event["type"] for event in outcome["events"]] == ["thread.item.added", "thread.item.removed"]


# --- through the real Runner


def context_of(store=None):
    return AgentContext(
        thread=ThreadMetadata(id="thr_1", created_at=STARTED), store=store or MemoryStore(), request_context={}
    )


async def run(agent, context, **options):
    await context.store.save_thread(context.thread, {})
    result = Runner.run_streamed(agent, "hi", context=context, run_config=RunConfig(tracing_disabled=True))
    return [event async for event in stream_agent_response(context, result, **options)]


@function_tool
async def look_up(wrapper: RunContextWrapper, what: str) -> str:
    """Look something up."""
    await wrapper.context.stream(ProgressUpdateEvent(text=f"Looking for {what}"))
    await wrapper.context.add_workflow_task(CustomTask(title=what))
    return f"{what} found"


@function_tool
async def pick(wrapper: RunContextWrapper, what: str) -> str:
    """Pick on the client."""
    wrapper.context.client_tool_call = ClientToolCall(name="pick", arguments={"what": what})
    return ""


async def test_what_a_tool_streams_stands_between_the_call_and_the_answer():
    agent = Agent(name="a", model=ScriptedModel([[call("look_up", what="it")], "Here."]), tools=[look_up])
    events = await run(agent, context_of())
    shown = [event.item.type if hasattr(event, "item") else event.type for event in events]
    assert shown == [
        "progress_update",
        "workflow",
        "workflow",
        "assistant_message",
        *["thread.item.updated"] * 3,
        "assistant_message",
    ]


async def test_thoughts_and_images_of_a_real_run():
    class Uploads(ResponseStreamConverter):
        async def base64_image_to_url(self, image_id, base64_image, partial_image_index=None):
            return f"https://x.y/{partial_image_index}"

    model = ScriptedModel([[think("Let me see"), image("AAAA", partials=2), "Here."]])
    events = await run(Agent(name="a", model=model), context_of(), converter=Uploads(partial_images=2))
    updates = [event.update for event in events if event.type == "thread.item.updated"]
    assert [update.task.content for update in updates if update.type.startswith("workflow")] == [
        "Let",
        "Let me",
        "Let me see",
        "Let me see",
    ]
    assert [(u.image.url, u.progress) for u in updates if u.type == "generated_image.updated"] == [
        ("https://x.y/0", 0.0),
        ("https://x.y/1", 0.5),
    ]
    done = {event.item.type: event.item for event in events if event.type == "thread.item.done"}
    assert done["generated_image"].image.url == "https://x.y/None"
    assert isinstance(done["workflow"], WorkflowItem)
    assert isinstance(done["assistant_message"], AssistantMessageItem)


async def test_a_client_tool_call_ends_the_run_with_the_model_s_ids():
    model = ScriptedModel([[call("pick", what="one")]])
    agent = Agent(name="a", model=model, tools=[pick], tool_use_behavior={"stop_at_tool_names": ["pick"]})
    event = (await run(agent, context_of()))[-1]
    assert (event.item.name, event.item.arguments, event.item.status) == ("pick", {"what": "one"}, "pending")
    assert event.item.id.startswith("fc_")
    assert event.item.call_id.startswith("call_")


@pytest.mark.parametrize("end", ["cancel", "close"])
async def test_stopping_in_the_middle_leaves_no_task(end):
    context = context_of()
    await context.store.save_thread(context.thread, {})
    agent = Agent(name="a", model=ScriptedModel([["Hello", wait(1_000)]]))
    result = Runner.run_streamed(agent, "hi", context=context, run_config=RunConfig(tracing_disabled=True))
    events = stream_agent_response(context, result)
    reached = asyncio.Event()

    async def read():
        async for event in events:
            if event.type == "thread.item.updated" and event.update.type.endswith("delta"):
                reached.set()
                if end == "close":
                    return

    task = asyncio.create_task(read())
    await asyncio.wait_for(reached.wait(), 15)
    if end == "cancel":
        task.cancel()
    await asyncio.wait([task], timeout=15)
    assert task.cancelled() == (end == "cancel")
    await asyncio.wait_for(events.aclose(), 15)
    await asyncio.wait([result.run_loop_task], timeout=15)
    assert asyncio.all_tasks() == {asyncio.current_task()}
