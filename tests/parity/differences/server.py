"""Where our server is meant to differ from the official one, and why. Everything else must be the same.

Each row of ``DIFFERENCES`` says what happens officially and here; a row that no longer holds fails.
"""

import sys
from dataclasses import dataclass
from typing import Any

import pytest

from tests.parity.server_runs import play, sse_types, text_input


@dataclass
class Difference:
    what: str
    why: str
    scenario: Any
    official: Any
    ours: Any


DIFFERENCES = []


def difference(what, *, why, official, ours):
    def add(scenario):
        DIFFERENCES.append(pytest.param(Difference(what, why, scenario, official, ours), id=what))

    return add


async def ask(world, **methods):
    world.saved_thread()
    world.serve(**methods)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@pytest.mark.parametrize("row", DIFFERENCES)
async def test_the_difference_is_the_one_that_is_meant(row):
    official = (await play("chatkit", row.scenario))["found"]
    ours = (await play("chatkit_notebook", row.scenario))["found"]

    assert {"official": official, "ours": ours} == {"official": row.official, "ours": row.ours}
    assert official != ours


@difference(
    "hidden items are not sent when they are added or replaced",
    why="What only the model may see must not reach the page in any event.",
    official=["thread.item.done", "stream_options", "thread.item.added", "thread.item.replaced"],
    ours=["thread.item.done", "stream_options"],
)
async def _(world):
    async def respond(self, thread, message, context):
        item = world.item("HiddenContextItem", "h", content="x")
        yield world.added(item)
        yield world.replaced(item)

    await ask(world, respond=respond)
    world.found = sse_types(world.run())


@difference(
    "a tool's output finds its call behind hidden items",
    why="A server that notes something for the model after the call could never get the output.",
    official="raised ValueError",
    ours=["stream_options"],
)
async def _(world):
    world.saved_thread()
    world.saved_items(world.tool_call("c"), world.item("HiddenContextItem", "h", content="x"))
    world.serve()
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    last = world.run()["answers"][-1]
    world.found = last if isinstance(last, str) else sse_types(world.run())


@difference(
    "the Agents SDK's user agent is restored after a cancellation",
    why="Later calls of the same task, outside of any server, would go out under a wrong name.",
    official="set",
    ours="not set",
)
async def _(world):
    import asyncio

    from agents.models.openai_responses import _HEADERS_OVERRIDE

    async def respond(self, thread, message, context):
        yield world.added(world.message())
        raise asyncio.CancelledError

    world.saved_thread()
    world.serve(respond=respond)

    async def alone():
        try:
            await world.send("threads.add_user_message", thread_id="thr", input=text_input())
        except asyncio.CancelledError:
            return "set" if _HEADERS_OVERRIDE.get() else "not set"

    world.found = await asyncio.create_task(alone())


@difference(
    "a widget generator without states shows nothing",
    why="Having nothing to show is no error.",
    official=["thread.item.done", "stream_options", "error"],
    ours=["thread.item.done", "stream_options"],
)
async def _(world):
    async def states():
        return
        yield

    async def respond(self, thread, message, context):
        async for event in world.kit.server.stream_widget(thread, states()):
            yield event

    await ask(world, respond=respond)
    world.found = sse_types(world.run())


@difference(
    "a widget state that is the last one, changed, is streamed",
    why="Changing a widget and yielding it again is the obvious way to write a generator.",
    official=["thread.item.added", "thread.item.done"],
    ours=["thread.item.added", "thread.item.updated", "thread.item.done"],
)
async def _(world):
    widgets = world.kit.widgets

    async def states():
        text = widgets.Text(id="t", value="a", streaming=True)
        card = widgets.Card(children=[text])
        yield card
        text.value = "ab"
        yield card

    stream = world.kit.server.stream_widget(world.saved_thread(), states())
    world.found = [event.type async for event in stream]


@difference(
    "a text without an id that grows updates the whole widget",
    why="The growth would be lost until the widget is done.",
    official=[],
    ours=["widget.root.updated"],
)
async def _(world):
    widgets = world.kit.widgets
    states = [widgets.Card(children=[widgets.Text(value=value)]) for value in ("a", "ab")]
    world.found = [update.type for update in world.kit.server.diff_widget(*states)]


@difference(
    "a text in a transition that grows updates the whole widget",
    why="The growth would be lost until the widget is done.",
    official=[],
    ours=["widget.root.updated"],
)
async def _(world):
    widgets = world.kit.widgets
    states = [
        widgets.Card(children=[widgets.Transition(children=widgets.Text(id="t", value=value))]) for value in ("a", "ab")
    ]
    world.found = [update.type for update in world.kit.server.diff_widget(*states)]


@difference(
    "a prop that appears in a dynamic widget updates the whole widget",
    why="A prop that is not there is one that is not set, and no reason to fail.",
    official="AttributeError",
    ours=["widget.root.updated"],
)
async def _(world):
    root = world.kit.widgets.DynamicWidgetRoot
    states = [root(type="Card", children=[]), root(type="Card", children=[], mood="fine")]
    try:
        world.found = [update.type for update in world.kit.server.diff_widget(*states)]
    except AttributeError:
        world.found = "AttributeError"


@difference(
    "growing texts that share an id update the whole widget",
    why="The client could not tell which of the two is meant.",
    official=["widget.streaming_text.value_delta"],
    ours=["widget.root.updated"],
)
async def _(world):
    widgets = world.kit.widgets
    states = [
        widgets.Card(children=[widgets.Text(id="t", value="x"), widgets.Text(id="t", value=value)])
        for value in ("a", "ab")
    ]
    world.found = [update.type for update in world.kit.server.diff_widget(*states)]


@difference(
    "a cancelled message keeps the annotations that came before its part was done",
    why="The part is sent without its annotations, which come with the item only.",
    official=0,
    ours=1,
)
async def _(world):
    types = world.types

    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", "text"))
        annotation = types.Annotation(source=types.URLSource(url="https://example.org", title="T"))
        kind = "AssistantMessageContentPartAnnotationAdded"
        yield world.updated("msg", kind, content_index=0, annotation_index=0, annotation=annotation)
        content = types.AssistantMessageContent(text="text")
        yield world.updated("msg", "AssistantMessageContentPartDone", content_index=0, content=content)
        await world.wait_forever()

    world.saved_thread()
    world.serve(respond=respond)
    await world.send_and_cancel("threads.add_user_message", thread_id="thr", input=text_input())
    world.found = len(world.rows.items["thr"]["msg"].content[0].annotations)


@difference(
    "an update of a task that the workflow does not have is passed on",
    why="A slip in what is only a copy, kept in case of cancellation, must not end the response.",
    official=["thread.item.done", "stream_options", "thread.item.added", "error"],
    ours=["thread.item.done", "stream_options", "thread.item.added", "thread.item.updated"],
)
async def _(world):
    types = world.types

    async def respond(self, thread, message, context):
        workflow = types.Workflow(type="custom", tasks=[])
        yield world.added(world.item("WorkflowItem", "wf", workflow=workflow))
        task = types.CustomTask(title="a")
        yield world.updated("wf", "WorkflowTaskUpdated", task_index=3, task=task)

    await ask(world, respond=respond)
    world.found = sse_types(world.run())


@difference(
    "telling the client about a thread leaves the thread's items alone",
    why="The official server takes hidden items out of the very thread that it compares, so it saves it twice.",
    official=2,
    ours=1,
)
async def _(world):
    async def respond(self, thread, message, context):
        thread.title = "New"
        yield world.types.ProgressUpdateEvent(text="renamed")

    thread = world.saved_thread()
    page = world.types.Page(data=[world.item("HiddenContextItem", "h", content="x")])
    world.rows.threads["thr"] = world.types.Thread(**{**dict(thread), "items": page.model_dump()})
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())
    world.found = sum(call[0] == "save_thread" for call in world.calls)


@difference(
    "new ids are longer",
    why="32 random bits collide after some ten thousand items.",
    official=[len("msg_") + 8],
    ours=[len("msg_") + 16],
)
async def _(world):
    world.found = [len(world.kit.store.default_generate_id("message"))]


@difference(
    "the Agents SDK is not imported",
    why="A server without agents starts faster.",
    official=True,
    ours=False,
)
async def _(world):
    import subprocess

    package = world.kit.server.__name__.partition(".")[0]
    code = f"import sys, {package}.server; print('agents' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: ASYNC221 - nothing else runs
    world.found = output.strip() == "True"
