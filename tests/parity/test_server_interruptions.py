"""Cancelled, closed and failing at every point there is: as with the official server."""

import asyncio
import itertools
import json

import pytest

from tests.parity.server_runs import play, text_input

OPERATIONS = {
    "threads.create": {"input": text_input(attachments=["att"])},
    "threads.add_user_message": {"thread_id": "thr", "input": text_input(attachments=["att"])},
    "threads.add_client_tool_output": {"thread_id": "thr", "result": 1},
    "threads.add_structured_input": {"thread_id": "thr", "item_id": "asked", "input": {}},
    "threads.retry_after_item": {"thread_id": "thr", "item_id": "user"},
    "threads.custom_action": {"thread_id": "thr", "item_id": "widget", "action": {"type": "go"}},
}
ENDLESS = 200


def answering(world, point):
    """Make a response with a message, a workflow, changes of the thread and a widget, and points between them."""
    types = world.types

    async def respond(self, thread, message, context):
        yield world.added(world.message("msg"))
        await point()
        yield world.delta("Hel", item_id="msg")
        thread.title = "New"
        await point()
        yield world.delta("lo", item_id="msg")
        task = types.CustomTask(title="a")
        workflow = types.Workflow(type="custom", tasks=[task])
        yield world.added(world.item("WorkflowItem", "wf", workflow=workflow))
        await point()
        yield world.updated("wf", "WorkflowTaskAdded", task_index=1, task=task)
        yield world.done(world.message("msg", "Hello"))
        await point()
        yield world.replaced(world.item("WorkflowItem", "wf", workflow=workflow))
        thread.metadata["seen"] = True
        yield types.ThreadItemRemovedEvent(item_id="wf")
        await point()
        yield world.added(world.message("last", "cut off"))
        await point()

    return respond


def prepare(world, on_point):
    """Fill the store and start a server; ``on_point`` is called before and after each call of the store, too."""
    types, numbers = world.types, itertools.count(1)

    async def point():
        on_point(next(numbers))
        await asyncio.sleep(0)

    def with_points(method):
        async def call(*args, **kwargs):
            await point()
            result = await method(*args, **kwargs)
            await point()
            return result

        return call

    for name in world.kit.store.Store.__abstractmethods__:
        setattr(world.store, name, with_points(getattr(world.store, name)))
    world.rows.attachments["att"] = types.FileAttachment(id="att", name="a", mime_type="text/plain")
    world.saved_thread(title="Old")
    question = types.StructuredInputFreeform(id="q", question="?")
    card = world.kit.widgets.Card(children=[])
    world.saved_items(
        world.user_message("user"),
        world.item("WidgetItem", "widget", widget=card),
        world.item("StructuredInputItem", "asked", inputs=[question]),
        world.tool_call("old"),
        world.tool_call("call"),
    )
    respond = answering(world, point)
    world.serve(
        respond=respond, action=lambda self, thread, _action, _sender, context: respond(self, thread, 0, context)
    )


def cancelled(op, at):
    async def scenario(world):
        prepare(world, lambda number: request.cancel() if number == at else None)
        request = asyncio.create_task(world.send(op, **OPERATIONS[op]))
        await asyncio.wait([request])
        world.answers.append("cancelled" if request.cancelled() else "over")

    return scenario


def closed(op, at):
    async def scenario(world):
        prepare(world, lambda _number: None)
        result = await world.server.process(json.dumps({"type": op, "params": OPERATIONS[op]}), world.context)
        frames = [(await anext(result.json_events, b"")).decode() for _ in range(at)]
        await result.json_events.aclose()
        world.answers += [frames, "closed" if all(frames) else "over"]

    return scenario


def failing(op, at):
    async def scenario(world):
        failed = []

        def fail(number):
            if number == at:
                failed.append(number)
                raise OSError("disk full")

        prepare(world, fail)
        await world.send(op, **OPERATIONS[op])
        world.answers.append("failed" if failed else "over")

    return scenario


@pytest.mark.parametrize("interrupted", [cancelled, closed, failing])
@pytest.mark.parametrize("op", OPERATIONS)
async def test_an_interruption_at_any_point_leaves_the_same(op, interrupted):
    for at in range(1, ENDLESS):
        official = await play("chatkit", interrupted(op, at))
        ours = await play("chatkit_notebook", interrupted(op, at))

        assert ours == official, f"at point {at}"
        if official["answers"][-1] == "over":
            break
    assert 10 < at < ENDLESS - 1
