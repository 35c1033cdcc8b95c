import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.fold import apply_update
from chatkit_notebook.server import diff_widget
from chatkit_notebook.types import WidgetRootUpdated, WidgetStreamingTextValueDelta
from chatkit_notebook.widgets import (
    BasicRoot,
    Button,
    Card,
    Col,
    DynamicWidgetRoot,
    ListView,
    ListViewItem,
    Markdown,
    Row,
    Text,
    Title,
    Transition,
)


def card(*children, **props):
    return Card(children=list(children), **props)


def text(value, **props):
    return Text(**{"id": "t", "value": value, **props})


def grown(delta, *, done, component_id="t"):
    return [WidgetStreamingTextValueDelta(component_id=component_id, delta=delta, done=done)]


DELTAS = {
    "streaming text": (text("Hello", streaming=True), text("Hello, world!", streaming=True), ", world!", False),
    "text that never said it streams": (text("Hello"), text("Hello!"), "!", True),
    "from nothing": (text("", streaming=True), text("a", streaming=True), "a", False),
    "Markdown": (Markdown(id="t", value="#"), Markdown(id="t", value="# T"), " T", True),
    "beyond the basic plane": (text("👩"), text("👩‍🔬é"), "\u200d🔬é", True),
}


@pytest.mark.conformance(74)
@pytest.mark.parametrize(("before", "after", "delta", "done"), DELTAS.values(), ids=DELTAS)
def test_text_that_grows_is_sent_as_a_delta(before, after, delta, done):
    assert diff_widget(card(before), card(after)) == grown(delta, done=done)


def test_text_grows_wherever_it_is_in_the_order_of_the_tree():
    def state(one, two, three):
        rows = [Row(children=[Col(children=[text(one, id="a")]), text(two, id="b")]), Markdown(id="c", value=three)]
        return ListView(children=[ListViewItem(children=rows)])

    deltas = diff_widget(state("1", "2", "3"), state("1x", "2", "3z"))

    assert deltas == [*grown("x", done=True, component_id="a"), *grown("z", done=True, component_id="c")]


ROOTS = {
    "streaming ends together with an append": (card(text("a", streaming=True)), card(text("ab", streaming=False))),
    "streaming begins": (card(text("a")), card(text("a", streaming=True))),
    "a text is rewritten": (card(text("Hello")), card(text("Help"))),
    "a text shrinks": (card(text("Hello")), card(text("Hell"))),
    "a text without an id grows": (card(Text(value="a")), card(Text(value="ab"))),
    "an id appears": (card(Text(value="a")), card(text("a"))),
    "an id changes": (card(text("a")), card(text("a", id="u"))),
    "a key changes": (card(text("a", key="1")), card(text("a", key="2"))),
    "a type changes": (card(text("a")), card(Markdown(id="t", value="a"))),
    "a root changes": (Card(children=[]), ListView(children=[])),
    "a prop of the root changes": (card(size="sm"), card(size="lg")),
    "a prop appears": (card(text("a")), card(text("a", weight="bold"))),
    "a prop goes": (card(text("a", weight="bold")), card(text("a"))),
    "a child comes": (card(text("a")), card(text("a"), text("b", id="u"))),
    "a child goes": (card(text("a"), text("b", id="u")), card(text("a"))),
    "children swap": (card(text("a"), text("b", id="u")), card(text("b", id="u"), text("a"))),
    "other text grows": (card(Title(id="t", value="a")), card(Title(id="t", value="ab"))),
    "a label grows": (card(Button(label="a")), card(Button(label="ab"))),
    "a single child grows": (card(Transition(children=text("a"))), card(Transition(children=text("ab")))),
    "a single child comes": (card(Transition(children=None)), card(Transition(children=text("a")))),
    "a dynamic prop appears": (
        DynamicWidgetRoot(type="Card", children=[]),
        DynamicWidgetRoot(type="Card", children=[], mood={"is": "fine"}),
    ),
    "namesakes grow": (card(text("a"), text("b")), card(text("a"), text("bc"))),
    "a namesake of another type": (
        card(Title(id="t", value="x"), text("b")),
        card(Title(id="t", value="x"), text("bc")),
    ),
}


@pytest.mark.conformance(74)
@pytest.mark.parametrize(("before", "after"), ROOTS.values(), ids=ROOTS)
def test_any_other_change_sends_the_whole_widget(before, after):
    assert diff_widget(before, after) == [WidgetRootUpdated(widget=after)]


@pytest.mark.conformance(74)
@pytest.mark.parametrize(
    "widget",
    [card(), card(text("a"), size="sm"), BasicRoot(children=[]), DynamicWidgetRoot(type="Card", children=None, x=[1])],
)
def test_the_same_widget_sends_nothing(widget):
    assert diff_widget(widget, widget.model_copy(deep=True)) == []


def test_a_prop_set_to_none_is_one_that_is_not_set():
    assert diff_widget(card(text("a", weight=None)), card(text("a"))) == []


texts = st.builds(
    lambda node_id, value, streaming: {"type": "Text", "id": node_id, "value": value, "streaming": streaming},
    st.sampled_from(["a", "b", None]),
    st.sampled_from(["", "x", "xy", "xyz", "z"]),
    st.sampled_from([True, False]),
)
trees = st.recursive(
    texts,
    lambda nodes: (
        st.builds(
            lambda kind, children: {"type": kind, "children": children},
            st.sampled_from(["Row", "Col"]),
            st.lists(nodes, max_size=3),
        )
        | st.builds(lambda child: {"type": "Transition", "children": child}, nodes)
    ),
    max_leaves=6,
)
roots = st.lists(trees, max_size=3).map(lambda nodes: DynamicWidgetRoot(type="Card", children=nodes))


@given(roots, roots)
def test_the_updates_lead_from_one_state_to_the_next(before, after):
    item = {"type": "widget", "widget": before.model_dump(exclude_none=True)}

    for update in diff_widget(before, after):
        apply_update(item, update.model_dump(exclude_none=True))

    assert item["widget"] == after.model_dump(exclude_none=True)
