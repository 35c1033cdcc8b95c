"""Arguments that the offline model reads out of a message."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

from chatkit_notebook.models.offline.arguments import arguments_for


def schema_of(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


TEXT = {"type": "string"}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer"}
MAYBE = {"anyOf": [{"type": "string"}, {"type": "null"}]}


@pytest.mark.parametrize(
    ("schema", "text", "arguments"),
    [
        (schema_of(city=TEXT), "weather in San José, now", {"city": "San José"}),
        (schema_of(city=TEXT), "weather city: Rome", {"city": "Rome"}),
        (schema_of(project=TEXT), "the sales of project Apollo", {"project": "Apollo"}),
        (schema_of(title=TEXT), "add 'Buy milk' to the list", {"title": "Buy milk"}),
        (schema_of(title=TEXT), "add “Buy milk” please", {"title": "Buy milk"}),
        (
            schema_of(origin=TEXT, destination=TEXT),
            "fly from Oslo to Paris",
            {"origin": "Oslo", "destination": "Paris"},
        ),
        (
            schema_of(amount=NUMBER, from_currency=TEXT, to_currency=TEXT),
            "convert 10.5 USD to EUR",
            {"amount": 10.5, "from_currency": "USD", "to_currency": "EUR"},
        ),
        (schema_of(a=WHOLE, b=WHOLE), "add 3 and seven", {"a": 3, "b": 7}),
        (schema_of(values={"type": "array", "items": NUMBER}), "mean of 1, 2 and 3.5", {"values": [1, 2, 3.5]}),
        (schema_of(names={"type": "array", "items": TEXT}), "greet: Ann, Bo and Cy", {"names": ["Ann", "Bo", "Cy"]}),
        (schema_of(size={"enum": ["small", "extra large"]}), "an extra large one", {"size": "extra large"}),
        (schema_of(size={"enum": ["small", "large"]}), "one", {"size": "small"}),
        (schema_of(express={"type": "boolean"}), "send it express", {"express": True}),
        (schema_of(express={"type": "boolean"}), "not express", {"express": False}),
        (schema_of(express={"type": "boolean"}), "send it", {"express": False}),
        (schema_of(expression=TEXT), "what is 2 + 3*4?", {"expression": "2 + 3*4"}),
        (schema_of(query=TEXT), "search the docs about cats", {"query": "cats"}),
        (schema_of(message=TEXT), "ping everyone", {"message": "ping everyone"}),
        (schema_of(note=MAYBE), "ping everyone", {"note": None}),
        (schema_of(limit={**WHOLE, "default": 5}), "latest", {"limit": 5}),
        (schema_of(limit={**WHOLE, "minimum": 3}), "latest", {"limit": 3}),
        (schema_of(day={**TEXT, "format": "date"}), "book", {"day": "2026-01-01"}),
        (schema_of(kind={"type": ["string", "null"]}), "book", {"kind": None}),
        (schema_of(), "anything", {}),
        ({}, "anything", {}),
    ],
)
def test_arguments_are_read_from_the_words(schema, text, arguments):
    assert arguments_for(schema, text) == arguments


def test_optional_properties_may_stay_away():
    schema = {"type": "object", "properties": {"city": TEXT, "days": WHOLE}, "required": ["city"]}
    assert arguments_for(schema, "weather in Oslo") == {"city": "Oslo"}


def test_nested_models_are_filled_through_their_references():
    class Line(BaseModel):
        product: str
        count: int

    class Order(BaseModel):
        lines: list[Line]
        line: Line | None = None

    filled = arguments_for(Order.model_json_schema(), "order 4 of 'tea'")
    assert Order.model_validate(filled).lines == [Line(product="tea", count=4)]


def test_a_schema_that_refers_to_itself_ends():
    class Node(BaseModel):
        name: str
        next: "Node"

    assert arguments_for(Node.model_json_schema(), "hello")["name"] == "hello"


SCHEMAS: list[Any] = [str, int, float, bool, list[int], list[str], dict[str, int], str | None, int | None]


@settings(max_examples=60)
@given(st.text(max_size=80), st.lists(st.sampled_from(SCHEMAS), max_size=4))
def test_any_text_gives_arguments_of_the_right_types(text, types):
    names = {f"field_{n}": kind for n, kind in enumerate(types)}
    filled = arguments_for(schema_of(**{n: TypeAdapter(t).json_schema() for n, t in names.items()}), text)
    assert set(filled) == set(names)
    for name, kind in names.items():
        TypeAdapter(kind).validate_python(filled[name], strict=kind is not float)
