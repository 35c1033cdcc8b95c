"""What is sent of a widget leads to the widget."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_notebook.fold import apply_update, fold, new_state
from chatkit_notebook.server import diff_widget, stream_widget
from tests.properties.widgets import ROOT, STREAMED, roots, states, values, within
from tests.server.client import Client


def wire(model):
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def is_streamed(component_id, tree):
    return [node["type"] in STREAMED for node in within(tree) if node.get("id") == component_id] == [True]


def shown(tree):
    """Return a widget without texts that say they do not stream: after a delta, silence has become a no."""
    tree = copy.deepcopy(tree)
    for node in within(tree):
        if node["type"] in STREAMED and node.get("streaming") is False:
            del node["streaming"]
    return tree


@settings(max_examples=300)
@given(states(2))
def test_the_updates_lead_from_one_state_to_the_next(pair):
    before, after = pair
    item = {"id": "w", "type": "widget", "widget": wire(before)}

    for update in diff_widget(before, after):
        apply_update(item, wire(update))
        assert update.type == "widget.root.updated" or is_streamed(update.component_id, item["widget"])

    assert shown(item["widget"]) == shown(wire(after))


@st.composite
def grown(draw):
    """Make a widget whose texts have ids of their own, and one in which some have grown; and by what."""
    before = draw(roots)
    texts = [node for node in within(before) if node["type"] in STREAMED]
    for number, text in enumerate(texts):
        text["id"] = f"text {number}"
    after = copy.deepcopy(before)
    deltas = []
    for text in _in_lists(after):
        delta = draw(values)
        text["value"] += delta
        deltas += [(text["id"], delta, not text.get("streaming"))] if delta else []
    return ROOT.validate_python(before), ROOT.validate_python(after), deltas


def _in_lists(tree):
    """Return the texts that are not below a single child, where not every client looks for them."""
    children = tree.get("children")
    below = [each for child in children for each in _in_lists(child)] if isinstance(children, list) else []
    return [tree, *below] if tree["type"] in STREAMED else below


@given(grown())
def test_text_that_only_grows_never_sends_the_whole_widget(case):
    before, after, expected = case

    updates = diff_widget(before, after)

    assert [update.type for update in updates] == ["widget.streaming_text.value_delta"] * len(expected)
    assert [(update.component_id, update.delta, update.done) for update in updates] == expected


@given(st.integers(1, 5).flatmap(states))
async def test_a_streamed_widget_is_on_screen_as_it_is_in_the_store(made):
    async def each():
        for state in made:
            yield state

    async def respond(self, thread, message, context):
        async for event in stream_widget(thread, each(), copy_text="copy"):
            yield event

    client = await Client(respond=respond).with_thread()
    state = new_state()
    for event in await client.send():
        if event["type"] == "thread.item.done" and event["item"]["type"] == "widget":
            assert shown(state["items"][-1]["widget"]) == shown(event["item"]["widget"])
        fold(state, event)

    assert state["items"] == [wire(item) for item in await client.items()]
    assert state["open"] == []
