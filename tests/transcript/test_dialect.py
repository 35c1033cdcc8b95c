"""A transcript reads Markdown as the view does: ``js/src/markdown/shared-cases.test.ts`` has the same cases."""

import json
from pathlib import Path

import pytest

from chatkit_notebook.transcript.dialect import parse
from chatkit_notebook.transcript.prose import prose
from tests.hostile_texts import SHAPES
from tests.transcript.canonical import canonical

FILES = sorted((Path(__file__).parents[1] / "markdown_cases").glob("*.json"))
CASES = [case for path in FILES for case in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"])[:60])
def test_a_text_reads_as_in_the_view(case):
    assert canonical(prose(case["text"], is_rich=False)) == case["html"]


def words_of(tokens):
    for token in tokens:
        yield token.content
        yield from words_of(token.children or ())


@pytest.mark.parametrize("depth", [10, 30, 48, 60, 200])
def test_what_is_nested_too_deep_is_text(depth):
    html = prose("> " * depth + "**end**")
    assert "end" in html
    assert html.count("<blockquote") == min(depth, 48)
    assert ("<strong>" in html) == (depth < 48)


@pytest.mark.parametrize("shape", [name for name in SHAPES if "reference" not in name])
def test_nothing_of_a_dear_text_gets_lost(shape):
    text = SHAPES[shape](3_000)
    tokens = parse(text)
    said = "".join([*words_of(tokens), *(f"{token.attrs}{token.info}" for token in tokens)])
    assert {char for char in text if char.isalpha()} <= {*said}
