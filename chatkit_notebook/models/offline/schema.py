"""JSON schemas as tools publish them, made plain: references followed, nullable unions opened."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

Schema: TypeAlias = dict[str, Any]

DEEPEST = 8


def schema_in(value: object) -> Schema:
    """The value if it is a schema with keywords, else one that allows everything."""
    return cast("Schema", value) if isinstance(value, dict) else {}


def properties_of(schema: Schema) -> dict[str, Schema]:
    """The properties of an object; none if they are not schemas."""
    return {name: schema_in(part) for name, part in schema_in(schema.get("properties")).items()}


def resolve(schema: Schema, root: Schema) -> tuple[Schema, bool]:
    """The schema without `$ref` and unions (their first real option), and whether null is allowed.

    Args:
        schema: A part of `root`.
        root: Where references point into.
    """
    nullable = False
    for _ in range(DEEPEST):
        if "$ref" in schema:
            schema = {**_target(str(schema["$ref"]), root), **_without(schema, "$ref")}
        elif "anyOf" in schema or "oneOf" in schema:
            options = [schema_in(option) for option in _list(schema.get("anyOf") or schema.get("oneOf"))]
            real = next((option for option in options if option.get("type") != "null"), None)
            nullable = nullable or any(option.get("type") == "null" for option in options)
            schema = {**({"type": "null"} if real is None else real), **_without(schema, "anyOf", "oneOf")}
        elif isinstance(schema.get("type"), list):
            kinds = cast("list[object]", schema["type"])
            nullable = nullable or "null" in kinds
            schema = {**schema, "type": next((kind for kind in kinds if kind != "null"), "null")}
        else:
            break
    return schema, nullable


def options_of(schema: Schema) -> list[Any]:
    """The values an enum or constant allows; empty when any value goes."""
    if "const" in schema:
        return [schema["const"]]
    return _list(schema.get("enum"))


def is_object(schema: Schema) -> bool:
    """Whether the schema describes an object."""
    return schema.get("type") == "object" or "properties" in schema


def _target(reference: str, root: Schema) -> Schema:
    part = root
    for key in reference.removeprefix("#/").split("/"):
        part = schema_in(part.get(key))
    return part


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _without(schema: Schema, *names: str) -> Schema:
    return {name: value for name, value in schema.items() if name not in names}
