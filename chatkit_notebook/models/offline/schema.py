"""JSON schemas as tools publish them, made plain: references followed, nullable unions opened."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

Schema: TypeAlias = dict[str, Any]

DEEPEST = 8


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
            options = cast("list[Schema]", schema.get("anyOf") or schema.get("oneOf") or [])
            real = [option for option in options if option.get("type") != "null"]
            nullable = nullable or len(real) < len(options)
            schema = {**(real[0] if real else {"type": "null"}), **_without(schema, "anyOf", "oneOf")}
        elif isinstance(schema.get("type"), list):
            kinds = cast("list[str]", schema["type"])
            nullable = nullable or "null" in kinds
            schema = {**schema, "type": next((kind for kind in kinds if kind != "null"), "null")}
        else:
            break
    return schema, nullable


def options_of(schema: Schema) -> list[Any]:
    """The values an enum or constant allows; empty when any value goes."""
    if "const" in schema:
        return [schema["const"]]
    return cast("list[Any]", schema.get("enum") or [])


def is_object(schema: Schema) -> bool:
    """Whether the schema describes an object."""
    return schema.get("type") == "object" or "properties" in schema


def _target(reference: str, root: Schema) -> Schema:
    part = root
    for key in reference.removeprefix("#/").split("/"):
        part = cast("Schema", part.get(key) or {})
    return part


def _without(schema: Schema, *names: str) -> Schema:
    return {name: value for name, value in schema.items() if name not in names}
