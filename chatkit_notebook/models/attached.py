"""How a file stands in what a model reads: the ready servers write it so, and the offline model finds it there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, object_in, whole
from chatkit_notebook.locales.english import readable_size

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_LONGEST_NAME = 255
_LEAD = re.compile(
    r"The user attached the file (?P<name>\"(?:[^\"\\\n]|\\.)*\") \((?P<kind>[^(),\n]*)(?:, (?P<size>[^(),\n]*))?\)"
    r"(?::$|\. It says:\n|\. You cannot read it: (?P<problem>.*)\. Say so if you need what is in it\.$)"
)


@dataclass(frozen=True)
class AttachedFile:
    """A file of a user's message, as a model gets it.

    Attributes:
        name: Its name.
        kind: Its MIME type.
        size: How large it is, for people; None if that is not known.
        text: What it says; None if it is not text.
        problem: Why it can't be read; None if it can.
    """

    name: str
    kind: str
    size: str | None
    text: str | None = None
    problem: str | None = None


def lead(name: str, mime_type: str, size: int | None = None) -> str:
    """The line that names a file before what is in it; `size` is in bytes.

    Name and type come from the user. They can't leave their places in the line.
    """
    quoted = json.dumps(whole(name)[:_LONGEST_NAME], ensure_ascii=False)
    quoted = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in quoted)
    kind = mime_type if _MIME_TYPE.fullmatch(mime_type) else "of an unknown type"
    return f"The user attached the file {quoted} ({kind}{'' if size is None else f', {readable_size(size)}'})"


def before_bytes(lead: str) -> str:
    """The text before an image or a document."""
    return f"{lead}:"


def with_text(lead: str, text: str) -> str:
    """A file that is text."""
    return f"{lead}. It says:\n{text}"


def unreadable(lead: str, problem: str) -> str:
    """A file that the model does not get."""
    return f"{lead}. You cannot read it: {problem}. Say so if you need what is in it."


def files_in(content: object) -> Iterator[AttachedFile]:
    """The files among the parts of a message."""
    parts = [object_in(part) for part in content] if is_list(content) else []
    for part, following in zip_longest(parts, parts[1:], fillvalue=dict[str, Any]()):
        text = part.get("text")
        found = _LEAD.match(text) if isinstance(text, str) else None
        if found:
            says = found.string[found.end() :] if found[0].endswith("\n") else None
            size = found["size"] or _size_in(following)
            yield AttachedFile(json.loads(found["name"]), found["kind"], size, says, found["problem"])


def typed_in(content: object) -> Iterator[str]:
    """The texts among a message's parts that do not stand for a file."""
    if isinstance(content, str):
        yield content
    for part in content if is_list(content) else []:
        text = object_in(part).get("text")
        if isinstance(text, str) and not _LEAD.match(text):
            yield text


def _size_in(part: dict[str, Any]) -> str | None:
    address = part.get("image_url") or part.get("file_data")
    if not isinstance(address, str):
        return None
    encoded = address.partition(";base64,")[2]
    return readable_size(len(encoded) * 3 // 4 - encoded[-2:].count("="))
