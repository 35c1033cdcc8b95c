import json

import pytest

from chatkit_notebook.types import schema

ROOTS = [
    "Attachment",
    "ChatKitReq",
    "SyncCustomActionResponse",
    "Thread",
    "ThreadItem",
    "ThreadItemPage",
    "ThreadPage",
    "ThreadStreamEvent",
    "TranscriptionResult",
    "UserMessageInput",
    "WidgetRoot",
]


@pytest.fixture(scope="module")
def definitions():
    return schema.wire_schema()["$defs"]


def references(node):
    if isinstance(node, list):
        return {name for entry in node for name in references(entry)}
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"].removeprefix("#/$defs/")} if "$ref" in node else set()
    return own.union(*(references(value) for value in node.values()))


def test_schema_holds_what_goes_over_the_wire_under_plain_names(definitions):
    assert set(ROOTS) <= set(definitions)
    assert all(name.isidentifier() and definitions[name].get("title", name) == name for name in definitions)


def test_every_reference_leads_somewhere(definitions):
    assert references(definitions) <= set(definitions)


def test_defaults_are_always_there_and_optional_fields_are_absent_instead_of_null(definitions):
    assert definitions["ErrorEvent"]["required"] == ["type", "code", "allow_retry"]
    assert definitions["ErrorEvent"]["properties"]["message"] == {"type": "string"}
    assert definitions["Transition"]["required"] == ["type"]
    assert '"null"' not in json.dumps(definitions)


def test_a_request_needs_no_metadata(definitions):
    assert definitions["ThreadsListReq"]["required"] == ["type", "params"]


def test_unions_are_referred_to_by_name(definitions):
    assert definitions["WidgetItem"]["properties"]["widget"] == {"$ref": "#/$defs/WidgetRoot"}
    assert definitions["Card"]["properties"]["children"]["items"] == {"$ref": "#/$defs/WidgetComponent"}
    assert definitions["ThreadItemUpdatedEvent"]["properties"]["update"] == {"$ref": "#/$defs/ThreadItemUpdate"}
    assert definitions["CustomTask"]["properties"]["icon"] == {"$ref": "#/$defs/IconName"}
    assert definitions["ThreadItemPage"]["properties"]["data"]["items"] == {"$ref": "#/$defs/ThreadItem"}


def test_basic_tells_the_props_that_the_view_knows(definitions):
    assert {"gap", "padding", "align", "justify", "direction", "theme"} <= set(definitions["BasicRoot"]["properties"])
