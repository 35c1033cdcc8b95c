"""A file of threads, read and checked line by line."""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import b64decode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import ValidationError
from pydantic_core import from_json

from chatkit_notebook import clock
from chatkit_notebook.errors import ThreadFileError
from chatkit_notebook.store.failures import quoted, shortened
from chatkit_notebook.store.portable.attached import attachments_of
from chatkit_notebook.store.portable.lines import HEADER, VERSION, Kind, Line
from chatkit_notebook.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import TextIO

    from chatkit_notebook.store.portable.limits import ImportLimits
    from chatkit_notebook.store.portable.models import Models

_CUT = "the file was cut short"
_PART = 2**20
_LONGEST_NAME = 100
_ATTACHMENT = re.compile(r'\s{0,99}\{\s{0,99}"type"\s{0,99}:\s{0,99}"attachment"')
_FILE = ("file", "bytes are in this attachment")


class Reader:
    """Reads a file of threads.

    Args:
        file: The file, at its beginning.
        models: What to make of it.
        limits: How much may be in it.

    Attributes:
        read: How many characters were read.
        threads: How many threads were read.
        items: How many items, with their attachments.
    """

    def __init__(self, file: TextIO, models: Models, limits: ImportLimits) -> None:
        self.read = self.threads = self.items = 0
        self._file = file
        self._limits = limits
        self._check = Check(models)
        self._number = self._blank = 0

    def lines(self) -> Generator[Line]:
        """Read and check line by line.

        Raises:
            ThreadFileError: It is not a file of threads, or something in it is wrong, or too much.
        """
        while not self._check.is_over:
            self._number += 1
            try:
                line = self._line()
            except ValueError as error:
                raise ThreadFileError(f"line {self._number}: {error}") from None
            if line is not None:
                yield line

    def _line(self) -> Line | None:
        limits = self._limits
        text = _line_of(self._file, limits)
        self.read += len(text)
        if self.read > limits.characters:
            limits.refuse("characters", "characters are in the file")
        if text.isspace():
            self._blank += 1
            if self._blank > limits.blank_lines:
                limits.refuse("blank_lines", "lines are blank")
            return None
        if sum(map(text.count, ",[{")) > limits.values:
            limits.refuse("values", "values are in this line")
        line = self._check.line(text)
        if line is not None:
            self._count(line)
        return line

    def _count(self, line: Line) -> None:
        if line.kind == "thread":
            self.threads += 1
            if self.threads > self._limits.threads:
                self._limits.refuse("threads", "threads are in the file")
            return
        self.items += 1
        if self.items > self._limits.items:
            self._limits.refuse("items", "items and attachments are in the file")
        if line.data is not None and len(line.data) > self._limits.file:
            self._limits.refuse("file", "bytes are in this attachment")


def _line_of(file: TextIO, limits: ImportLimits) -> str:
    """Read a line piece by piece: only that of an attachment may be as long as a file."""
    parts: list[str] = []
    size, most = 0, limits.line
    while True:
        part = _read(file, min(_PART, most + 1 - size))
        parts.append(part)
        size += len(part)
        if not part or part.endswith("\n"):
            return "".join(parts)
        if size > most:
            if most > limits.line or not _ATTACHMENT.match(parts[0]):
                limits.refuse(*("line", "characters are in this line") if most == limits.line else _FILE)
            most = max(limits.line + 1, limits.file * 4 // 3 + limits.line)


def _read(file: TextIO, size: int) -> str:
    try:
        text = file.readline(size)
    except UnicodeDecodeError as error:
        raise ValueError(f"this is not UTF-8 text: {error.reason}.") from None
    except (EOFError, zlib.error, OSError) as error:
        raise ValueError(
            f"the file can't be read any further: {error}. It may have been cut short or damaged."
        ) from None
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance] - a file may be open for bytes
        raise TypeError("A file of threads is read as text: open it without 'b', or pass its path.")
    return text


class Check:
    """Takes the lines of a file in turn.

    Attributes:
        is_over: Whether the last line was read, and nothing but blank lines came after it.
    """

    def __init__(self, models: Models) -> None:
        self.is_over = False
        self._models = models
        self._has_header = False
        self._has_end = False
        self._threads: set[str] = set()
        self._thread_id: str | None = None
        self._items: set[str] = set()
        self._attachments: set[str] = set()
        self._counted = 0

    def line(self, text: str) -> Line | None:
        """Take a line that is not blank; None for one that brings nothing.

        Raises:
            ValueError: It is wrong; the message says why.
        """
        if not text:
            return self._end_of_file()
        if self._has_end:
            raise ValueError('nothing may come after the line of type "end".')
        try:
            fields = _json(text)
        except ValueError:
            if not self._has_header:
                raise ValueError(_no_header(text)) from None
            raise
        if not self._has_header:
            return self._header(fields, text)
        kind = fields.get("type") if is_object(fields) else None
        if kind == "end":
            return self._end(fields)
        if kind not in get_args(Kind):
            raise ValueError(f'the type is {quoted(kind)}: it should be "thread", "attachment", "item" or "end".')
        return self._line(cast("Kind", kind), fields)

    def _header(self, fields: object, text: str) -> None:
        if not is_object(fields) or fields.get("type") != HEADER:
            raise ValueError(_no_header(text))
        version = fields.get("version")
        if not isinstance(version, int) or version < 1:
            raise ValueError(f"the version of the file is {quoted(version)}: it should be a number such as {VERSION}.")
        if version > VERSION:
            raise ValueError(
                f"the file is of version {version}, and this chatkit-notebook reads version {VERSION}: "
                "run %pip install --upgrade chatkit-notebook."
            )
        self._has_header = True

    def _line(self, kind: Kind, fields: dict[str, Any]) -> Line:
        value = self._model(kind, fields.get(kind))
        if kind == "thread":
            _once(self._threads, "thread", value.id)
            self._thread_id = value.id
            self._items, self._attachments = set(), set()
            return Line(kind, value)
        if self._thread_id is None:
            raise ValueError(f"the {kind} {quoted(value.id)} comes before any thread.")
        if kind == "attachment":
            _once(self._attachments, "attachment", value.id)
            return Line(kind, value, _bytes(fields.get("data")))
        _once(self._items, "item", value.id)
        if value.thread_id != self._thread_id:
            raise ValueError(
                f"the item {quoted(value.id)} belongs to the thread {quoted(value.thread_id)}, but is in the thread "
                f"{quoted(self._thread_id)}."
            )
        for attachment in attachments_of(value):
            if _mark(attachment.id) not in self._attachments:
                raise ValueError(
                    f"the message {quoted(value.id)} names the attachment {quoted(attachment.id)}, which has no line "
                    "before it."
                )
        self._counted += 1
        return Line(kind, value)

    def _model(self, kind: Kind, value: object) -> Any:
        try:
            model = getattr(self._models, kind).validate_python(value)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_context=False)[0]
            where = shortened(".".join([kind, *map(str, problem["loc"])]))
            raise ValueError(
                f"{where} is wrong: {shortened(problem['msg'])}, got {quoted(problem['input'])}."
            ) from None
        if kind == "attachment":
            return model
        return model.model_copy(update={"created_at": clock.as_stamped(model.created_at)})

    def _end(self, fields: dict[str, Any]) -> None:
        there = {"threads": len(self._threads), "items": self._counted}
        for noun, count in there.items():
            if fields.get(noun) != count:
                raise ValueError(f"the file should have {quoted(fields.get(noun))} {noun}, but has {count}.")
        self._has_end = True

    def _end_of_file(self) -> None:
        if not self._has_header:
            raise ValueError("the file is empty.")
        if not self._has_end:
            raise ValueError(f'the file ends here, without a line of type "end": {_CUT}.')
        self.is_over = True


def _json(text: str) -> Any:
    try:
        return from_json(text.encode())
    except UnicodeEncodeError as error:
        raise ValueError(f"this is not UTF-8 text at character {error.start + 1}.") from None
    except ValueError as error:
        what, _, place = str(error).partition(" at line 1 column ")
        cut = "" if text.endswith("\n") else f" ({_CUT})"
        raise ValueError(f"this is not JSON: {what} at character {place}{cut}.") from None


def _once(known: set[str], noun: str, name: str) -> None:
    mark = _mark(name)
    if mark in known:
        raise ValueError(f"the {noun} {quoted(name)} appears twice.")
    known.add(mark)


def _mark(name: str) -> str:
    """By which a name is known again: of a long one, its digest, as there may be many."""
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()


def _bytes(data: object) -> bytes | None:
    if data is None:
        return None
    if not isinstance(data, str):
        raise ValueError(f"the data of an attachment must be base64 or null, not {quoted(data)}.")  # noqa: TRY004 - about the file
    try:
        return b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"the data of the attachment is not base64: {error}.") from None


def _no_header(text: str) -> str:
    return f'this is not a file of threads: its first line should be {{"type": "{HEADER}", ...}}, not {quoted(text)}.'
