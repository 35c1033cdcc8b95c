"""What does not fit is told in one sentence: the field, what was given, what it must be."""

import json
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

import pytest
from pydantic import AnyUrl, BaseModel, Field, TypeAdapter, ValidationError, field_validator
from pydantic_core import to_json

from chatkit_notebook.misfits import brief, misfit, plainly, sentence


class Red(BaseModel):
    type: Literal["red"]
    shade: int


class Blue(BaseModel):
    type: Literal["blue"]
    depth: float


class Paint(BaseModel, extra="forbid"):
    name: str
    colour: Annotated[Red | Blue, Field(discriminator="type")]
    layers: list[int] = []
    is_dry: bool = True
    finish: Literal["matt", "gloss"] = "matt"
    size: int | Literal["small"] = 1
    when: datetime | None = None
    site: AnyUrl | None = None
    more: dict[str, str] = {}
    litres: Annotated[int, Field(gt=0)] = 1
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"

    @field_validator("name")
    @classmethod
    def has_no_space(cls, name):
        if " " in name:
            raise ValueError("A name must be one word.")
        return name


RED = {"type": "red", "shade": 1}


def told(value):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Paint).validate_python(value)
    return str(misfit(caught.value, within=value))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": 3}, "name must be a str, not 3"),
        ({"name": "two words"}, "name does not fit, 'two words' was given: A name must be one word"),
        ({"colour": {"type": "red", "shade": "x"}}, "colour.shade must be a whole number, not 'x'"),
        ({"colour": {"type": "blue", "depth": None}}, "colour.depth must be a number, not None"),
        ({"colour": {"type": "green"}}, "colour.type must be 'red', 'blue', not 'green'"),
        ({"colour": {"shade": 1}}, "colour.type is missing in {'shade': 1}"),
        ({"colour": {"type": "red"}}, "colour.shade is missing in {'type': 'red'}"),
        ({"colour": 3}, "colour must be a dict, not 3"),
        ({"layers": [1, 2, "thick"]}, "layers.2 must be a whole number, not 'thick'"),
        ({"layers": 3}, "layers must be a list, not 3"),
        ({"layers": [1.5]}, "layers.0 must be a whole number, not 1.5"),
        ({"is_dry": "perhaps"}, "is_dry must be True or False, not 'perhaps'"),
        ({"finish": "satin"}, "finish must be 'matt' or 'gloss', not 'satin'"),
        ({"size": "big"}, "size must be a whole number or 'small', not 'big'"),
        ({"when": "soon"}, "when must be a time, not 'soon'"),
        ({"site": "no address"}, "site must be an address (URL), not 'no address'"),
        ({"more": {"a": 1}}, "more.a must be a str, not 1"),
        ({"litres": 0}, "litres must be greater than 0, not 0"),
        ({"code": "A1"}, "code does not fit, 'A1' was given: String should match pattern '^[a-z]+$'"),
        ({"colr": 1}, "colr is unknown and must be left out"),
    ],
)
def test_the_field_what_was_given_and_what_it_must_be(fields, expected):
    assert told({"name": "x", "colour": RED} | fields) == expected


def test_what_is_not_even_an_object_is_told_so():
    assert told(7) == "the value must be a dict, not 7"
    assert told({}) == "name is missing in {}"


@pytest.mark.parametrize("value", ["x" * 10**6, ["x" * 999] * 999, {"a": {"b": "c" * 999}}, object(), b"\xff" * 999])
def test_what_was_given_is_brief(value):
    assert len(brief(value)) <= 120


def raised(function, *given):
    with pytest.raises(Exception) as caught:
        function(*given)
    return caught.value


DECODE, REPLACE = "Decode them with another encoding.", "Leave it out or replace it."
USE = "Use strings, numbers, lists and dicts."
ERRORS = [
    (partial(Red, type="red", shade="x"), "In Red, shade must be a whole number, not 'x'."),
    (Paint, "In Paint, name is missing in {} (1 more error)."),
    (partial(Paint.model_validate_json, '{"name": "x"'), 'In Paint, the value must be JSON, not \'{"name": "x"\'.'),
    (partial(json.loads, "[1, }"), "The text is not JSON at line 1, column 5, near '[1, }'."),
    (partial(json.loads, ""), "The text is not JSON at line 1, column 1, near ''."),
    (b"caf\xe9 au".decode, rf"The bytes are not utf-8 text: b'\xe9' at 3 does not fit. {DECODE}"),
    (
        partial(b"\x00\xd8".decode, "utf-16-le"),
        rf"The bytes are not utf-16-le text: b'\x00' at 0 does not fit. {DECODE}",
    ),
    ("a\ud83d".encode, rf"The text holds '\ud83d' at 1, which utf-8 can't write. {REPLACE}"),
    (partial("日".encode, "ascii"), f"The text holds '日' at 0, which ascii can't write. {REPLACE}"),
    (
        partial(to_json, {"a": object()}),
        f"A value can't be written as JSON: Unable to serialize unknown type: <class 'object'>. {USE}",
    ),
]


@pytest.mark.parametrize(("fail", "expected"), ERRORS)
def test_errors_of_libraries_are_one_sentence(fail, expected):
    error = raised(fail)
    assert sentence(error) == plainly(error, str(error)) == expected


@pytest.mark.parametrize(("fail", "expected"), ERRORS)
def test_so_are_those_that_another_error_quotes(fail, expected):
    def wrap():
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(f"It failed: {error}") from error

    assert plainly(raised(wrap), str(raised(wrap))) == f"It failed: {expected}"


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("a"), json.JSONDecodeError("The file a.json is bad", "", 0)]
)
def test_what_somebody_has_put_into_words_stays(error):
    assert sentence(error) is None
    assert plainly(error, "text") == "text"
