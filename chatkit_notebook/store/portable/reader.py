"""A file of threads, read line by line and within limits."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from chatkit_notebook.errors import ThreadFileError
from chatkit_notebook.store.limits import DEFAULT_MAX_SIZE
from chatkit_notebook.store.portable.checks import Check
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator
    from typing import TextIO

    from chatkit_notebook.store.portable.checks import Models
    from chatkit_notebook.store.portable.file import Line

_LINES = 100
_CHARACTERS = 2**20
_PART = 2**20
_ATTACHMENT = re.compile(r'\s{0,99}\{\s{0,99}"type"\s{0,99}:\s{0,99}"attachment"')
_FILE = ("file", "bytes are in this attachment")


@dataclass(frozen=True)
class ImportLimits:
    """How much a file of threads may hold. What a file is refused for names the limit, which can be raised.

    Attributes:
        characters: The most characters of the file, unpacked.
        line: The most characters of a line, but for that of an attachment.
        values: The most values of a line: each takes far more memory than its characters.
        file: The most bytes of an attachment.
        threads: The most threads.
        items: The most items, with their attachments.
        blank_lines: The most blank lines.

    Raises:
        TypeError: One of them is not an int.
        ValueError: One of them is below 1.
    """

    characters: int = 2**31
    line: int = 2**26
    values: int = 2_000_000
    file: int = DEFAULT_MAX_SIZE
    threads: int = 100_000
    items: int = 1_000_000
    blank_lines: int = 1_000

    def __post_init__(self) -> None:
        """Check the numbers."""
        for each in fields(self):
            value: Any = getattr(self, each.name)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{each.name}={value!r} must be an int, such as {each.default:,}.")
            if value < 1:
                raise ValueError(f"{each.name}={value!r} must be at least 1.")

    def refuse(self, name: str, noun: str) -> NoReturn:
        """Say that there is more of something than a limit allows.

        Raises:
            ValueError: Always.
        """
        raise ValueError(
            f"more than {getattr(self, name):,} {noun}. If you trust the file, pass limits=ImportLimits({name}=...)."
        )


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is.

    Attributes:
        is_checked: Whether the whole file was checked, and its threads are being written.
        read: How many characters of the file were read: the first time, or the second, once it is checked.
        characters: How many the file has; None until it is checked.
        threads: How many threads were read in them.
        items: How many items, with their attachments.
    """

    is_checked: bool
    read: int
    characters: int | None
    threads: int
    items: int


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


async def batched(
    reader: Reader, progress: Callable[[ImportProgress], object] | None, characters: int | None = None
) -> AsyncGenerator[Line]:
    """Read as much at a time as is worth the way to a thread: a few lines, or a long one.

    Args:
        reader: What reads.
        progress: Called after each batch.
        characters: How many there are to read, if that is known.
    """
    worker, lines = Worker(), reader.lines()
    try:
        # When this is cancelled, what has begun is waited for: the file is still being read.
        while batch := await worker.finish(_some, reader, lines):
            if progress is not None:
                progress(ImportProgress(characters is not None, reader.read, characters, reader.threads, reader.items))
            for line in batch:
                yield line
    finally:
        worker.close()


def _some(reader: Reader, lines: Generator[Line]) -> list[Line]:
    start = reader.read
    batch: list[Line] = []
    for line in islice(lines, _LINES):
        batch.append(line)
        if reader.read - start > _CHARACTERS:
            break
    return batch
