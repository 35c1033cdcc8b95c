"""Which database is meant by a path or a URL, and which folder is for the files that belong to it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from chatkit_notebook.errors import StoreError
from chatkit_notebook.secrets import remember_password

if TYPE_CHECKING:
    from os import PathLike

_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg", "postgres": "psycopg"}
_CONNECT_SECONDS = "10"
# SQLite takes a file that is shorter than any database for an empty one, and writes over it.
_SHORTEST = 512


def address(url_or_path: str | PathLike[str]) -> URL:
    """Return the URL of a database, with its driver; paths become absolute.

    Raises:
        StoreError: It is neither a usable path nor the URL of an SQLite or PostgreSQL database.
    """
    if url_or_path == ":memory:":
        return URL.create("sqlite+pysqlite")
    if isinstance(url_or_path, str) and "://" in url_or_path:
        return _from_url(url_or_path)
    return URL.create("sqlite+pysqlite", database=_from_path(url_or_path))


def is_memory(url: URL) -> bool:
    """Tell whether the database ends with its only connection."""
    name = url.database or ":memory:"
    in_memory = name.removeprefix("file:") == ":memory:" or url.query.get("mode") == "memory"
    return in_memory and url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, where its symbolic links lead; None for another database."""
    if url.get_backend_name() != "sqlite" or is_memory(url):
        return None
    return Path(_name_of(url)).resolve()


def as_it_is(url: URL) -> URL:
    """Return the URL under which a database can be read that nobody can write where it is: a disk mounted to be read.

    SQLite wants to make files beside one with a write-ahead log even to read it, unless it is told that there are no
    changes to look out for. With such files there, a program is writing to it, or was killed: they are needed then.
    """
    file = file_of(url)
    if file is None or url.query.get("uri") == "true" or not file.is_file() or os.access(file.parent, os.W_OK):
        return url
    if file.with_name(f"{file.name}-wal").exists() or file.with_name(f"{file.name}-journal").exists():
        return url
    return url.set(database=f"file:{quote(str(file))}").update_query_dict(
        {"mode": "ro", "immutable": "1", "uri": "true"}
    )


def folder(given: str | PathLike[str]) -> Path:
    """Return the folder that is meant by ``files=``, which need not exist.

    Raises:
        StoreError: It can't be a folder.
    """
    text = str(given)
    if not text or "\0" in text or "://" in text:
        raise StoreError(f'files={given!r} is not a folder: pass a path such as "files", or "database".')
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise StoreError(f"files={given!r} is not a folder but a file: choose another name.")
    return path


def _from_url(text: str) -> URL:
    remember_password("store", text)
    scheme = text.partition("://")[0]
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # their messages repeat the URL, and with it the password
        raise StoreError(f"This {scheme!r} URL can't be read: check its host, port and database.") from None
    backend, _, driver = url.drivername.partition("+")
    if backend not in _DRIVERS or driver not in ("", _DRIVERS[backend]):
        raise StoreError(
            f"SQLStore speaks to SQLite and PostgreSQL (through psycopg), not {url.drivername!r}: pass a path, "
            '"sqlite:///path" or "postgresql://user:password@host/database".'
        )
    if backend == "sqlite":
        if url.database and not is_memory(url):
            if url.query.get("uri") != "true":
                url = url.set(database=_from_path(url.database))
            else:
                _from_path(_name_of(url))
        return url.set(drivername="sqlite+pysqlite")
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": _CONNECT_SECONDS})
    return url.set(drivername="postgresql+psycopg")


def _name_of(url: URL) -> str:
    """The path of the file that the URL of an SQLite database names."""
    name = url.database or ""
    if url.query.get("uri") == "true" and name.startswith("file:"):
        name = unquote(name.removeprefix("file:").partition("?")[0])
        if name.startswith("//"):  # file://localhost/path
            name = f"/{name[2:].partition('/')[2]}"
    return name


def _from_path(given: str | PathLike[str]) -> str:
    text = str(given)
    if not text or "\0" in text:
        raise StoreError(f"{given!r} is not the path of a file: pass one such as 'threads.db'.")
    # Absolute, as the program may change its folder later.
    path = Path(text).expanduser().absolute()
    try:
        if path.is_dir() or text.endswith(("/", os.sep)):
            raise StoreError(f"{text!r} is a folder: pass the path of a file, such as {str(path / 'threads.db')!r}.")
        if not path.parent.is_dir():
            raise StoreError(f"The folder {str(path.parent)!r} of {path.name!r} does not exist: make it first.")
        size = _size(path)
        if size is not None and 0 < size < _SHORTEST:
            raise StoreError(f"The database {str(path)!r} is not an SQLite database. Choose another file.")
    except OSError as error:
        raise StoreError(f"{text!r} can't be the path of a file: {error.strerror}.") from error
    return str(path)


def _size(path: Path) -> int | None:
    """How many bytes a file has; None if it does not exist."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise StoreError(f"The database {str(path)!r} must be an ordinary file. Choose another file.")
    return status.st_size
