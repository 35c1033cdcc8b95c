"""Files of threads on the disk: written whole or not at all, and packed if their name ends in ``.gz``."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, nullcontext, suppress
from errno import EISDIR
from gzip import GzipFile
from io import BufferedIOBase, RawIOBase, TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from chatkit_notebook.errors import ThreadFileError
from chatkit_notebook.store.disk import sync_folder

if TYPE_CHECKING:
    from collections.abc import Generator

Place: TypeAlias = str | os.PathLike[str] | TextIO
"""A path, or a file that is open for text."""

_PACKED = b"\x1f\x8b"
_LONGEST_NAME = 200


@contextmanager
def written(place: Place) -> Generator[TextIO]:
    """Open a file to be written. What is at its path stays as it was until all is written.

    Raises:
        OSError: The file can't be written.
        TypeError: It is neither a path nor a file that is open for text.
    """
    if not isinstance(place, str | os.PathLike):
        yield _text(place, "write")
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
        with part.open("rb+") as whole:
            os.fsync(whole.fileno())
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
        if not _text(place, "read").seekable():
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


def _open(path: str, flags: int) -> int:
    # A pipe is not waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _text(place: Any, method: str) -> TextIO:
    if not hasattr(place, method) or isinstance(place, BufferedIOBase | RawIOBase):
        raise TypeError(
            f"{place!r} is not a file of threads: pass a path, or a file that is open for text, without 'b'."
        )
    return place
