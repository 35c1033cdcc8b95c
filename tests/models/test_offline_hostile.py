"""The offline model against prompts, schemas and tool results that want to keep it busy: each would take minutes."""

import json
from types import SimpleNamespace

import pytest

from chatkit_notebook.models.offline import results, talk
from chatkit_notebook.models.offline.arguments import arguments_for
from chatkit_notebook.models.offline.matching import Capability, choose

SIZE = 300_000
UNITS = [
    "(", "(1", "“", '"', "'", "`", 'q="', "q='", "q=", ":", ": ", ":\n", " ", "\n", "\t", "to ", "to", "to \n",
    "in the ", "and ", " and", ", ", ",", "1", "1+", "-1 ", "1.", "A ", "Ab ", "aA", "count to ", "count ", "think ",
    "help ",    "help!", "say ", "é", "漢", "\u0301", "\ud800", "\0", "x1d", "project ", "of of ", "don't ",
]  # fmt: skip


def properties(**parts):
    return {"type": "object", "properties": parts, "required": list(parts)}


def nested(depth):
    schema = {"type": "string"}
    for _ in range(depth):
        schema = properties(a=schema)
    return schema


SCHEMAS = {
    "refers to itself ten times": properties(**{f"p{number}": {"$ref": "#"} for number in range(10)}),
    "refers in a circle": {"$ref": "#/a", "a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}},
    "nested 900 deep": nested(900),
    "lists of lists": properties(
        a={"type": "array", "minItems": 10**12, "items": {"type": "array", "minItems": 10**9}}
    ),
    "a list of itself": {"type": "array", "minItems": 50, "items": {"$ref": "#"}, "properties": {"a": {"$ref": "#"}}},
    "a huge enum": properties(e={"enum": [f"word {number}" for number in range(100_000)]}),
    "a huge union": properties(a={"anyOf": [{"type": "null"}] * 100_000}),
    "many properties": properties(**{f"p{number}": {"type": "string"} for number in range(20_000)}),
    "no schemas": {"type": "object", "properties": {"a": True, "b": None, "c": [], "d": "x", "e": 7}, "required": True},
    "odd references": properties(a={"$ref": "#/anyOf/0/x"}, b={"$ref": 7}, c={"anyOf": "x"}, d={"anyOf": [True, None]}),
    "odd bounds": properties(
        a={"type": "integer", "minimum": "x"},
        b={"type": "number", "minimum": float("inf")},
        c={"type": "integer", "minimum": 10**400},
        d={"type": "array", "minItems": "many"},
    ),
    "odd types": {"type": ["object", ["x"], None], "properties": {"a": {"type": [[], "string"]}}, "required": [[], {}]},
    "odd names": properties(**{"__proto__": {"type": "string"}, "": {}, "(": {"type": "string"}, "x" * 10_000: {}}),
    "properties are a list": {"type": "object", "properties": ["a"]},
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_without_end_gets_arguments_of_a_bounded_size(schema):
    arguments = arguments_for(schema, 'the weather in Paris, (1 + 2) of "x", ' + "9" * 5_000)
    assert len(json.dumps(arguments, allow_nan=False)) < 200_000


@pytest.mark.parametrize("unit", UNITS, ids=repr)
@pytest.mark.parametrize("end", ["", "x"])
def test_a_prompt_of_any_shape_is_answered(unit, end):
    text = unit * (SIZE // len(unit)) + end
    kinds = ({"type": kind} for kind in ("string", "integer", "boolean", "array"))
    names = ("query", "n", "is_project", "items")
    schema = properties(expression={"type": "string"}, q={"type": "string"}, **dict(zip(names, kinds, strict=True)))
    tool = Capability("find_project", "Finds a project " * 1_000, schema)
    assert set(arguments_for(schema, text)) <= set(schema["properties"])
    assert choose(text, [tool]) in ([], [tool])
    assert talk.talk(text, [tool])


def test_what_is_quoted_or_named_is_taken_whole_however_long_it_is():
    long = "word " * 20_000
    schema = properties(body={"type": "string"})
    assert arguments_for(schema, f'send "{long}"') == {"body": long}
    assert arguments_for(schema, f"body='{long}'") == {"body": long}
    assert talk.talk(f"say {long}", []) == [long.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, "{" * 100_000, '{"a":' * 50_000, "[" * 900 + "]" * 900, "(" * 100_000,
        "[1," * 100_000 + "]" * 100_000,
        "9" * 100_000, "1e999", "NaN", "-Infinity", '"\\ud800"', "[" + "1," * 100_000 + "1]", "True", "error " * 50_000,
        json.dumps([{f"c{number}": 1 for number in range(row, row + 5_000)} for row in range(0, 100_000, 5_000)]),
        json.dumps({f"c{number}": number for number in range(20_000)}), "|" * 100_000, "\n" * 100_000,
        "[[[]]]" * 10_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_tool_result_of_any_shape_is_told_in_bounded_words(text):
    output = SimpleNamespace(name="tool", text=text, arguments={"a": [[1]], "b": text})
    assert not results.is_transfer(output)
    assert "I called `tool`" in (said := results.reply_to([output]))
    assert len(said) < 4 * len(text) + 10_000
