"""What a form sends reaches the function of its action as its annotations say, or the form is told why not."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Optional

import pytest
from pydantic import BaseModel, Field, field_validator
from typing_extensions import TypedDict

from chatkit_notebook import FormRefusedError
from chatkit_notebook.client.callbacks.arguments import action_arguments
from chatkit_notebook.client.callbacks.form_values import converted


class Size(Enum):
    SMALL = "s"
    LARGE = "l"


@dataclass
class Todo:
    title: str
    due: date | None = None
    tags: list[str] = field(default_factory=list)


class Booking(BaseModel):
    seats: Annotated[int, Field(gt=0, lt=100)]
    mail: str = ""
    todo: Todo | None = None

    @field_validator("mail")
    @classmethod
    def _check(cls, mail: str) -> str:
        if mail and "@" not in mail:
            raise ValueError("We need an address with an @.")
        return mail


class Row(TypedDict):
    n: int


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        ("12", int, 12),
        (" 12 ", int, 12),
        ("12.0", int, 12),
        (12, int, 12),
        ("2.5", float, 2.5),
        ("1e3", float, 1000.0),
        ("0.10", Decimal, Decimal("0.10")),
        ("2026-11-27", date, date(2026, 11, 27)),
        ("2026-11-27", datetime, datetime(2026, 11, 27)),  # noqa: DTZ001 - what was sent has no zone
        (True, bool, True),
        ("s", Size, Size.SMALL),
        ("b", Literal["a", "b"], "b"),
        ("2", Literal[1, 2], 2),
        ("x", str, "x"),
        ("", str, ""),
        (7, str, "7"),
        (None, Optional[str], None),  # noqa: UP045 - as many write it
        ("", int | None, None),
        ("", date | None, None),
        ("", str | None, ""),
        ("5", int | None, 5),
        (["1", "2"], list[int], [1, 2]),
        ({"mon": True, "tue": False, "wed": True}, list[str], ["mon", "wed"]),
        ({"1": True, "2": False}, set[int], {1}),
        ({"1": "b", "0": "a", "10": "c"}, list[str], ["a", "b", "c"]),
        ({"0": "3", "1": "4"}, tuple[int, int], (3, 4)),
        ({"title": "x", "due": ""}, Todo, Todo("x")),
        ({"title": "x", "tags": {"a": True, "b": False}}, Todo, Todo("x", None, ["a"])),
        ({"seats": "3", "todo": {"title": "x"}}, Booking, Booking(seats=3, todo=Todo("x"))),
        ({"n": "3"}, Row, {"n": 3}),
        ([{"n": "3"}], list[Row], [{"n": 3}]),
        ({"a": 1}, dict, {"a": 1}),
        ({"a": 1}, dict[str, Any], {"a": 1}),
        ("x", Any, "x"),
        ("x", object, "x"),
        ("x", type("Unheard", (), {}), "x"),
    ],
)
def test_a_value_fits_its_annotation(value, annotation, expected):
    got = converted(value, annotation, "f")
    assert (got, type(got)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "annotation", "fields"),
    [
        ("twelve", int, {"f": "Enter a whole number."}),
        ("1.5", int, {"f": "Enter a whole number."}),
        ("", int, {"f": "Fill in this field."}),
        (None, date, {"f": "Fill in this field."}),
        ("many", float, {"f": "Enter a number."}),
        ("inf", float, {"f": "Enter a number."}),
        ("soon", date, {"f": "Enter a date."}),
        ("soon", datetime, {"f": "Enter a date and a time."}),
        ("perhaps", bool, {"f": "Must be yes or no."}),
        ("c", Literal["a", "b"], {"f": "Choose 'a' or 'b'."}),
        ("3", Literal[1, 2], {"f": "Choose 1 or 2."}),
        ("x", Size, {"f": "Choose 's' or 'l'."}),
        ("ab", Annotated[str, Field(min_length=3)], {"f": "Must have at least 3 characters."}),
        (["1", "x"], list[int], {"f": "Enter a whole number."}),
        ("x", int | date, {"f": "Enter a whole number."}),
        ({"title": "x", "due": "soon"}, Todo, {"f.due": "Enter a date."}),
        ({"due": "2026-11-27"}, Todo, {"f.title": "Fill in this field."}),
        (
            {"seats": "0", "mail": "me", "todo": {"title": None}},
            Booking,
            {
                "f.seats": "Must be greater than 0.",
                "f.mail": "We need an address with an @.",
                "f.todo.title": "Fill in this field.",
            },
        ),
    ],
)
def test_what_does_not_fit_is_told_field_by_field(value, annotation, fields):
    with pytest.raises(FormRefusedError) as caught:
        converted(value, annotation, "f")
    assert caught.value.fields == fields
    assert str(caught.value) == "; ".join(f"{name}: {why}" for name, why in fields.items())


def given(payload):
    action = type("Action", (), {"type": "save"})
    return {"action": action, "payload": payload, "sender": None, "thread": None, "context": None}


def asked(function, payload):
    positional, keywords = action_arguments("save", function, given(payload))
    return function(*positional, **keywords)


def test_parameters_are_converted_by_their_names():
    def save(seats: int, day: date, note="none", *, ok: bool = False):
        return seats, day, note, ok

    payload = {"seats": "3", "day": "2026-11-27", "ok": True}
    assert asked(save, payload) == (3, date(2026, 11, 27), "none", True)


@pytest.mark.parametrize("annotation", [Booking, Todo, Row])
def test_a_parameter_of_another_name_takes_the_whole_form(annotation):
    def save(form):
        return form

    save.__annotations__["form"] = annotation
    payload = {"seats": "3", "title": "x", "n": "4"}
    assert asked(save, payload) == converted(payload, annotation)


def test_the_payload_itself_may_be_a_model():
    def save(payload: Todo):
        return payload

    assert asked(save, {"title": "x"}) == Todo("x")


def test_a_payload_without_an_annotation_stays_the_same_object():
    payload = {"seats": "3"}
    assert asked(lambda payload: payload, payload) is payload


def test_all_fields_that_do_not_fit_are_told_at_once():
    def save(seats: int, todo: Todo, form: Booking):
        return seats, todo, form

    with pytest.raises(FormRefusedError) as caught:
        asked(save, {"seats": "x", "todo": {"due": "soon"}, "mail": "me"})
    assert caught.value.fields == {
        "seats": "Enter a whole number.",
        "todo.title": "Fill in this field.",
        "todo.due": "Enter a date.",
        "mail": "We need an address with an @.",
    }


def test_annotations_that_can_not_be_read_say_nothing():
    def save(seats: "Unimported", n: "int"):  # noqa: F821 - as under TYPE_CHECKING
        return seats, n

    assert asked(save, {"seats": "x", "n": "y"}) == ("x", "y")


def test_texts_of_annotations_are_read():
    def save(n: "int"):
        return n

    assert asked(save, {"n": "3"}) == 3
