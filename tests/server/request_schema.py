"""Requests made from their schema, and the places in them."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from chatkit_notebook.types import ChatKitReq

SCHEMA = TypeAdapter(ChatKitReq).json_schema()
OPERATIONS = sorted(SCHEMA["discriminator"]["mapping"])
# Ids that a store may have, first of all that of its thread, and other words.
WORDS = [*["thr"] * 8, "user", "msg", "call", "asked", "widget", "AAAA", "", "text/plain", "a word"]


@dataclass
class Spot:
    """A place in a request.

    Attributes:
        path: Keys and indexes that lead to it.
        value: What is there.
        kind: The JSON type that belongs there; None if any does.
        schema: The rest of what is known about it.
        is_nullable: Whether null may be there, too.
        is_required: Whether something must be there.
    """

    path: tuple[Any, ...]
    value: Any
    kind: str | None
    schema: dict[str, Any]
    is_nullable: bool = False
    is_required: bool = False

    @property
    def is_literal(self):
        return "const" in self.schema or "enum" in self.schema

    @property
    def takes_any_key(self):
        return isinstance(self.value, dict) and self.schema.get("additionalProperties", True) is True


def resolve(schema):
    """Return a schema without its reference, and whether null is another possibility."""
    if "anyOf" in schema:
        (known,) = [each for each in schema["anyOf"] if each != {"type": "null"}]
        return resolve(known)[0], True
    if "$ref" in schema:
        return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], False
    return schema, False


def schema_of(request):
    """Return the schema of the requests like one."""
    return {"$ref": SCHEMA["discriminator"]["mapping"][request["type"]]}


def sample(schema, random):
    """Make a value that the schema allows."""
    schema, is_nullable = resolve(schema)
    if is_nullable and random.random() < 0.3:
        return None
    if "oneOf" in schema:
        return sample(random.choice(schema["oneOf"]), random)
    if "const" in schema or "enum" in schema:
        return random.choice([schema["const"]] if "const" in schema else schema["enum"])
    return _SAMPLES[schema.get("type")](schema, random)


def _sample_object(schema, random):
    required = {"type", *schema.get("required", [])}
    made = {
        name: sample(each, random)
        for name, each in schema.get("properties", {}).items()
        if name in required or random.random() < 0.6
    }
    free = schema.get("additionalProperties", False)
    if free is not False:
        values = {} if free is True else free
        made |= {random.choice(WORDS): sample(values, random) for _ in range(random.randint(0, 2))}
    return made


_SAMPLES = {
    "object": _sample_object,
    "array": lambda schema, random: [sample(schema["items"], random) for _ in range(random.randint(0, 3))],
    "string": lambda _schema, random: random.choice(WORDS),
    "integer": lambda _schema, random: random.choice([0, 1, 5, 9999]),
    "boolean": lambda _schema, random: random.random() < 0.5,
    None: lambda _schema, random: random.choice([None, True, 3, 1.5, "x", [1, {"a": None}], {"a": [None]}]),
}


def request(op, random):
    """Make a request of one operation that is as it should be."""
    return sample(schema_of({"type": op}), random)


def spots(value, schema, path=(), *, is_required=True):
    """Yield every place of a request as it should be."""
    schema, is_nullable = resolve(schema)
    if "oneOf" in schema:
        schema = resolve({"$ref": schema["discriminator"]["mapping"][value["type"]]})[0]
    yield Spot(path, value, schema.get("type"), schema, is_nullable, is_required)
    if isinstance(value, dict):
        properties, required = schema.get("properties", {}), {"type", *schema.get("required", [])}
        free = schema.get("additionalProperties")
        for key, each in value.items():
            known = properties.get(key) or (free if isinstance(free, dict) else {})
            yield from spots(each, known, (*path, key), is_required=key in required and key in properties)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from spots(each, schema.get("items", {}), (*path, index), is_required=False)
