from datetime import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.types import WidgetItem
from chatkit_notebook.widgets import (
    BarSeries,
    BasicRoot,
    Card,
    Chart,
    DatePicker,
    DynamicWidgetComponent,
    DynamicWidgetRoot,
    ListView,
    Text,
    Transition,
    WidgetComponent,
    WidgetRoot,
)

ROOT = TypeAdapter(WidgetRoot)
COMPONENT = TypeAdapter(WidgetComponent)


def item(widget):
    created = datetime(2026, 11, 21)  # noqa: DTZ001 - naive times are the default
    return WidgetItem(id="msg_1", thread_id="thr_1", created_at=created, widget=widget)


def through_a_store(widget):
    return WidgetItem.model_validate_json(item(widget).model_dump_json()).widget


def test_dynamic_component_keeps_unknown_props_in_their_order():
    node = DynamicWidgetComponent(type="Gauge", value=3, a={"b": None, "c": 1}, none=None)

    assert node.model_dump_json(exclude_none=True) == '{"type":"Gauge","value":3,"a":{"c":1}}'


def test_dynamic_component_has_one_child_or_many():
    assert DynamicWidgetComponent(type="Box", children={"type": "Text"}).children.type == "Text"
    assert DynamicWidgetComponent(type="Box", children=[{"type": "Text"}]).children[0].type == "Text"


def test_strict_components_become_dynamic_inside_a_dynamic_one():
    root = BasicRoot(children=[Text(value="x"), DatePicker(name="d", min=datetime(2026, 1, 1))])  # noqa: DTZ001

    assert root.model_dump_json(exclude_none=True) == (
        '{"type":"Basic","children":[{"type":"Text","value":"x"},'
        '{"type":"DatePicker","name":"d","min":"2026-01-01T00:00:00"}]}'
    )
    assert isinstance(BasicRoot(children=Text(value="x")).children, DynamicWidgetComponent)


def test_known_json_becomes_strict():
    root = ROOT.validate_python({"type": "Card", "children": [{"type": "Text", "value": "x"}]})

    assert root == Card(children=[Text(value="x")])


@pytest.mark.parametrize(
    "widget",
    [
        {"type": "Card", "scrollable": True, "children": []},
        {"type": "Card", "children": [{"type": "Text", "value": "x", "glow": 1}]},
        {"type": "Card", "children": [{"type": "Row", "children": [{"type": "Spacer", "glow": 1}]}]},
        {"type": "Card", "children": [{"type": "Transition", "children": {"type": "Spacer", "glow": 1}}]},
        {"type": "Card", "children": [{"type": "Gauge", "value": 3}]},
        {"type": "ListView", "children": [{"type": "ListViewItem", "children": [], "glow": 1}]},
        {"type": "Basic", "children": [{"type": "Table", "children": []}], "gap": 3, "glow": 1},
        {"type": "Card", "size": "enormous", "children": []},
        {"type": "Card", "children": {"type": "Text", "value": "x"}},
    ],
)
def test_no_prop_is_lost_on_the_way_through_a_store(widget):
    assert through_a_store(widget).model_dump(exclude_none=True) == widget


@pytest.mark.parametrize(
    "widget",
    [
        Card(children=[Transition(children=None)]),
        Card(children=[Chart(data=[], series=[BarSeries(label=None, dataKey="a")], xAxis="a")]),
        ListView(children=[], limit="auto"),
        BasicRoot(children=[]),
        DynamicWidgetRoot(type="Card", children=[], glow=1),
    ],
)
def test_every_widget_survives_a_store(widget):
    assert through_a_store(widget).model_dump(exclude_none=True) == widget.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    "widget",
    [
        Text(value="x"),
        {"type": "Text", "value": "x"},
        {"children": []},
        {"type": "Card", "children": ["x"]},
        {"type": ["Card"]},
        "Card",
        None,
    ],
)
def test_only_a_root_is_a_widget(widget):
    with pytest.raises(ValidationError):
        item(widget)


def test_component_of_an_unknown_type_is_dynamic():
    assert COMPONENT.validate_python({"type": "Gauge", "value": 3}) == DynamicWidgetComponent(type="Gauge", value=3)


def nested(depth):
    node = {"type": "Spacer"}
    for _ in range(depth):
        node = {"type": "Col", "children": [node]}
    return {"type": "Card", "children": [node]}


def test_deep_widgets_survive_a_store():
    assert through_a_store(nested(60)).model_dump(exclude_none=True) == nested(60)


@pytest.mark.parametrize("depth", [70, 200, 3000])
@pytest.mark.parametrize("root", [ROOT, TypeAdapter(DynamicWidgetRoot)])
def test_endless_nesting_is_refused(root, depth):
    with pytest.raises(ValidationError, match="nested at most 64 deep"):
        root.validate_python(nested(depth))
