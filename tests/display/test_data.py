"""Data as JSON that people can read, however large, deep or odd it is."""

import datetime as dt
import json
import math

import pytest

from chatkit_notebook.display import parts_of
from tests.display.kinds import Model, Point


def shown(value):
    (passage,) = parts_of(value)
    assert passage.markdown.startswith("```json\n")
    assert passage.markdown.endswith("\n```")
    return passage.markdown.removeprefix("```json\n").removesuffix("\n```")


@pytest.mark.parametrize(
    "value",
    [{}, [], [None, True, 1, 1.5, 'é " \\ \n'], {"a": {"b": [{"c": []}]}}, [[1, 2], [3]], {"x" * 90: "y" * 90}],
)
def test_it_is_json(value):
    assert json.loads(shown(value)) == value


def test_short_parts_stand_in_one_line_and_numbers_fill_theirs():
    value = {"name": "Ada", "scores": list(range(30)), "address": {"city": "Oslo", "zip": "0150"}}
    assert shown(value).splitlines() == [
        "{",
        '  "name": "Ada",',
        '  "scores": [',
        "    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,",
        "    21, 22, 23, 24, 25, 26, 27, 28, 29",
        "  ],",
        '  "address": {"city": "Oslo", "zip": "0150"}',
        "}",
    ]


def test_what_json_lacks_is_written_as_text():
    value = {1: dt.date(2026, 1, 2), (1, 2): {3}, "p": Point(1, []), "m": Model(), "c": 1j, "n": math.nan, "b": b"x"}
    assert shown(value).splitlines()[1:-1] == [
        '  "1": "2026-01-02",',
        '  "(1, 2)": [3],',
        '  "p": {"x": 1, "y": []},',
        '  "m": {"name": "Ada"},',
        '  "c": "1j",',
        '  "n": NaN,',
        '  "b": "b\'x\'"',
    ]


def cyclic():
    value = [1]
    value.append(value)
    return value


def deep(levels):
    value = 1
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (range(10**9), "… 999,999,960 more"),
        ({str(number): number for number in range(1_000)}, "… 960 more"),
        ([[list(range(100))] * 100] * 100, "… 60 more"),
        (["x" * 10_000], "… 9,500 more characters"),
        (cyclic(), "…"),
        (deep(10_000), "…"),
        ([object()] * 100, "… 60 more"),
    ],
)
def test_what_is_huge_deep_or_endless_is_cut_and_says_so(value, told):
    text = shown(value)
    assert told in text
    assert len(text) < 40_000


@pytest.mark.parametrize("text", ["```\n# no heading", "~~~", "````"])
def test_a_fence_in_it_does_not_end_it(text):
    (passage,) = parts_of([text])
    opening, *_, closing = passage.markdown.split("\n")
    assert opening.removesuffix("json") == closing
    assert closing not in text
