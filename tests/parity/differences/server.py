"""Requests and responses."""

import json

from tests.parity.differences.table import ask, difference
from tests.parity.server_runs import sse_types, text_input


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
    "a thread that the store returns with its items can be opened",
    why="The official server saves a new thread as one with items, and stores may give back what they were given.",
    official="raised TypeError",
    ours="opened",
)
async def _(world):
    page = world.types.Page(data=[])
    world.rows.threads["thr"] = world.types.Thread(id="thr", created_at=world.message().created_at, items=page)
    world.serve()
    await world.send("threads.get_by_id", thread_id="thr")
    (answer,) = world.answers
    world.found = answer if answer.startswith("raised") else "opened"


@difference(
    "a retry goes on after the last item where the store names no cursor",
    why="It would begin again with the newest page, for ever.",
    official="raised OverflowError",
    ours=["stream_options"],
)
async def _(world):
    pages = iter(range(5))
    load = world.store.load_thread_items

    async def without_cursor(*args):
        if next(pages, None) is None:
            raise OverflowError("too many pages")
        page = await load(*args)
        page.after = None
        return page

    world.saved_thread()
    world.saved_items(world.user_message("u"), *[world.message(f"m{n}", "x") for n in range(45)])
    world.store.load_thread_items = without_cursor
    world.serve()
    await world.send("threads.retry_after_item", thread_id="thr", item_id="u")
    last = world.answers[-1]
    world.found = last if isinstance(last, str) else sse_types(world.run())


@difference(
    "half a character waits for its other half",
    why="Sources that count in UTF-16 cut an emoji in two between deltas, which would break the stream.",
    official="raised PydanticSerializationError",
    ours=["a", "😀"],
)
async def _(world):
    async def respond(self, thread, message, context):
        yield world.delta("a\ud83d")
        yield world.delta("\ude00")

    await ask(world, respond=respond)
    last = world.answers[-1]
    sent = [] if isinstance(last, str) else [json.loads(frame[6:]) for frame in last]
    deltas = [event["update"]["delta"] for event in sent if event["type"] == "thread.item.updated"]
    world.found = last if isinstance(last, str) else deltas


@difference(
    "a text that begins in a far part is not kept for a cancellation",
    why="The parts before it would only eat memory.",
    official=[1500, 2],
    ours=[0, 2],
)
async def _(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("far"))
        yield world.delta("x", index=1499, item_id="far")
        yield world.added(world.message("near"))
        yield world.delta("x", index=1, item_id="near")
        await world.wait_forever()

    async def handle_stream_cancelled(self, thread, pending_items, context):
        world.found = [len(item.content) for item in pending_items]

    world.saved_thread()
    world.serve(respond=respond, handle_stream_cancelled=handle_stream_cancelled)
    await world.send_and_cancel("threads.add_user_message", thread_id="thr", input=text_input())
