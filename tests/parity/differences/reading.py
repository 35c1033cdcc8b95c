"""What a model reads of a thread."""

from decimal import Decimal

from tests.parity.agent_runs import STARTED
from tests.parity.differences.table import difference

BASE = {"id": "msg_1", "thread_id": "thr_1", "created_at": STARTED}


async def read(world, kind, **fields):
    """Return what a model reads of one item, or what is raised."""
    item = getattr(world.types, kind)(**{**BASE, **fields})
    try:
        return await world.kit.agents.simple_to_agent_input(item)
    except TypeError as error:
        return type(error).__name__


def said(world, *texts):
    return [world.types.AssistantMessageContent(text=text) for text in texts]


def completed(**fields):
    return {"call_id": "c", "name": "f", "arguments": {}, "status": "completed", **fields}


@difference(
    "a message that the model has named keeps its name",
    why="Chat Completions gets an assistant's message from the Agents SDK only if it has an id and a status.",
    official=["content", "role", "type"],
    ours=["content", "id", "role", "status", "type"],
)
async def _(world):
    (message,) = await read(world, "AssistantMessageItem", content=said(world, "Hi"))
    world.found = sorted(message)


@difference(
    "a message without words is not read",
    why="Models refuse an empty message.",
    official=1,
    ours=0,
)
async def _(world):
    world.found = len(await read(world, "AssistantMessageItem", content=said(world, "")))


@difference(
    "the output of a tool is read in the letters that it has",
    why="Escapes cost the model tokens and quality in most languages.",
    official='"\\u00e9 \\u6f22"',
    ours='"é 漢"',
)
async def _(world):
    read_items = await read(world, "ClientToolCallItem", **completed(output="é 漢"))
    world.found = read_items[1]["output"]


@difference(
    "the output of a tool may hold what JSON does not know",
    why="A store may return a number or a time as what it is.",
    official="TypeError",
    ours='"1.5"',
)
async def _(world):
    read_items = await read(world, "ClientToolCallItem", **completed(output=Decimal("1.5")))
    world.found = read_items if isinstance(read_items, str) else read_items[1]["output"]


@difference(
    "halves of characters are mended",
    why="No request with one in it can be sent to a model, so that the thread would be lost.",
    official="\ud83d!",
    ours="\ufffd!",
)
async def _(world):
    (message,) = await read(world, "AssistantMessageItem", content=said(world, "\ud83d!"))
    world.found = message["content"][0]["text"]


@difference(
    "the JSON of a widget has a beginning and an end",
    why="Models take the sentence about it for a part of it.",
    official=False,
    ours=True,
)
async def _(world):
    widgets = world.kit.widgets
    (message,) = await read(world, "WidgetItem", widget=widgets.Card(children=[]))
    world.found = message["content"][0]["text"].endswith("</Widget>")
