"""Widgets and their templates."""

import warnings

from jinja2.exceptions import SecurityError
from pydantic import TypeAdapter

from tests.parity.differences.table import ask, difference
from tests.parity.server_runs import sse_types


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
    "a widget streams from anything that can be iterated",
    why="A generator is but the usual way to write one.",
    official="ValidationError",
    ours=["thread.item.added", "thread.item.done"],
)
async def _(world):
    class States:
        def __init__(self):
            self.left = [world.kit.widgets.Card(children=[])]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop()

    stream = world.kit.server.stream_widget(world.saved_thread(), States())
    try:
        world.found = [event.type async for event in stream]
    except ValueError as error:
        world.found = type(error).__name__


@difference(
    "a template runs in a sandbox",
    why="A .widget file may come from anybody.",
    official="tuple",
    ours="SecurityError",
)
async def _(world):
    source = '{"type":"Card","children":[{"type":"Text","value":"{{ [].__class__.__mro__.__class__.__name__ }}"}]}'
    definition = {"version": "1.0", "name": "w", "template": source, "jsonSchema": {}, "outputJsonPreview": {}}
    try:
        world.found = world.kit.widgets.WidgetTemplate(definition).build({}).children[0].value
    except SecurityError:
        world.found = "SecurityError"


@difference(
    "named widget classes are not deprecated",
    why="They are the way to write a widget in Python; templates are another.",
    official=["DeprecationWarning"],
    ours=[],
)
async def _(world):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        world.kit.widgets.Card(children=[])
    world.found = [each.category.__name__ for each in caught]


@difference(
    "a prop that no class knows stays in a widget that is read from JSON, however deep it is",
    why="A widget that a template built would lose it on its way through a store.",
    official={},
    ours={"glow": 1},
)
async def _(world):
    button = {"type": "Button", "label": "Go", "glow": 1}
    widget = {"type": "Card", "children": [{"type": "Row", "children": [button]}]}
    item = {"id": "w", "thread_id": "thr", "created_at": "2026-01-02T03:04:05", "type": "widget", "widget": widget}
    read = TypeAdapter(world.types.ThreadItem).validate_python(item).model_dump(mode="json", exclude_none=True)
    (row,) = read["widget"]["children"]
    world.found = {key: value for key, value in row["children"][0].items() if key not in ("type", "label")}
