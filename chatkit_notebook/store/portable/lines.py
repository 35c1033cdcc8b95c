"""Threads as JSON lines, written one at a time.

A file of threads is made of these, each on a line of its own:

``{"type": "chatkit.threads", "version": 1, "exported_at": "..."}``
    comes first.
``{"type": "thread", "thread": {...}}``
    begins a thread.
``{"type": "attachment", "attachment": {...}, "data": "..."}``
    comes before the first message that names it; the data is base64, and null where the bytes were not at hand.
``{"type": "item", "item": {...}}``
    is an item of the thread, the oldest first and hidden ones included.
``{"type": "end", "threads": 1, "items": 1}``
    comes last: a file without it was cut short.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from pydantic_core import PydanticSerializationError, to_json

from chatkit_notebook import clock
from chatkit_notebook.store.failures import quoted
from chatkit_notebook.store.portable.attached import attachments_of
from chatkit_notebook.wire import whole

if TYPE_CHECKING:
    from pydantic import BaseModel

HEADER = "chatkit.threads"
VERSION = 1
LONGEST = 2**29
"""The characters that a line may have: enough for an attachment of 384 MiB."""

Kind: TypeAlias = Literal["thread", "attachment", "item"]


@dataclass(frozen=True)
class Line:
    """What a line says.

    Attributes:
        kind: What it brings.
        value: The thread, the attachment or the item.
        data: The bytes of an attachment; None if they are not at hand.
    """

    kind: Kind
    value: Any
    data: bytes | None = None


def header() -> str:
    """The first line."""
    return _text({"type": HEADER, "version": VERSION, "exported_at": datetime.now(UTC).isoformat(timespec="seconds")})


def end(threads: int, items: int) -> str:
    """The last line, with how many there were."""
    return _text({"type": "end", "threads": threads, "items": items})


def encoded(line: Line, thread_id: str) -> str:
    """A line that belongs to a thread, as text.

    Raises:
        ValueError: It holds something that JSON can't, or too much of it.
    """
    fields: dict[str, Any] = {"type": line.kind, line.kind: _fields(line, thread_id)}
    if line.kind == "attachment":
        fields["data"] = None if line.data is None else b64encode(line.data).decode()
    try:
        text = _text(fields)
    except ValueError as error:
        raise ValueError(f"{_named(line, thread_id)} can't be written as JSON: {error}") from error
    if len(text) > LONGEST:
        raise ValueError(f"{_named(line, thread_id)} is too large for a file of threads: {len(text):,} characters.")
    return text


def _named(line: Line, thread_id: str) -> str:
    return f"The {line.kind} {quoted(line.value.id)} of the thread {quoted(thread_id)}"


def _fields(line: Line, thread_id: str) -> dict[str, Any]:
    value: BaseModel = line.value
    # A thread has its items whatever they say themselves. How a file was uploaded is over, and may be secret.
    changes: dict[str, Any] = {"thread_id": thread_id} if line.kind == "item" else {}
    if line.kind == "attachment":
        changes = {"upload_descriptor": None}
    elif line.kind == "item" and (attachments := attachments_of(line.value)):
        changes["attachments"] = [each.model_copy(update={"upload_descriptor": None}) for each in attachments]
    if changes:
        value = value.model_copy(update=changes)
    # By way of a dictionary: the model itself would write null for an infinity.
    fields = value.model_dump(round_trip=True, exclude={"items"} if line.kind == "thread" else None)
    if line.kind != "attachment":
        # The file may be read in another time zone.
        fields["created_at"] = clock.local(fields["created_at"])
    return fields


def _text(fields: dict[str, Any]) -> str:
    try:
        data = to_json(fields, inf_nan_mode="constants")
    except PydanticSerializationError:
        data = to_json(_whole(fields), inf_nan_mode="constants")
    return data.decode() + "\n"


def _whole(value: Any) -> Any:
    """Plain data without half characters, which no file can hold."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [_whole(each) for each in cast("list[Any]", value)]
    return value
