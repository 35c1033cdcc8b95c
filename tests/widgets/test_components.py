import pytest
from pydantic import ValidationError

from chatkit_notebook import widgets
from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.widgets import (
    BarSeries,
    Box,
    Button,
    Card,
    Chart,
    Icon,
    ListView,
    ListViewItem,
    Row,
    Select,
    Table,
    TableCell,
    TableRow,
    Text,
    Transition,
)
from chatkit_notebook.widgets.unions import StrictWidgetComponent


@pytest.mark.conformance(77)
def test_unset_props_are_absent_and_the_type_is_there():
    assert Text(value="x", id="t").model_dump() == {"id": "t", "type": "Text", "value": "x"}


@pytest.mark.parametrize("options", [{"exclude_unset": True}, {"exclude_defaults": True}, {"exclude": {"type"}}])
def test_the_type_is_there_however_a_widget_is_dumped(options):
    card = Card(children=[Text(value="x")])

    assert card.model_dump(**options) == {"type": "Card", "children": [{"type": "Text", "value": "x"}]}


def test_none_goes_at_every_depth_of_an_action_payload():
    button = Button(onClickAction=ActionConfig(type="buy", payload={"a": None, "b": [1, None, {"c": None}]}))

    assert button.model_dump()["onClickAction"]["payload"] == {"b": [1, {}]}


@pytest.mark.parametrize(("options", "is_there"), [({}, True), ({"exclude_none": True}, False)])
def test_missing_children_are_null_unless_none_is_excluded(options, is_there):
    card = Card(children=[Box(), Transition(children=None)])

    assert [("children" in child) for child in card.model_dump(**options)["children"]] == [is_there, is_there]


def test_props_of_containers_come_before_their_identity():
    assert Row(id="r", gap=2, children=[Text(value="x")]).model_dump_json() == (
        '{"children":[{"type":"Text","value":"x"}],"gap":2,"id":"r","type":"Row"}'
    )


def test_series_without_a_label_leaves_it_out():
    chart = Chart(data=[{"a": 1}], series=[BarSeries(label=None, dataKey="a")], xAxis="a")

    assert chart.model_dump()["series"] == [{"type": "bar", "dataKey": "a"}]


def test_type_of_a_node_cannot_change():
    text = Text(value="x")
    text.value = "y"

    with pytest.raises(ValidationError, match="frozen"):
        text.type = "Title"


@pytest.mark.parametrize(
    ("node", "props"),
    [
        (Text, {}),
        (Text, {"value": "x", "size": "huge"}),
        (Icon, {"name": "upload"}),
        (Select, {"name": "s", "options": [{"value": "a"}]}),
        (ListView, {"children": [Text(value="x")]}),
        (Card, {"children": [Card(children=[])]}),
    ],
)
def test_bad_props_are_refused(node, props):
    with pytest.raises(ValidationError):
        node(**props)


def test_card_holds_lists_tables_and_a_border():
    card = Card(
        border=1,
        children=[
            ListView(children=[ListViewItem(children=[])]),
            Table(children=[TableRow(header=True, children=[TableCell(colSpan=2, children=[Text(value="x")])])]),
        ],
    )

    assert card.model_dump() == {
        "type": "Card",
        "children": [
            {"type": "ListView", "children": [{"type": "ListViewItem", "children": []}]},
            {
                "type": "Table",
                "children": [
                    {
                        "type": "Table.Row",
                        "children": [
                            {
                                "type": "Table.Cell",
                                "children": [{"type": "Text", "value": "x"}],
                                "colSpan": 2,
                            }
                        ],
                        "header": True,
                    }
                ],
            },
        ],
        "border": 1,
    }


def test_strict_widgets_are_not_deprecated(recwarn):
    Card(children=[Text(value="x")])

    assert not recwarn.list


def test_all_names_every_component_once():
    members = StrictWidgetComponent.__origin__.__args__

    assert set(widgets.__all__) >= {cls.__name__ for cls in members}
    assert len(widgets.__all__) == len(set(widgets.__all__))
