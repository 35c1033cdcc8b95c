"""Runs of agents."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

from agents import Agent, RunConfig, Runner
from agents.run_context import RunContextWrapper
from agents.tool import function_tool
from openai.types.responses import response_output_text_annotation_added_event as added_event

from chatkit_notebook.models import ScriptedModel, call, error
from tests.parity.agent_runs import STARTED, Notes, Scenario, begun, called, ended, message, picture, play, raw, said
from tests.parity.differences.table import difference

FAKE = "__fake_id__"
URL = {"type": "url_citation", "url": "https://x.y", "title": "X", "start_index": 0, "end_index": 4}


def context_of(world, store=None):
    thread = world.types.ThreadMetadata(id="thr_1", created_at=STARTED)
    return world.kit.agents.AgentContext(thread=thread, store=store or Notes(world.kit, []), request_context={})


async def run(world, script, *tools, store=None):
    """Run an agent with a scripted model, and return the events and how the run failed."""
    context = context_of(world, store)
    agent = Agent(name="a", model=ScriptedModel(script), tools=list(tools))
    config = RunConfig(tracing_disabled=True)
    result = Runner.run_streamed(agent, "go", context=context, run_config=config)
    events = []
    try:
        async for event in world.kit.agents.stream_agent_response(context, result):
            events.append(event)  # noqa: PERF401 - those before a failure count
    except Exception as failure:  # noqa: BLE001 - what is raised is compared
        return events, type(failure).__name__
    return events, None


def short(events):
    """Tell events in a word each: what happened to which kind of item."""
    told = []
    for event in events:
        kind = event["type"] if isinstance(event, dict) else event.type
        item = event.get("item") if isinstance(event, dict) else getattr(event, "item", None)
        item_type = item and (item["type"] if isinstance(item, dict) else item.type)
        told.append(" ".join(filter(None, [kind.rpartition(".")[2], item_type])))
    return told


def ids(outcome):
    """Return the ids of items in the order of their first appearance."""
    found = [event.get("item_id") or event["item"]["id"] for event in outcome["events"]]
    return list(dict.fromkeys(found))


def is_about(event, item_id):
    return event.get("item_id") == item_id or event.get("item", {}).get("id") == item_id


def worker(world):
    """Make a tool that opens a workflow, changes it, ends it, and opens another."""

    @function_tool
    async def work(context: RunContextWrapper) -> str:
        chat, types = context.context, world.types
        await chat.start_workflow(types.Workflow(type="custom", tasks=[types.CustomTask(title="one")]))
        await chat.update_workflow_task(types.CustomTask(title="one, done"), 0)
        await chat.end_workflow(types.CustomSummary(title="Worked"))
        return "worked"

    return work


@difference(
    "what the model said before it failed is shown",
    why="The failure would overtake it, and the reader sees an error about nothing.",
    official=[[], "ScriptError"],
    ours=[["added assistant_message", "updated", "updated"], "ScriptError"],
)
async def _(world):
    events, raised = await run(world, [["Well, ", error("out of order")]])
    world.found = [short(events), raised]


@difference(
    "citations are taken in any form, and those of unknown kinds are dropped",
    why="Other providers have kinds and classes of their own.",
    official=["ValidationError"] * 3,
    ours=[["https://x.y"], ["https://x.y"], []],
)
async def _(world):
    world.found = []
    for one in (added_event.AnnotationURLCitation(**URL), SimpleNamespace(**URL), {"type": "of the future"}):
        place = {"item_id": "msg_1", "content_index": 0, "annotation_index": 0}
        cited = raw("response.output_text.annotation.added", **place, annotation=one)
        outcome = await play(world.kit, Scenario([begun(message("msg_1")), cited]))
        urls = [event["update"]["annotation"]["source"]["url"] for event in outcome["events"][1:]]
        world.found.append(outcome["raised"] or urls)


@difference(
    "a workflow of a tool is shown as it was at each moment",
    why="Everything would be there from the start, and only then happen.",
    official=["one, done", {"title": "Worked"}],
    ours=["one", None],
)
async def _(world):
    events, _ = await run(world, [[call("work")], "Done."], worker(world))
    workflow = next(event.item.workflow for event in events if event.type == "thread.item.added")
    shown = workflow.model_dump(mode="json", exclude_none=True)
    world.found = [shown["tasks"][0]["title"], shown.get("summary")]


@difference(
    "a workflow that a tool has ended is not ended again",
    why="It would be stored twice.",
    official=2,
    ours=1,
)
async def _(world):
    events, _ = await run(world, [[call("work")], "Done."], worker(world))
    world.found = short(events).count("done workflow")


@difference(
    "the second workflow of a tool stays open while the tool works on it",
    why="It would be done before it is there, since the context has it open when the first one is announced.",
    official=["done workflow", "added workflow"],
    ours=["added workflow", "done workflow"],
)
async def _(world):
    async def act(context, kit):
        task = kit.types.CustomTask
        await context.start_workflow(kit.types.Workflow(type="custom", tasks=[task(title="A")]))
        await context.end_workflow()
        await context.start_workflow(kit.types.Workflow(type="custom", tasks=[task(title="B")]))
        await context.add_workflow_task(task(title="B2"))

    events = (await play(world.kit, Scenario([act, begun(message("msg_1"))])))["events"]
    told = [short([event])[0] for event in events if is_about(event, "workflow_made_2")]
    world.found = [each for each in told if each != "updated"][:2]


@difference(
    "a workflow that an author streams by hand is over when it is done",
    why="The answer would end it again, as it was at its start.",
    official=2,
    ours=1,
)
async def _(world):
    async def act(context, kit):
        fields = {"id": "wf", "thread_id": "thr_1", "created_at": STARTED}
        item = kit.types.WorkflowItem(**fields, workflow=kit.types.Workflow(type="custom", tasks=[]))
        await context.stream(kit.types.ThreadItemAddedEvent(item=item))
        await context.stream(kit.types.ThreadItemDoneEvent(item=item.model_copy(deep=True)))

    events = (await play(world.kit, Scenario([act, begun(message("msg_1"))])))["events"]
    world.found = short(events).count("done workflow")


@difference(
    "equal tasks have places of their own",
    why="The second would be taken for the first.",
    official=[0, 0],
    ours=[1, 2],
)
async def _(world):
    async def act(context, kit):
        for _ in range(3):
            await context.add_workflow_task(kit.types.CustomTask(title="same"))

    events = (await play(world.kit, Scenario([act])))["events"]
    world.found = [event["update"]["task_index"] for event in events[1:]]


@difference(
    "equal thoughts have places of their own",
    why="The second would be taken for the first.",
    official=0,
    ours=1,
)
async def _(world):
    def thought(index):
        return raw("response.reasoning_summary_text.done", item_id="rs_1", summary_index=index, text="Hm")

    async def open_workflow(context, kit):
        await context.start_workflow(kit.types.Workflow(type="reasoning", tasks=[]))

    events = (await play(world.kit, Scenario([open_workflow, thought(0), thought(1)])))["events"]
    world.found = events[-1]["update"]["task_index"]


@difference(
    "messages that the model names alike are items of their own",
    why="Models behind Chat Completions name every message alike, so that each would overwrite the one before.",
    official=[[FAKE], ["msg_1"]],
    ours=[["message_made_1", "message_made_2"], ["msg_1", "message_made_1"]],
)
async def _(world):
    scenarios = [Scenario([*said(name, "one"), *said(name, "two")]) for name in (FAKE, "msg_1")]
    world.found = [ids(await play(world.kit, scenario)) for scenario in scenarios]


@difference(
    "a message that the model names like the last turn's is an item of its own",
    why="It would overwrite the last turn's.",
    official=["msg_1"],
    ours=["message_made_1"],
)
async def _(world):
    def newest(kit):
        return [kit.types.AssistantMessageItem(id="msg_1", thread_id="thr_1", created_at=STARTED, content=[])]

    world.found = ids(await play(world.kit, Scenario(said("msg_1", "two"), newest=newest)))


async def pick(context, kit):
    context.client_tool_call = kit.agents.ClientToolCall(name="pick", arguments={})


@difference(
    "a client tool call with a fake id gets one of its own",
    why="The next one would overwrite it.",
    official=FAKE,
    ours="tool_call_made_1",
)
async def _(world):
    steps = [called("pick", call_id="call_1", item_id=FAKE), pick]
    world.found = (await play(world.kit, Scenario(steps)))["events"][-1]["item"]["id"]


@difference(
    "a client tool call beside other calls keeps its own ids",
    why="Its output would be taken for that of another call.",
    official=["fc_2", "call_2"],
    ours=["fc_1", "call_1"],
)
async def _(world):
    steps = [
        called("pick", call_id="call_1", item_id="fc_1"),
        called("other", call_id="call_2", item_id="fc_2"),
        pick,
    ]
    item = (await play(world.kit, Scenario(steps)))["events"][-1]["item"]
    world.found = [item["id"], item["call_id"]]


@difference(
    "an image that failed is taken away",
    why="It would seem to be on its way for ever.",
    official=["added generated_image"],
    ours=["added generated_image", "removed"],
)
async def _(world):
    world.found = short((await play(world.kit, Scenario([begun(picture("ig_1")), ended(picture("ig_1"))])))["events"])


@difference(
    "a note of the kit's own to the model leaves a workflow open",
    why="The reader sees nothing that could end it; so do the author's own notes officially.",
    official=["added workflow", "done workflow", "done sdk_hidden_context"],
    ours=["added workflow", "done sdk_hidden_context"],
)
async def _(world):
    async def act(context, kit):
        await context.add_workflow_task(kit.types.CustomTask(title="one"))
        fields = {"id": "h", "thread_id": "thr_1", "created_at": STARTED}
        note = kit.types.SDKHiddenContextItem(**fields, content="x")
        await context.stream(kit.types.ThreadItemDoneEvent(item=note))

    world.found = short((await play(world.kit, Scenario([act, message_done_of_nothing()])))["events"])[:3]


def message_done_of_nothing():
    """An event that is nothing to the chat, and gives what a tool streamed the time to be merged."""
    return raw("response.refusal.delta", item_id="none", content_index=0, delta="")


class SlowNotes(Notes):
    """A store that is busy until the run has got to its end."""

    async def load_thread_items(self, *args):
        for _ in range(2_000):
            await asyncio.sleep(0)
        return await super().load_thread_items(*args)


@difference(
    "a run and its tools are heard in order though the store takes its time",
    why="What a tool shows would stand above the words with which the model announces it.",
    official=["progress_update", "added assistant_message"],
    ours=["added assistant_message", "progress_update"],
)
async def _(world):
    @function_tool
    async def look_up(context: RunContextWrapper) -> str:
        await context.context.stream(world.types.ProgressUpdateEvent(text="Looking"))
        return "found"

    script = [["One moment. ", call("look_up")], "Here."]
    events, _ = await run(world, script, look_up, store=SlowNotes(world.kit, []))
    world.found = [told for told in short(events) if told in ("progress_update", "added assistant_message")][:2]


@difference(
    "a workflow of another time zone can be ended",
    why="Stores keep times with zones, and the clock's have none.",
    official="TypeError",
    ours="ended",
)
async def _(world):
    context = context_of(world)
    await context.start_workflow(world.types.Workflow(type="custom", tasks=[]))
    context.workflow_item.created_at = datetime.now(UTC)
    try:
        await context.end_workflow()
    except TypeError:
        world.found = "TypeError"
    else:
        world.found = "ended"
