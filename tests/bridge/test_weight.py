import pytest

from chatkit_notebook.bridge.weight import weight


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", 0),
        ("four", 4),
        (None, 8),
        (10**9, 8),
        ([], 8),
        ({}, 16),
        (["four", ["five", 1]], 8 + 4 + 8 + 4 + 8),
        ({"not counted": "four", "b": {"c": ["five"]}}, 16 + 4 + 16 + 8 + 4),
    ],
    ids=str,
)
def test_json_weighs_its_characters_and_some_for_each_value(value, expected):
    assert weight(value) == expected


def test_json_of_any_depth_is_weighed():
    value = "leaf"
    for _ in range(100_000):
        value = [value]
    assert weight(value) == 800_004
