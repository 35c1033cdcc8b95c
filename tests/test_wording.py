"""English that a native editor would change, kept out of messages, docstrings, comments and documents."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each pattern with what to write instead.
PATTERNS = {
    r"(?<![Tt]here\s)\b(?:is|are|was|were)\s+no\s+(?!longer\b|more\b|less\b)\w": "'is not a ...', 'must be ...'",
    r"(?<![Tt]here\s)\b(?:is|are|was|were)\s+none\b(?!\s+of\s+them\b)": "'is not one', 'is not one of ...'",
    r"\b[Aa]\s+text\b(?!\s+(?:file|editor|field|component)\b)": "'text', 'a str', 'a string'",
    r"(?<!has\s)\bno\s+text\b(?!\s+(?:at\s+all|column|file)\b)": "'not a str', 'not text'",
    r"\bsomething\s+else\s+than\b": "'something other than'",
    r"\b(?:did|does)\s+not\s+work\b": "'failed', 'fails'",
    r"\bthe\s+text\s+(?:says|names|tells)\b": "'the message says', of an error",
}


def documents():
    """Yield the name and the text of everything that people read."""
    for path in [*sorted((ROOT / "chatkit_notebook").rglob("*.py")), ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            if cell["cell_type"] == "markdown":
                yield f"{path.relative_to(ROOT)} cell {number}", "".join(cell["source"])


def findings(name, text):
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}: write {instead}"
        for pattern, instead in PATTERNS.items()
        for match in re.finditer(pattern, text)
    ]


def test_what_people_read_is_plain_english():
    assert [each for name, text in documents() for each in findings(name, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "thread_id=3 is no thread's id",
        "its parts are no schemas",
        "which is no\n    ChatKitServer",
        "The target is none of these.",
        "The database is damaged, or is none.",
        "An id is a text.",
        "The query is no text.",
        "It gave something else than a widget.",
        "The search did not work",
        "ValueError: It is wrong; the text says why.",
    ],
)
def test_what_reads_like_a_translation_is_found(text):
    found = findings("a.py", f"One line.\n{text}")
    assert found
    assert all(each.startswith("a.py:2: ") for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "There is no such thread, and there are no bytes.",
        "The run is no longer open.",
        "None if there is none, or if it is none of them.",
        "The item has no text at all; a text file has some.",
    ],
)
def test_ordinary_english_passes(text):
    assert findings("a.py", text) == []
