"""Calls of tools as people read them."""

import pytest

from chatkit_notebook.agents.tool_words import call_content, fenced, in_words, title_of


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("get_weather", "Get weather"),
        ("getWeather", "Get Weather"),
        ("docs.search-all", "Docs search all"),
        ("x", "X"),
        ("__", "Tool"),
        ("", "Tool"),
    ],
)
def test_a_name_is_put_in_words(name, title):
    assert title_of(name) == title


def test_arguments_and_result_are_formatted_json():
    content = call_content('{"city": "Zürich"}', {"sky": ["clear"]})
    assert content == (
        '**Arguments**\n\n```json\n{\n  "city": "Zürich"\n}\n```\n\n'
        '**Result**\n\n```json\n{\n  "sky": [\n    "clear"\n  ]\n}\n```'
    )


@pytest.mark.parametrize("nothing", [None, "", "{}", "[]", {}, []])
def test_nothing_is_not_shown(nothing):
    assert call_content(nothing, nothing) is None


def test_what_is_falsy_is_shown_all_the_same():
    assert [in_words(value) for value in (0, False, "0")] == [("0", "json"), ("false", "json"), ("0", "text")]


def test_a_result_cannot_leave_its_block():
    assert fenced("a\n```\n# Not a heading\n`````", "text").split("\n")[0] == "``````text"


def test_json_of_a_string_is_read_and_anything_else_is_text():
    assert in_words('{"a": 1}') == ('{\n  "a": 1\n}', "json")
    assert in_words('{"a": ') == ('{"a": ', "text")
    assert in_words("**bold**") == ("**bold**", "text")


def test_what_is_no_json_becomes_its_text():
    loop = []
    loop.append(loop)
    assert in_words(loop)[1] == "text"
    assert in_words(b"\xff")[1] == "text"
    assert in_words({"a": object()})[1] == "json"


def test_what_is_long_is_cut():
    text, _ = in_words("x" * 5_000)
    assert text.endswith("… 3,000 more characters")
    picture, _ = in_words({"image": "A" * 100_000, "size": 7})
    assert len(picture) < 600
    assert '"size": 7' in picture


def test_what_is_nested_too_deep_for_people_breaks_nothing():
    nested = []
    for _ in range(900):
        nested = [nested]
    assert in_words(nested) is not None
    assert in_words("[" * 100_000) is not None
