"""What goes wrong where conversations and files are kept, in words for the people who use them."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chatkit_notebook.errors import StoreError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from chatkit_notebook.locales import Texts

_REASONS: dict[int, Callable[[Texts], str]] = {
    errno.ENOSPC: lambda texts: texts.disk_full,
    errno.EDQUOT: lambda texts: texts.disk_full,
    errno.EFBIG: lambda texts: texts.check_disk,
    errno.EIO: lambda texts: texts.check_disk,
    errno.EROFS: lambda texts: texts.folder_read_only,
    errno.EACCES: lambda texts: texts.no_permission,
    errno.EPERM: lambda texts: texts.no_permission,
    errno.ELOOP: lambda texts: texts.symbolic_link,
    errno.ENOTDIR: lambda texts: texts.not_in_a_folder,
    errno.EEXIST: lambda texts: texts.not_a_folder,
    errno.ENAMETOOLONG: lambda texts: texts.name_too_long,
}
_LONGEST_QUOTE = 100


@contextmanager
def explained_files(folder: str) -> Generator[None]:
    """Turn the errors of files in ``folder`` into `StoreError`."""
    try:
        yield
    except OSError as error:
        known = _REASONS.get(error.errno or 0)
        reason = words().not_accessible if known is None else known(words())
        raise StoreError(words().folder_failed(folder, reason, error.strerror or str(error))) from error


def is_missing(error: Exception) -> bool:
    """Whether a store says that it has no such thing; the official package has an error of its own for it."""
    return type(error).__name__ == "NotFoundError"


def quoted(value: object) -> str:
    """Return a value as an error message shows it, in at most 100 characters."""
    # Of a large value, its beginning is enough: it may be far larger when it is written.
    return shortened(repr(value[:_LONGEST_QUOTE] if isinstance(value, str) else value), _LONGEST_QUOTE)


def shortened(text: str, longest: int = 300) -> str:
    """Return text as an error message shows it, in at most ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
