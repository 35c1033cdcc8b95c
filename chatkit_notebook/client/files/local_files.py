"""Files of this machine that may be attached: regular ones, where people keep theirs."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store.limits import media_type

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is in them is made by the kernel of the system when it is read: it may never end, and may be of other processes.
_SYSTEM = (Path("/proc"), Path("/sys"), Path("/dev"))
_CHANNELS = {stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}
_MOST_LINKS = 40
# A file that became a pipe since it was looked at would wait for its other end.
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True)
class LocalFile:
    """A file as it was when it was looked at.

    Attributes:
        path: Where it is.
        name: What it is called.
        size: In bytes.
        mime_type: What its name says it is.
        identity: The device and the number that tell it from any other file.
    """

    path: Path
    name: str
    size: int
    mime_type: str
    identity: tuple[int, int]

    def open(self) -> IO[bytes]:
        """Open it to read its first ``size`` bytes.

        Raises:
            AttachmentRefusedError: Another file is in its place, or it may not be attached.
            OSError: It can't be read.
        """
        opened, found = _open(self.path)
        if (found.st_dev, found.st_ino) != self.identity:
            opened.close()
            raise AttachmentRefusedError(
                f"{str(self.path)!r} became another file while it was attached: attach it again."
            )
        return opened


def look_up(path: Path) -> LocalFile:
    """Look at a file, and make sure that it can be read.

    Args:
        path: Where it is; ``~`` is the home folder.

    Raises:
        FileNotFoundError: The path leads nowhere.
        IsADirectoryError: It leads to a folder.
        AttachmentRefusedError: It leads to something other than a file that people keep; the message says what.
        OSError: The file can't be read.
    """
    try:
        path = path.expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(f"There is no home folder for {str(path)!r}.") from error
    opened, found = _open(path)
    with opened:
        if found.st_size == 0 and opened.read(1):
            raise AttachmentRefusedError(
                f"{str(path)!r} has a size of 0 and is not empty: the system makes it up. Attach a copy of it."
            )
    name = os.fsencode(path.name).decode(errors="replace")
    return LocalFile(path, name, found.st_size, media_type(name, ""), (found.st_dev, found.st_ino))


def _open(path: Path) -> tuple[IO[bytes], os.stat_result]:
    try:
        before = path.stat()
    except ValueError:  # half a character or a NUL is in no name
        raise FileNotFoundError(f"There is no file {str(path)!r}.") from None
    _check(path, before)  # opening a device may do something already
    opened = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _FLAGS))  # noqa: SIM115 - the caller closes it
    try:
        found = os.fstat(opened.fileno())
        _check(path, found)
    except BaseException:  # raised on: whatever it was, nobody else closes the file
        opened.close()
        raise
    return opened, found


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode):
        raise AttachmentRefusedError(f"{str(path)!r} is not a file but a {_CHANNELS[stat.S_IFMT(found.st_mode)]}.")
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise AttachmentRefusedError(f"{str(path)!r} is not a file but a device.")
    for place in _way(path):
        if any(system == place or system in place.parents for system in _SYSTEM):
            raise AttachmentRefusedError(
                f"{str(path)!r} can't be attached: {str(place)!r} is part of the running system, not a file."
            )
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(f"{str(path)!r} is a folder: attach the files in it one by one.")


def _way(path: Path) -> Iterator[Path]:
    """The places that a path leads through, link by link."""
    place = Path(os.path.normpath(path.absolute()))
    yield place
    for _ in range(_MOST_LINKS):
        place = path.parent.resolve() / path.name
        yield place
        if not place.is_symlink():
            return
        path = place.parent / place.readlink()
        yield Path(os.path.normpath(path))
