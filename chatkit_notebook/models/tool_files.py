"""Pictures and files that tools return, in the form that an API takes them in."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from chatkit_notebook.json import Json, is_list, is_object
from chatkit_notebook.locales.english import readable_size
from chatkit_notebook.store.part_files import PartFile, file_in

_NOT_TEXT = ("image/", "audio/", "video/", "application/pdf")
_LONGEST_TEXT = 200_000
"""Characters of a text file that are put into words."""


def has_files(given: object) -> bool:
    """Whether tools have returned files in what a model is given to read."""
    return is_list(given) and any(file_in(part) is not None for item in given for part in _parts(item))


def fitted(given: list[Any]) -> list[Any]:
    """The same for the Responses API: files as parts of the result, each with the name that it needs."""
    return [{**item, "output": [_named(part) for part in parts]} if (parts := _parts(item)) else item for item in given]


def beside(given: list[Any]) -> list[Any]:
    """The same for Chat Completions: files follow the results in a message of the user's, where they are taken."""
    made: list[Any] = []
    waiting: list[Json] = []
    for item in given:
        if waiting and not _is_output(item):
            made.append(_message(waiting))
            waiting = []
        texts, files = _told(item, are_seen=True)
        made.append(item if texts is None else {**item, "output": texts})
        waiting += files
    return [*made, _message(waiting)] if waiting else made


def in_words(given: list[Any]) -> list[Any]:
    """The same for models that see no files: what was returned is said instead."""
    told = [_told(item, are_seen=False)[0] for item in given]
    return [item if texts is None else {**item, "output": texts} for item, texts in zip(given, told, strict=True)]


def about(part: object) -> str | None:
    """A picture or a file in a few words; None for another part."""
    file = file_in(part)
    return None if file is None else _described(file)


def _told(item: Any, *, are_seen: bool) -> tuple[list[Json] | None, list[Json]]:
    """The texts that stay in a result, and the parts that follow it; None and nothing if it has no files."""
    texts: list[Json] = []
    files: list[Json] = []
    has_file = False
    for part in _parts(item):
        file = file_in(part)
        if file is None:
            texts.append(part)
            continue
        has_file = True
        form = _form(part, file) if are_seen else None
        if form is not None:
            told = f"{_described(file)}. It is in the next message."
            files += [_text(f"{_described(file)}, returned by a tool:"), form]
        else:
            told = _text_of(file) or f"{_described(file)}. You cannot see it. Say so if you need what is in it."
        texts.append(_text(told))
    return (texts, files) if has_file else (None, [])


def _form(part: Json, file: PartFile) -> Json | None:
    """A part as Chat Completions takes it; None if it can't."""
    if part.get("type") == "input_image":
        return part if part.get("image_url") else None
    if file.data is None:
        return part if file.file_id is not None else None
    return None if _text_of(file) is not None else _named(part)


def _named(part: Any) -> Any:
    """A file with a name and a data URL, as APIs want it; any other part as it is."""
    file = file_in(part)
    if file is None or part.get("type") != "input_file" or file.data is None:
        return part
    address = part["file_data"]
    if not address.startswith("data:"):
        address = f"data:{file.mime_type};base64,{b64encode(file.data).decode()}"
    return {**part, "file_data": address, "filename": file.name}


def _text_of(file: PartFile) -> str | None:
    """What a text file says."""
    if file.data is None or file.mime_type.startswith(_NOT_TEXT) or b"\0" in file.data:
        return None
    try:
        text = file.data[: _LONGEST_TEXT * 4].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    more = f"\n[Only the first {_LONGEST_TEXT:,} characters are given.]" if len(text) > _LONGEST_TEXT else ""
    return f"{_described(file)}. It says:\n{text[:_LONGEST_TEXT]}{more}"


def _described(file: PartFile) -> str:
    kind = "The picture" if file.mime_type.startswith("image/") else "The file"
    if file.url is not None:
        return f"{kind} {file.url}"
    if file.data is None:
        return f"{kind} {file.name} (stored as {file.file_id})"
    return f"{kind} {file.name} ({file.mime_type}, {readable_size(len(file.data))})"


def _message(parts: list[Json]) -> Json:
    return {"type": "message", "role": "user", "content": parts}


def _text(text: str) -> Json:
    return {"type": "input_text", "text": text}


def _is_output(item: object) -> bool:
    return is_object(item) and item.get("type") == "function_call_output"


def _parts(item: object) -> list[Any]:
    if not is_object(item) or item.get("type") != "function_call_output":
        return []
    output = item.get("output")
    return output if is_list(output) else []
