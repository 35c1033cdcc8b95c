"""A widget as the value of a cell."""

import subprocess
import sys

import pytest

from chatkit_notebook.ui.alone import AloneWidget
from chatkit_notebook.widgets import (
    Button,
    Card,
    DynamicWidgetRoot,
    Input,
    ListViewItem,
    TableCell,
    Text,
)
from tests.notebooks.kernel import Kernel

CARD = Card(children=[Text(value="Where to?"), Button(label="Book", onClickAction={"type": "book"})])
LOADED = """
import sys, chatkit_notebook.widgets
print([name for name in sys.modules if name.startswith(("IPython", "agents", "chatkit_notebook.ui", "ipywidgets"))])
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with Kernel(tmp_path_factory.mktemp("alone")) as kernel:
        kernel.run("from chatkit_notebook.widgets import *")
        yield kernel


@pytest.mark.parametrize(
    ("widget", "text"),
    [
        (Card(children=[Text(value="a")], size="sm"), "Card(children=[Text(value='a')], size='sm')"),
        (Input(name="a", required=False), "Input(name='a', required=False)"),
        (
            DynamicWidgetRoot(type="Card", children=[{"type": "Text", "value": "x", "mood": None}]),
            "DynamicWidgetRoot(type='Card', children=[DynamicWidgetComponent(type='Text', value='x')])",
        ),
        (
            Button(onClickAction={"type": "a", "payload": {"b": None}, "streaming": False}),
            "Button(onClickAction=ActionConfig(type='a', payload={'b': None}, streaming=False))",
        ),
    ],
)
def test_its_repr_reads_like_the_constructor(widget, text):
    assert repr(widget) == text


def test_without_a_kernel_it_is_what_it_says():
    bundle = CARD._repr_mimebundle_()
    assert bundle["text/plain"] == repr(CARD)
    assert "Where to?" in bundle["text/html"]
    assert set(bundle) == {"text/plain", "text/html"}


def test_in_a_notebook_it_is_a_view_and_what_is_seen_without_a_kernel(kernel):
    shown = kernel.run("Card(children=[Text(value='Where to?')])")
    still, view = shown.data
    assert "Where to?" in still["text/html"]
    assert view["text/plain"] == "Card(children=[Text(value='Where to?')])"
    assert shown.has_view
    assert (shown.error, shown.stderr) == (None, "")


@pytest.mark.parametrize(
    ("component", "kinds"),
    [
        (Text(value="a"), ["Basic", "Text"]),
        (ListViewItem(children=[]), ["ListView", "ListViewItem"]),
        (TableCell(children=[]), ["Basic", "Table", "Table.Row", "Table.Cell"]),
        (CARD, ["Card", "Text"]),
    ],
)
async def test_a_component_stands_where_it_can_be_drawn(monkeypatch, component, kinds):
    monkeypatch.setattr("chatkit_notebook.ui.alone.current_shell", object)
    made = []
    monkeypatch.setattr(AloneWidget, "mimebundle", lambda self, **_: made.append(self))
    component._repr_mimebundle_()
    node, found = made[0]._root, []
    while node is not None:
        found.append(node["type"])
        node = next(iter(node.get("children") or []), None)
    made[0].close()
    assert found == kinds


def test_what_is_wrong_in_it_is_told_where(kernel):
    shown = kernel.run("DynamicWidgetRoot(type='Card', children=[{'type': 'Txet', 'value': 'a'}])")
    assert shown.error == ("WidgetError", "Card.children[0].Txet: there is no component 'Txet'. Did you mean 'Text'?")


async def test_an_action_says_that_nobody_answers_and_what_would():
    alone = AloneWidget(CARD.model_dump(), "")
    shown = await alone.show(CARD)
    turn = await alone.act("book", {}, item_id=shown.item_id)
    alone.close()
    assert turn.error == (
        "The action 'book' was sent, but the widget is shown without a chat that would answer it. "
        "Show it in one with chat.show(widget)."
    )


def test_widgets_alone_load_nothing_of_notebooks():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
