"""What `lenient = True` mends; without it our server does as the official one does."""

from tests.parity.differences.table import difference
from tests.parity.server_runs import text_input

GONE = '{"type":"error","code":"stream.error","allow_retry":false}'
FAILED = '{"type":"error","code":"stream.error","allow_retry":true}'
OPTIONS = '{"type":"stream_options","stream_options":{"allow_cancel":true}}'


def events(*bodies):
    return [f"data: {body}\n\n" for body in bodies]


def last(world):
    """Return the newest answer: the frames, or how they were cut off."""
    return world.answers[-1]


@difference(
    "an output that no call waits for lets a lenient server go on",
    why="The client has done what it could, and would wait for ever.",
    official="raised ValueError",
    ours=events(OPTIONS),
)
async def _(world):
    world.saved_thread()
    world.saved_items(world.user_message("u"))
    world.serve(lenient=True)
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    world.found = last(world)


@difference(
    "an output finds its call behind other items on a lenient server",
    why="Two items of one time may come in either order, and servers say things while the client works.",
    official=["raised ValueError", "pending"],
    ours=[events(OPTIONS), "completed"],
)
async def _(world):
    world.saved_thread()
    world.saved_items(world.tool_call("c"), world.message("m", "One moment."))
    world.serve(lenient=True)
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    world.found = [last(world), world.rows.items["thr"]["c"].status]


@difference(
    "what is not there is an error event of a lenient server",
    why="A stream that is cut off tells the client nothing, not even that trying again is useless.",
    official=["raised NotFoundError"] * 2 + ["raised ValueError"],
    ours=[events(GONE)] * 3,
)
async def _(world):
    world.saved_thread()
    world.saved_items(world.message("m", "x"))
    world.serve(lenient=True)
    await world.send("threads.add_user_message", thread_id="nope", input=text_input())
    await world.send("threads.custom_action", thread_id="thr", item_id="nope", action={"type": "go"})
    await world.send("threads.add_structured_input", thread_id="thr", item_id="m", input={})
    world.found = [answer for answer in world.answers if answer]


@difference(
    "a store that fails before the response is an error event of a lenient server",
    why="A stream that is cut off tells the client nothing, not even that it may try again.",
    official="raised OSError",
    ours=events(FAILED),
)
async def _(world):
    world.failing["load_thread"] = OSError("the database is locked")
    world.serve(lenient=True)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())
    world.found = last(world)


@difference(
    "an error in the author's words before the response is sent by a lenient server",
    why="Whoever says it means it for the user.",
    official="raised CustomStreamError",
    ours=events('{"type":"error","code":"custom","message":"No more files today","allow_retry":true}'),
)
async def _(world):
    async def _build_user_message_item(self, *_args):
        raise world.kit.errors.CustomStreamError("No more files today", allow_retry=True)

    world.saved_thread()
    world.serve(lenient=True, _build_user_message_item=_build_user_message_item)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())
    world.found = last(world)


@difference(
    "a retry of an unknown message is an error event of a lenient server",
    why="An empty stream looks like an answer without words.",
    official=[],
    ours=events(GONE),
)
async def _(world):
    world.saved_thread()
    world.saved_items(world.user_message("u"))
    world.serve(lenient=True)
    await world.send("threads.retry_after_item", thread_id="thr", item_id="nope")
    world.found = last(world)
