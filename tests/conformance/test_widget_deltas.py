"""The cases in which two states of a widget differ, and what is sent for each."""

import pytest

from chatkit_notebook.fold import apply_update
from chatkit_notebook.server import diff_widget
from chatkit_notebook.widgets import Card, DynamicWidgetRoot, Text, Transition


def text(value, **props):
    return Text(**{"id": "t", "value": value, **props})


def card(*children):
    return Card(children=list(children))


def dynamic(**props):
    return DynamicWidgetRoot(type="Card", children=[], **props)


GROWS = {
    "streaming text": (text("Hello", streaming=True), text("Hello, world!", streaming=True), False),
    "text that does not say whether it streams": (text("Hello"), text("Hello, world!"), True),
}
CHANGES = {
    "streaming ends as the text grows": (
        card(text("Hello", streaming=True)),
        card(text("Hello, world!", streaming=False)),
    ),
    "text without an id grows": (card(Text(value="Hello")), card(Text(value="Hello, world!"))),
    "text within a transition grows": (
        card(Transition(children=text("Hello"))),
        card(Transition(children=text("Hello, world!"))),
    ),
    "a dynamic prop appears": (dynamic(), dynamic(mood="fine")),
    "a dynamic prop goes": (dynamic(mood="fine"), dynamic()),
    "a text with an id comes": (card(), card(text("Hello"))),
    "a text is rewritten": (card(text("Hello")), card(text("Goodbye"))),
    "a child goes": (card(text("Hello"), Text(value="x")), card(text("Hello"))),
}


@pytest.mark.conformance(74)
@pytest.mark.parametrize(("before", "after", "done"), GROWS.values(), ids=GROWS)
def test_text_that_has_grown_is_one_delta(before, after, done):
    (update,) = diff_widget(card(before), card(after))

    assert update.model_dump() == {
        "type": "widget.streaming_text.value_delta",
        "component_id": "t",
        "delta": ", world!",
        "done": done,
    }


@pytest.mark.conformance(74)
@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_any_other_change_is_the_whole_widget(before, after):
    (update,) = diff_widget(before, after)
    item = {"type": "widget", "widget": before.model_dump(exclude_none=True)}
    apply_update(item, update.model_dump(exclude_none=True))

    assert update.type == "widget.root.updated"
    assert item["widget"] == after.model_dump(exclude_none=True)


@pytest.mark.conformance(74)
def test_no_change_is_no_update():
    assert diff_widget(card(text("Hello")), card(text("Hello"))) == []
