"""What goes wrong where conversations and files are kept, in words for the people who use them."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chatkit_notebook.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Generator

FULL = "could not be written: the disk is full. Free some space and try again; nothing stored was lost"
CHECK_DISK = "could not be read or written. Check the disk, its free space and its quota"

_REASONS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: CHECK_DISK,
    errno.EIO: CHECK_DISK,
    errno.EROFS: "is read-only. Choose another folder, or make it one that can be written",
    errno.EACCES: "may not be read or written by you. Give yourself permission for it and what is in it",
    errno.EPERM: "may not be read or written by you. Give yourself permission for it and what is in it",
    errno.ELOOP: "has a symbolic link where a file should be, which is not followed. Remove the link",
    errno.ENOTDIR: "is not a folder, or is not inside one. Choose another place",
    errno.EEXIST: "is not a folder. Choose another place",
    errno.ENAMETOOLONG: "has a name that is too long. Choose another place",
}
_LONGEST_QUOTE = 100


@contextmanager
def explained_files(folder: str) -> Generator[None]:
    """Turn the errors of files in ``folder`` into `StoreError`."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "could not be read or written")
        raise StoreError(f"The folder {folder!r} {reason} ({error.strerror or error}).") from error


def quoted(value: object) -> str:
    """Return a value as an error message shows it, in at most 100 characters."""
    # Of a large value, its beginning is enough: it may be far larger when it is written.
    return shortened(repr(value[:_LONGEST_QUOTE] if isinstance(value, str) else value), _LONGEST_QUOTE)


def shortened(text: str, longest: int = 300) -> str:
    """Return text as an error message shows it, in at most ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
