import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.json import whole


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
