"""The texts themselves: each language has all of them, each is used, and none stands anywhere else."""

import ast
import inspect
import string
from pathlib import Path

import pytest

import chatkit_notebook
from chatkit_notebook.locales import LOCALES, speak, words
from chatkit_notebook.locales.en import English, Texts
from chatkit_notebook.locales.english import counted
from tests.locales.pseudo import PseudoLocale

PACKAGE = Path(chatkit_notebook.__file__).parent
NAMES = [name for name in dir(Texts) if not name.startswith("_")]


def test_a_text_is_that_of_the_language_which_is_spoken():
    assert words().approve == "Approve"
    speak(PseudoLocale())
    try:
        assert (words().approve, words().handed_over("Bo")) == ("⟦Åþþŕöṽé⟧", "⟦Ĥåñđéđ öṽéŕ ţö Ɓö⟧")
    finally:
        speak(LOCALES["en"])
    assert words().approve == "Approve"


@pytest.mark.parametrize("tag", LOCALES)
def test_a_language_has_every_text(tag):
    texts = LOCALES[tag]
    for name in NAMES:
        own, english = getattr(texts, name), getattr(English(), name)
        assert isinstance(own, str) == isinstance(english, str), name
        if callable(english):
            assert list(inspect.signature(own).parameters) == list(inspect.signature(english).parameters), name
    fields = [field for _, field, _, _ in string.Formatter().parse(texts.asked_to_call) if field is not None]
    assert sorted(fields) == ["agent", "tool"]


def test_each_text_is_used():
    used = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name != "locales":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert [name for name in NAMES if name not in used] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (counted(1, "file"), "1 file"),
        (counted(0, "file"), "0 files"),
        (counted(1_000, "search", "searches"), "1,000 searches"),
        (English().requests_crowded(1), "1 request is already under way. "),
        (English().uploads_crowded(1, 2**20), "1 file of 1 MB is already being uploaded: "),
        (English().uploads_crowded(2, None), "2 files are already being uploaded: "),
        (English().more_characters(1), "… 1 more character"),
        (English().too_large("a", 2**20 + 1, 2**20), "'a' has 1,048,577 bytes and at most 1,048,576 bytes may be"),
        (English().dice(1, 6), "One die of 6 sides"),
        (English().dice(2, 6), "2 dice of 6 sides"),
        (English().worked_with(["get_weather"], 0), "Worked with get_weather"),
        (English().worked_with(["get_weather"], 2), "Worked with get_weather for 2 s"),
        (English().worked_with(["a", "b"], 60), "Worked with a and b for 1 min"),
        (English().worked_with(["a", "b", "c"], 65), "Worked with a, b and c for 1 min 5 s"),
        (English().worked_with(["a", "b", "c", "d", "e"], 3_601), "Worked with a, b, c and 2 more for 60 min 1 s"),
        (English().field_wrong("", "7", "a str"), "the value must be a str, not 7"),
        (English().searched_files([]), "Searched files"),
        (English().searched_files(["a", "b"]), "Searched files: a, b"),
    ],
)  # fmt: skip
def test_what_is_counted_is_told_in_its_number(text, told):
    assert text.startswith(told)
