"""What a form holds for Python: defaults, and what was typed over them."""

import pytest

from chatkit_notebook.client.field_values import form_values

OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def draft(key, value, base):
    return {"key": key, "name": key.partition(":")[2], "value": value, "base": base}


@pytest.mark.parametrize(
    ("node", "key", "default", "typed"),
    [
        ({"type": "Input"}, "Input:x", "", "typed"),
        ({"type": "Input", "defaultValue": "d"}, "Input:x", "d", ""),
        ({"type": "Textarea", "defaultValue": "d"}, "Textarea:x", "d", "e\nf"),
        ({"type": "Select", "options": OPTIONS}, "Select:x", None, "a"),
        ({"type": "Select", "options": OPTIONS, "defaultValue": "b"}, "Select:x", "b", None),
        ({"type": "Select", "options": OPTIONS, "defaultValue": "gone"}, "Select:x", None, "a"),
        ({"type": "RadioGroup", "options": OPTIONS, "defaultValue": "a"}, "RadioGroup:x", "a", "b"),
        ({"type": "DatePicker"}, "DatePicker:x", None, "2026-11-27"),
        ({"type": "DatePicker", "defaultValue": "2026-01-02T00:00:00"}, "DatePicker:x", "2026-01-02", None),
        ({"type": "Checkbox"}, "Checkbox:x", False, True),
        ({"type": "Checkbox", "defaultChecked": True}, "Checkbox:x", True, False),
        ({"type": "Text", "value": "v", "editable": {"name": "x"}}, "Text:x", "v", "w"),
    ],
)
def test_a_field_holds_its_default_or_what_was_typed_over_it(node, key, default, typed):
    widget = {"type": "Card", "children": [{"type": "Row", "children": {"name": "x", **node}}]}
    assert form_values(widget, []) == {"x": default}
    assert form_values(widget, [draft(key, typed, default)]) == {"x": typed}
    assert form_values(widget, [draft(f"row/{key}#2", typed, default)]) == {"x": typed}
    # A new default is the notebook's word.
    assert form_values(widget, [draft(key, typed, "another default")]) == {"x": default}


def test_names_nest_and_what_has_none_is_left_out():
    fields = [{"type": "Input", "name": name} for name in ("a.b", "a.c", "d", "d.e", "", None, 3)]
    widget = {"type": "Card", "children": [*fields, {"type": "Text", "value": "x"}, None, "text"]}
    assert form_values(widget, []) == {"a": {"b": "", "c": ""}, "d": ""}
