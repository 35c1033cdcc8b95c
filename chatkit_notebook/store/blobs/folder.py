"""Blobs in a folder."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from chatkit_notebook.errors import NotFoundError, StoreError
from chatkit_notebook.locales import words
from chatkit_notebook.store.blobs.base import Blobs
from chatkit_notebook.store.disk import sync_folder
from chatkit_notebook.store.failures import explained_files
from chatkit_notebook.store.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

T = TypeVar("T")

_WORKERS = 4
_PART = ".part"
# A folder may come from anybody, and a file that is mostly holes takes no room until it is read.
_LARGEST = 2**31
# No link is followed, no pipe waited for, and no other program given what is open; not every system has all of them.
_SAFELY = sum(getattr(os, each, 0) for each in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class FolderBlobs(Blobs):
    """Keeps each blob in a file of a folder, which several processes may use.

    The files are called by digests of owner and name, so that no name leads anywhere else. What is not whole ends in
    ``.part``. The folder is made for its owner alone when the first piece comes.

    Args:
        path: The folder.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        # Absolute, as the program may change its folder later.
        self._folder = Path(path).expanduser().absolute()
        self._workers = Workers(_WORKERS, str(self._folder))

    def __repr__(self) -> str:
        return f"FolderBlobs({str(self._folder)!r})"

    def close(self) -> None:
        """Finish what was begun. The blobs can't be used after this."""
        self._workers.stop()

    async def append(self, owner: str, name: str, at: int, data: bytes) -> None:
        """Keep a piece of a blob that is not whole."""
        await self._run(lambda: self._append(self._path(owner, name), name, at, data))

    async def finish(self, owner: str, name: str) -> None:
        """Make a blob whole. It is on the disk when this returns."""
        await self._run(lambda: self._finish(self._path(owner, name), name))

    async def read(self, owner: str, name: str) -> bytes:
        """Return the bytes of a blob."""
        return await self._run(lambda: _read(self._path(owner, name), name))

    async def delete(self, owner: str, name: str) -> None:
        """Delete a blob, whole or not, if it exists."""
        await self._run(lambda: _delete(self._path(owner, name)))

    async def _run(self, work: Callable[[], T]) -> T:
        def explained() -> T:
            with explained_files(str(self._folder)):
                return work()

        return await self._workers.run(explained)

    def _path(self, owner: str, name: str) -> Path:
        # With its length in front, no owner and name run together like another owner and name.
        key = f"{len(owner)}\0{owner}\0{name}"
        return self._folder / sha256(key.encode(errors="surrogatepass")).hexdigest()

    def _append(self, path: Path, name: str, at: int, data: bytes) -> None:
        if at == 0:
            self._make_folder()
            _delete(path)
        flags = os.O_CREAT | os.O_EXCL if at == 0 else 0
        try:
            opened = _open(path.with_suffix(_PART), os.O_WRONLY | flags)
        except FileNotFoundError:
            raise NotFoundError(f"The bytes of {name!r} before {at:,} are not here.") from None
        with os.fdopen(opened, "wb", buffering=0) as file:
            if os.fstat(opened).st_size < at:
                raise NotFoundError(f"The bytes of {name!r} before {at:,} are not here.")
            # A piece that failed may have left some of itself.
            file.truncate(at)
            file.seek(at)
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]

    def _make_folder(self) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self._folder.parent)

    def _finish(self, path: Path, name: str) -> None:
        part = path.with_suffix(_PART)
        try:
            opened = _open(part, os.O_WRONLY)
        except FileNotFoundError:
            if _is_file(path):
                return
            raise NotFoundError(f"There are no bytes of {name!r}.") from None
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
        part.replace(path)
        sync_folder(self._folder)


def _open(path: Path, flags: int) -> int:
    opened = os.open(path, flags | _SAFELY, 0o600)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise StoreError(words().file_not_ordinary(str(path)))
    return opened


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _read(path: Path, name: str) -> bytes:
    try:
        opened = _open(path, os.O_RDONLY)
    except FileNotFoundError:
        raise NotFoundError(f"There are no bytes of {name!r}.") from None
    with os.fdopen(opened, "rb", buffering=0) as file:
        if os.fstat(opened).st_size > _LARGEST:
            raise StoreError(words().file_too_large(str(path), _LARGEST))
        return file.readall()


def _delete(path: Path) -> None:
    for each in (path.with_suffix(_PART), path):
        each.unlink(missing_ok=True)
