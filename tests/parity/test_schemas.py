"""Our models accept and produce the same JSON as the official SDK's, apart from what is listed here."""

import functools
import json
import warnings

import pytest
from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypeVar

from chatkit_notebook import actions, types, widgets

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the official widget classes are deprecated, its import says so
    import chatkit.actions
    import chatkit.types
    import chatkit.widgets

OFFICIAL = (chatkit.types, chatkit.widgets, chatkit.actions)
OURS = (types, widgets, actions)
MODES = ["validation", "serialization"]

MODELS = sorted(
    {
        value.__name__
        for module in OFFICIAL
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel
    }
)
UNIONS = [
    "Attachment",
    "ChatKitReq",
    "IconName",
    "NonStreamingReq",
    "Source",
    "StreamingReq",
    "StructuredInput",
    "Task",
    "ThreadItem",
    "ThreadStatus",
    "ThreadStreamEvent",
    "UserMessageContent",
    "WidgetRoot",
    "WidgetStatus",
    "WorkflowSummary",
]

# Components of the UI that the official SDK lets no container hold, or has no class for.
ADDED_COMPONENTS = {
    "ListView": {"$ref": "#/$defs/ListView"},
    "Table": {"$ref": "#/$defs/Table"},
    "Table.Row": {"$ref": "#/$defs/TableRow"},
    "Table.Cell": {"$ref": "#/$defs/TableCell"},
}
ADDED_CLASSES = {"Table", "TableCell", "TableRow"}
BORDER = [{"type": "integer"}, {"$ref": "#/$defs/Border"}, {"$ref": "#/$defs/Borders"}, {"type": "null"}]


def find(modules, name):
    return next(getattr(module, name) for module in modules if hasattr(module, name))


def bare(node):
    """Drop prose, and the deprecation of strict widget classes, which are not deprecated here."""
    if isinstance(node, list):
        return [bare(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    is_class = node.get("type") == "object" and "title" in node
    return {
        key: bare(value)
        for key, value in node.items()
        if not (key == "description" and isinstance(value, str)) and not (key == "deprecated" and is_class)
    }


@functools.cache
def definitions(modules, mode):
    """Return the schema of every class and union, and in it the union of all components as one name."""
    names = [*MODELS, *UNIONS, "WidgetComponent"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the default of the official Action.type is no JSON
        roots, collected = TypeAdapter.json_schemas([(name, mode, TypeAdapter(find(modules, name))) for name in names])
    unions = {name: bare(schema) for (name, _), schema in roots.items() if "$ref" not in schema}
    text = json.dumps({**unions, **bare(collected["$defs"])}, sort_keys=True)
    for choice in unions["WidgetComponent"]["anyOf"]:
        text = text.replace(json.dumps(choice, sort_keys=True), '"component"')
    return {**json.loads(text), "WidgetComponent": unions["WidgetComponent"]}


def with_additions(official, ours):
    """Return the official definitions with everything that we intend to differ in."""
    expected = {**json.loads(json.dumps(official)), **{name: ours[name] for name in ADDED_CLASSES}}
    strict = expected["WidgetComponent"]["anyOf"][0]
    strict["oneOf"] += ADDED_COMPONENTS.values()
    strict["discriminator"]["mapping"] |= {name: node["$ref"] for name, node in ADDED_COMPONENTS.items()}
    # The UI draws a border around a card.
    expected["Card"]["properties"]["border"] = {"anyOf": BORDER, "default": None, "title": "Border"}
    # The UI knows more props of Basic; here the schema tells them.
    for name in ("gap", "padding", "align", "justify", "direction", "theme"):
        expected["BasicRoot"]["properties"][name] = ours["BasicRoot"]["properties"][name]
    # An action without a type is refused.
    for name in ("Action", "Action_str_Any_"):
        expected[name]["required"] = ["type"]
    # The type of an update tells which one it is, instead of its fields.
    update = expected["ThreadItemUpdatedEvent"]["properties"]["update"]
    update["oneOf"] = update.pop("anyOf")
    update["discriminator"] = ours["ThreadItemUpdatedEvent"]["properties"]["update"]["discriminator"]
    return expected


@pytest.mark.parametrize("mode", MODES)
def test_schemas_equal_the_official_ones_but_for_what_is_listed(mode):
    ours = definitions(OURS, mode)
    expected = with_additions(definitions(OFFICIAL, mode), ours)

    assert set(ours) == set(expected)
    assert {name: ours[name] for name in ours if ours[name] != expected[name]} == {}


@pytest.mark.parametrize("name", MODELS)
def test_fields_come_in_the_official_order(name):
    official = list(find(OFFICIAL, name).model_fields)

    assert [field for field in find(OURS, name).model_fields if field in official] == official


@pytest.mark.parametrize(
    ("official", "ours"), [(chatkit.types, types), (chatkit.widgets, widgets), (chatkit.actions, actions)]
)
def test_official_names_are_importable(official, ours):
    own = {
        name
        for name, value in vars(official).items()
        if not (name.startswith("_") or isinstance(value, TypeVar))
        and getattr(value, "__module__", "").startswith("chatkit.")
    }

    assert own - set(vars(ours)) == set()
    assert set(UNIONS) <= {name for module in OURS for name in vars(module)}
