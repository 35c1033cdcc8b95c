"""An agent's text in a widget."""

from agents import Agent, RunConfig, Runner

from chatkit_notebook.agents import accumulate_text, stream_widget
from chatkit_notebook.models import ScriptedModel
from chatkit_notebook.types import ThreadMetadata
from chatkit_notebook.widgets import Card, Text
from tests.parity.agent_runs import STARTED


async def test_a_text_grows_word_by_word_and_then_stands():
    agent = Agent(name="a", model=ScriptedModel(["one two"]))
    result = Runner.run_streamed(agent, "hi", run_config=RunConfig(tracing_disabled=True))
    base = Text(id="t", value="", streaming=True)
    states = [state async for state in accumulate_text(result.stream_events(), base)]
    assert [(state.value, state.streaming) for state in states] == [
        ("", True),
        ("one", True),
        ("one two", True),
        ("one two", False),
    ]


async def test_it_streams_inside_a_card():
    agent = Agent(name="a", model=ScriptedModel(["one two"]))
    result = Runner.run_streamed(agent, "hi", run_config=RunConfig(tracing_disabled=True))

    async def cards():
        async for text in accumulate_text(result.stream_events(), Text(id="t", value="", streaming=True)):
            yield Card(children=[text])

    thread = ThreadMetadata(id="thr_1", created_at=STARTED)
    kinds = [getattr(e, "update", e).type async for e in stream_widget(thread, cards())]
    assert kinds == [
        "thread.item.added",
        *["widget.streaming_text.value_delta"] * 2,
        "widget.root.updated",
        "thread.item.done",
    ]
