"""A widget that holds itself is refused with the place where it does, however it is made and wherever it goes."""

import pytest
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook import WidgetError
from chatkit_notebook.server import diff_widget
from chatkit_notebook.widgets import Box, Button, Card, DynamicWidgetRoot, Text, WidgetRoot
from chatkit_notebook.widgets.circles import circle
from chatkit_notebook.widgets.explain import checked_root

VALIDATORS = [TypeAdapter(WidgetRoot).validate_python, DynamicWidgetRoot.model_validate]


def dicts():
    box = {"type": "Box", "children": []}
    widget = {"type": "Card", "children": [{"type": "Text", "value": "x"}, box, box]}
    # Twice: whoever follows both ways has more of them at each level than memory holds.
    box["children"] += [widget, widget]
    return widget


def single_child():
    widget = {"type": "Card"}
    widget["children"] = {"type": "Box", "children": widget}
    return widget


def models():
    box = Box(children=[])
    widget = Card(children=[Text(value="x"), box, box])
    box.children += [widget, widget]
    return widget


def models_in_a_dict():
    box = Box(children=[])
    widget = {"type": "Card", "children": [{"type": "Col", "children": [box]}]}
    box.children += [box, box]
    return widget


def payload():
    held = {"rows": ()}
    held["rows"] = (1, [held])
    return {"type": "Card", "children": [{"type": "Button", "onClickAction": {"type": "buy", "payload": held}}]}


ENDLESS = {
    dicts: "Card.children[1].Box.children[0]: must not be Card, which it is in.",
    single_child: "Card.children.Box.children: must not be Card, which it is in.",
    models: "Card.children[1].Box.children[0]: must not be Card, which it is in.",
    models_in_a_dict: "Card.children[0].Col.children[0].Box.children[0]: "
    "must not be Card.children[0].Col.children[0].Box, which it is in.",
}
IN_PAYLOAD = (
    "Card.children[0].Button.onClickAction.payload.rows[1][0]: "
    "must not be Card.children[0].Button.onClickAction.payload, which it is in."
)


@pytest.mark.parametrize(("make", "reason"), [*ENDLESS.items(), (payload, IN_PAYLOAD)])
def test_it_is_refused_with_its_place(make, reason):
    with pytest.raises(WidgetError) as caught:
        checked_root(make())
    assert str(caught.value) == reason


@pytest.mark.parametrize("validate", VALIDATORS, ids=["strict", "dynamic"])
@pytest.mark.parametrize("make", [dicts, single_child])
def test_it_does_not_become_a_model(make, validate):
    with pytest.raises(ValidationError) as caught:
        validate(make())
    assert ENDLESS[make] in str(caught.value)


def test_a_model_that_came_to_hold_itself_is_not_taken_for_a_widget():
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(WidgetRoot).validate_python(models())
    assert ENDLESS[models] in str(caught.value)


@pytest.mark.parametrize("widget", [models(), TypeAdapter(WidgetRoot).validate_python(payload())])
def test_it_is_not_written(widget):
    reason = circle(widget)
    for write in (widget.model_dump_json, lambda: diff_widget(widget, widget)):
        with pytest.raises(ValueError, match="which it is in") as caught:
            write()
        assert reason in str(caught.value)


def test_what_stands_in_several_places_holds_itself_in_none():
    button = Button(label="x")
    row = {"type": "Row", "children": [button, button]}
    shared = [1, 2]
    widget = {"type": "Card", "children": [row, row, {"type": "Gauge", "a": shared, "b": {"c": shared}}]}
    assert circle(widget) is None
    assert len(checked_root(widget)["children"]) == 3


@pytest.mark.parametrize("value", [None, 3, "text", [], {}, [[]], {"type": 3}])
def test_any_value_may_be_asked_about(value):
    assert circle(value) is None


def test_a_list_that_holds_itself_has_no_name():
    value = []
    value.append(value)
    assert circle(value) == "[0]: must not be the widget, which it is in."
