"""How names are written down: databases that are there already hold them so."""

from hashlib import sha256

import pytest

from chatkit_notebook.store.sql.schema import key

LONG = "x" * 201
DIGEST = sha256(LONG.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("", ""),
        ("Ünïcode 🙂", "Ünïcode 🙂"),
        ("a\0\\", r"a\u0000\u005c"),
        ("\ud800", r"\ud800"),
        ("x" * 200, "x" * 200),
        (LONG, "x" * 128 + "\\" + DIGEST),
        ("x" * 128 + DIGEST, "x" * 128 + DIGEST),
    ],
)
def test_a_name_is_kept_as_it_always_was(name, kept):
    assert key(name) == kept
