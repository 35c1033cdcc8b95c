import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.json import read_whole, repaired, whole


@given(st.text())
def test_text_without_halves_of_characters_stays_as_it_is(text):
    assert whole(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ud83d\ude00", "😀"),
        ("a\ud83d", "a\ufffd"),
        ("\ude00a", "\ufffda"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\ud83d\ud83d\ude00!", "\ufffd😀!"),
    ],
)
def test_halves_of_characters_are_joined_or_marked(text, expected):
    assert whole(text) == expected


def test_plain_data_is_repaired_at_every_depth_and_in_its_names():
    data = {"a\ud83d": ["x\udc00", {"b": "\ud83d\ude00"}, 1, None, True]}
    assert repaired(data) == {"a\ufffd": ["x\ufffd", {"b": "😀"}, 1, None, True]}


def test_json_is_read_with_its_texts_repaired():
    assert read_whole(r'{"a": "\ud83d", "b": "\ud83d\ude00"}') == {"a": "\ufffd", "b": "😀"}
    with pytest.raises(ValueError, match="Expecting"):
        read_whole("{")
