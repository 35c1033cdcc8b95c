"""Files of threads: their lines, and how they are opened on the disk.

A file is made of JSON lines:

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

import os
import re
import stat
from base64 import b64encode
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EISDIR
from gzip import GzipFile
from io import BufferedIOBase, RawIOBase, TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeAlias
from urllib.parse import unquote

from pydantic_core import PydanticSerializationError, to_json

from chatkit_notebook import clock
from chatkit_notebook.errors import ThreadFileError
from chatkit_notebook.json import repaired
from chatkit_notebook.store.attachments import ADDRESS, address_of
from chatkit_notebook.store.disk import sync_folder
from chatkit_notebook.store.failures import quoted

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from pydantic import BaseModel

    from chatkit_notebook.types import Attachment, ThreadItem

HEADER = "chatkit.threads"
VERSION = 1
LONGEST = 2**29
"""The characters that a line may have: enough for an attachment of 384 MiB."""

_ADDRESS = re.compile(rf"{re.escape(ADDRESS)}([\w.~%-]+)")

Kind: TypeAlias = Literal["thread", "attachment", "item"]
_PACKED = b"\x1f\x8b"
_LONGEST_NAME = 200

Place: TypeAlias = str | os.PathLike[str] | TextIO
"""A path, or a file that is open for text."""


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


def attachments_of(item: ThreadItem) -> list[Attachment]:
    """The attachments that an item names."""
    return item.attachments if item.type == "user_message" else []


def addressed_in(item: ThreadItem) -> list[str]:
    """The ids of the attachments that an item names by their addresses, as the steps of tools do."""
    if item.type not in ("workflow", "sdk_hidden_context"):
        return []
    text = item.model_dump_json()
    return [unquote(each) for each in dict.fromkeys(_ADDRESS.findall(text))] if ADDRESS in text else []


def readdressed(item: ThreadItem, new_ids: Mapping[str, str]) -> ThreadItem:
    """The item with the addresses of attachments under their new ids."""
    if not any(each in new_ids for each in addressed_in(item)):
        return item
    text = _ADDRESS.sub(
        lambda found: address_of(new_ids[unquote(found[1])]) if unquote(found[1]) in new_ids else found[0],
        item.model_dump_json(),
    )
    return type(item).model_validate_json(text)


@contextmanager
def written(place: Place) -> Generator[TextIO]:
    """Open a file to be written. What is at its path stays as it was until all is written.

    Raises:
        OSError: The file can't be written.
        TypeError: It is neither a path nor a file that is open for text.
    """
    if not isinstance(place, str | os.PathLike):
        yield _checked(place, "write")
        return
    path = Path(os.path.realpath(Path(place).expanduser()))
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    part = path.with_name(f".{path.name[:_LONGEST_NAME]}.{token_hex(4)}.part")
    try:
        raw = part.open("xb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        packed: Any = GzipFile("", "wb", fileobj=raw) if path.suffix == ".gz" else nullcontext(raw)
        with raw, packed as file, TextIOWrapper(file, encoding="utf-8", newline="\n") as text:
            yield text
        with part.open("rb+") as finished:
            os.fsync(finished.fileno())
        part.replace(path)
        with suppress(OSError):  # not every folder can be opened, and the file is there
            sync_folder(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def opened(place: Place) -> Generator[TextIO]:
    """Open a file to be read more than once.

    Raises:
        OSError: The file can't be read.
        ThreadFileError: The path does not lead to an ordinary file.
        ValueError: The open file can't be read again from where it is.
        TypeError: It is neither a path nor a file that is open for text.
    """
    if not isinstance(place, str | os.PathLike):
        if not _checked(place, "read").seekable():
            raise ValueError("Threads are read twice, and this file can't be: save it first, and pass its path.")
        yield place
        return
    path = Path(place).expanduser()
    with open(path, "rb", opener=_open) as raw:
        mode = os.fstat(raw.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise ThreadFileError(f"{str(path)!r} must be an ordinary file: save what comes from there first.")
        is_packed = raw.read(len(_PACKED)) == _PACKED
        raw.seek(0)
        packed: Any = GzipFile(fileobj=raw, mode="rb") if is_packed else nullcontext(raw)
        # Text is decoded ahead of the line: bytes that are not text are reported when their line has come.
        with packed as file, TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="\n") as text:
            yield text


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


def _open(path: str, flags: int) -> int:
    # A pipe is not waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _checked(place: Any, method: str) -> TextIO:
    if not hasattr(place, method) or isinstance(place, BufferedIOBase | RawIOBase):
        raise TypeError(
            f"{place!r} is not a file of threads: pass a path, or a file that is open for text, without 'b'."
        )
    return place


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
        data = to_json(repaired(fields), inf_nan_mode="constants")
    return data.decode() + "\n"
