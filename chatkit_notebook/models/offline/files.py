"""What the offline model says of files: that they have arrived, and how they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_notebook.models.attached import AttachedFile

_FIRST_WORDS = 12
_LONGEST_BEGINNING = 120


def about(files: list[AttachedFile]) -> str:
    """A paragraph on the files of a message."""
    if len(files) == 1:
        return f"Your file has arrived: {_told(files[0])}.\n\n"
    return f"Your {len(files)} files have arrived:\n\n" + "".join(f"- {_told(file)}\n" for file in files) + "\n"


def _told(file: AttachedFile) -> str:
    told = f"{_code(file.name)}, {_kind(file)}{f' of {file.size}' if file.size else ''}"
    if file.problem is not None:
        return f"{told}, which I can't read: {file.problem}"
    if file.text is None:
        return f"{told}, though I read nothing but text"
    if not file.text.strip():
        return f"{told}, with nothing in it"
    return f"{told}, which begins with {_code(_beginning(file.text))}"


def _kind(file: AttachedFile) -> str:
    if file.kind.startswith("image/"):
        return "an image"
    if file.kind == "application/pdf":
        return "a PDF"
    return "a text file" if file.text is not None else f"a file ({file.kind})"


def _beginning(text: str) -> str:
    words = text.split(maxsplit=_FIRST_WORDS)
    beginning = " ".join(words[:_FIRST_WORDS])[:_LONGEST_BEGINNING]
    return beginning if len(words) <= _FIRST_WORDS and len(beginning) < _LONGEST_BEGINNING else f"{beginning} …"


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"
