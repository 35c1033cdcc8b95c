"""One JSON schema of what goes over the wire, for the view's TypeScript types.

It describes JSON as the server writes it: what has a value is there, what is None is absent.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from chatkit_notebook import types
from chatkit_notebook.types.requests import BaseReq

_PREFIX = "#/$defs/"
_NULL = {"type": "null"}

_NAMES: dict[str, Any] = {
    "Action": types.Action[str, Any],
    "Attachment": types.Attachment,
    "ChatKitReq": types.ChatKitReq,
    "IconName": types.IconName,
    "Source": types.Source,
    "StructuredInput": types.StructuredInput,
    "SyncCustomActionResponse": types.SyncCustomActionResponse,
    "Task": types.Task,
    "Thread": types.Thread,
    "ThreadMetadata": types.ThreadMetadata,
    "ThreadItem": types.ThreadItem,
    "ThreadItemPage": types.Page[types.ThreadItem],
    "ThreadItemUpdate": types.ThreadItemUpdate,
    "ThreadPage": types.Page[types.Thread],
    "ThreadStatus": types.ThreadStatus,
    "ThreadStreamEvent": types.ThreadStreamEvent,
    "TranscriptionResult": types.TranscriptionResult,
    "UserMessageContent": types.UserMessageContent,
    "UserMessageInput": types.UserMessageInput,
    "WidgetComponent": types.WidgetComponent,
    "WidgetRoot": types.WidgetRoot,
    "WorkflowSummary": types.WorkflowSummary,
}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = [choice for choice in schema["anyOf"] if choice != _NULL]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


class _WireSchema(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        result = super().model_schema(schema)
        cls = cast("type[BaseModel]", schema["cls"])
        if cls.model_config.get("json_schema_serialization_defaults_required"):
            return result  # whoever writes these leaves nothing out
        properties = cast("dict[str, dict[str, Any]]", result.get("properties", {}))
        required: list[str] = []
        for attribute, field in cls.model_fields.items():
            name = field.serialization_alias or attribute
            if _NULL in properties[name].get("anyOf", []):
                properties[name] = _without_null(properties[name])
            elif field.is_required() or field.get_default(call_default_factory=True) is not None:
                required.append(name)
        if issubclass(cls, BaseReq):
            required.remove("metadata")  # the view sends none
        return {**result, "required": required}


def _fingerprint(schema: dict[str, Any]) -> str:
    return json.dumps(schema, sort_keys=True)


def _refer(node: Any, refs: dict[str, str]) -> Any:
    """Replace every schema that has a name by a reference to it."""
    if isinstance(node, list):
        return [_refer(entry, refs) for entry in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("dict[str, Any]", node)
    ref = _PREFIX + schema["wire"] if "wire" in schema else refs.get(_fingerprint(schema))
    return {"$ref": ref} if ref else {key: _refer(value, refs) for key, value in schema.items()}


def wire_schema(also: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema. Its `$defs` hold every model, union and page of the wire by name.

    Args:
        also: Further types by name, which may hold JSON of the wire.
    """
    names = {**_NAMES, **(also or {})}
    schemas, collected = TypeAdapter.json_schemas(
        [(name, "serialization", TypeAdapter(described)) for name, described in names.items()],
        schema_generator=_WireSchema,
    )
    definitions: dict[str, dict[str, Any]] = collected["$defs"]
    refs: dict[str, str] = {}
    for (name, _), schema in schemas.items():
        refs[_fingerprint(schema)] = _PREFIX + name
        reference = schema.get("$ref")
        named = definitions.pop(reference.removeprefix(_PREFIX)) if reference else schema
        definitions[name] = {**named, "title": name}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$defs": {
            name: {key: _refer(value, refs) for key, value in definitions[name].items()} for name in sorted(definitions)
        },
    }
