"""What is wrong with a widget is told by its path, a line each, with the name that was probably meant."""

import pytest

from chatkit_notebook import WidgetError
from chatkit_notebook.widgets import BasicRoot, Button, Card, DatePicker, DynamicWidgetRoot, ListView, Text
from chatkit_notebook.widgets.explain import checked_root, explain


def card(*children, **props):
    return {"type": "Card", "children": [*children], **props}


@pytest.mark.parametrize(
    ("widget", "problem"),
    [
        (card(size="hug"), "Card.size: must be 'sm', 'md', 'lg' or 'full', got 'hug'."),
        (card({"type": "Buton"}), "Card.children[0].Buton: there is no component 'Buton'. Did you mean 'Button'?"),
        (
            card({"type": "Text", "value": ""}, {"type": "Button", "lable": "x"}),
            "Card.children[1].Button.lable: there is no such prop. Did you mean 'label'?",
        ),
        (
            card({"type": "Button", "onclickaction": None}),
            "Card.children[0].Button.onclickaction: there is no such prop. Did you mean 'onClickAction'?",
        ),
        (
            card({"type": "Button", "variant": "solidd"}),
            "Card.children[0].Button.variant: must be 'solid', 'soft', 'outline' or 'ghost', got 'solidd'. Did you mean 'solid'?",  # noqa: E501
        ),
        (card({"type": "Text"}), "Card.children[0].Text.value: is missing."),
        (
            card({"type": "Box", "children": {"type": "Select", "name": "a", "options": [{"value": "x"}]}}),
            "Card.children[0].Box.children.Select.options[0].label: is missing.",
        ),
        (card(3), "Card.children[0]: must be an object with a type, got 3."),
        (
            card({"type": "Text", "value": "a", "editable": {"nam": "x"}}),
            "Card.children[0].Text.editable.name: is missing.",
        ),
        (
            card({"type": "Button", "onClickAction": {"payload": 1}}),
            "Card.children[0].Button.onClickAction.type: is missing.",
        ),
        (
            {"type": "ListView", "children": [{"type": "ListViewItem", "children": [{"type": "Badge"}]}]},
            "ListView.children[0].ListViewItem.children[0].Badge.label: is missing.",
        ),
        (
            {"type": "Basic", "children": [], "dirction": "row"},
            "Basic.dirction: there is no such prop. Did you mean 'direction'?",
        ),
    ],
)
def test_one_problem_is_one_line(widget, problem):
    assert [*explain(widget)] == [problem]
    with pytest.raises(WidgetError) as caught:
        checked_root(widget)
    assert str(caught.value) == problem


def test_all_problems_are_told_in_the_order_of_the_tree():
    widget = card({"type": "Text"}, {"type": "Row", "children": [{"type": "Icon"}]}, size=3)
    assert [line.partition(":")[0] for line in explain(widget)] == [
        "Card.size",
        "Card.children[0].Text.value",
        "Card.children[1].Row.children[0].Icon.name",
    ]


@pytest.mark.parametrize(
    "widget",
    [
        card(),
        card({"type": "Gauge", "value": 3}, {"type": "Text", "value": "x", "sparkle": True}),
        card({"type": "Transition", "children": None}),
        card({"type": "Table", "children": [{"type": "Table.Row", "children": [{"type": "Table.Cell"}]}]}),
        card({"type": "Box", "padding": {"x": 2}, "border": {"top": 1}, "background": {"light": "a", "dark": "b"}}),
        {"type": "Basic", "gap": 2, "direction": "row", "children": [card()]},
    ],
)
def test_what_is_right_or_unheard_of_passes(widget):
    assert checked_root(widget) == widget


@pytest.mark.parametrize(
    "root",
    [
        Card(children=[Text(value="x"), Button(label="y"), DatePicker(name="d", min="2026-01-01")]),
        ListView(children=[]),
        BasicRoot(children=[Text(value="x")]),
        DynamicWidgetRoot(type="Card", children=[{"type": "Gauge"}]),
    ],
)
def test_a_root_of_the_classes_becomes_json(root):
    assert checked_root(root) == root.model_dump(mode="json")


@pytest.mark.parametrize("wrong", [None, 3, "Card", [], {}, {"type": "Form"}, Text(value="x"), {"type": 3}])
def test_what_is_not_a_root_is_refused(wrong):
    with pytest.raises(WidgetError, match="A widget begins with a Basic, Card or ListView"):
        checked_root(wrong)


def test_classes_within_a_dict_are_read_too():
    widget = card(Text(value="x"), DatePicker(name="d", min="2026-01-01"))
    assert checked_root(widget)["children"][1]["min"] == "2026-01-01T00:00:00"


@pytest.mark.parametrize("depth", [80, 300, 3000])
def test_a_widget_that_is_nested_too_deep_is_refused_in_words(depth):
    widget = card()
    for _ in range(depth):
        widget = card(widget)
    with pytest.raises(WidgetError, match="nested at most 64 deep"):
        checked_root(widget)


@pytest.mark.parametrize(
    "node",
    [
        {"type": "Badge", "label": "a", "color": None},
        {"type": "Select", "name": "a", "options": [{"value": "x", "label": "X", "description": None}]},
        {
            "type": "Chart",
            "data": [],
            "xAxis": {"dataKey": "x", "hide": None},
            "series": [{"type": "bar", "dataKey": "y"}],
        },
        {"type": "Text", "value": "a", "editable": {"name": "b", "placeholder": None}},
    ],
)
def test_none_is_what_is_not_set(node):
    assert [*explain(node)] == []


def test_none_is_no_value_of_what_must_be_there():
    assert [*explain({"type": "Badge", "label": None})] == ["Badge.label: is missing."]


def test_a_widget_of_more_components_than_a_page_can_draw_is_refused_in_words():
    rows = card(*({"type": "Spacer"} for _ in range(20_000)))
    with pytest.raises(WidgetError, match="at most 20000 components"):
        checked_root(rows)
    rows["children"].pop()
    assert checked_root(rows) == rows


def test_what_is_not_json_is_refused_in_words():
    with pytest.raises(WidgetError, match="can't be written as JSON: Unable to serialize unknown type"):
        checked_root(card({"type": "Button", "onClickAction": {"type": "buy", "payload": object()}}))


@pytest.mark.parametrize("name", ["Gauge", "Cards", "Inputs"])
def test_a_registered_type_is_known_with_any_props(name):
    node = {"type": name, "valeu": 3, "children": [{"type": "Text", "value": "a"}]}
    assert checked_root(card(node), [name]) == card(node)


def test_a_slip_in_the_name_of_a_registered_type_is_told():
    assert [*explain(card({"type": "guage"}), custom=["Gauge"])] == [
        "Card.children[0].guage: there is no component 'guage'. Did you mean 'Gauge'?"
    ]
    with pytest.raises(WidgetError, match=r"but this is a Guage\. Did you mean 'Gauge'\?$"):
        checked_root({"type": "Guage"}, ["Gauge"])


def test_what_is_in_a_registered_type_is_checked_as_elsewhere():
    problem = "Card.children[0].Gauge.children[0].Buton: there is no component 'Buton'. Did you mean 'Button'?"
    assert [*explain(card({"type": "Gauge", "children": [{"type": "Buton"}]}), custom=["Gauge"])] == [problem]


def test_a_registered_type_by_itself_gets_a_bare_root():
    assert checked_root({"type": "Gauge", "value": 3}, ["Gauge"]) == {
        "type": "Basic",
        "children": [{"type": "Gauge", "value": 3}],
    }
    with pytest.raises(WidgetError, match=r"^A widget begins with a Basic, Card or ListView, but this is a Gauge\.$"):
        checked_root({"type": "Gauge", "value": 3})
