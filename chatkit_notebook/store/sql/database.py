"""A database that is open, and the threads in which it is waited for."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError

from chatkit_notebook.errors import StoreError
from chatkit_notebook.locales import words
from chatkit_notebook.store.sql.address import address, as_it_is, file_of, is_memory
from chatkit_notebook.store.sql.engine import open_engine, trust_schema
from chatkit_notebook.store.sql.failures import explained
from chatkit_notebook.store.sql.inspection import check_schema
from chatkit_notebook.store.sql.migrations import migrate
from chatkit_notebook.store.sql.search import check_search
from chatkit_notebook.store.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from pathlib import Path

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

_READERS = 4


class Database:
    """Does the work of a store, on connections that commit each statement by itself.

    Attributes:
        where: The database as the user knows it, without its password.
        engine: Makes the connections, until the database is closed.
        file: The path of an SQLite file, with no symbolic link in it; None for other databases.
        is_memory: Whether the database ends with this.

    Raises:
        StoreError: The database can't be opened, is not one, belongs to another program, was changed by
            one, or is from a newer version.
    """

    def __init__(self, url_or_path: str | PathLike[str]) -> None:
        url = address(url_or_path)
        sqlite = url.get_backend_name() == "sqlite"
        self.where = (url.database or ":memory:") if sqlite else url.set(query={}).render_as_string()
        self.is_memory = is_memory(url)
        self.engine = open_engine(as_it_is(url), _READERS + sqlite)
        # SQLite has one writer at a time: waiting in a queue is quicker than for its lock.
        self._writers = Workers(1 if sqlite else _READERS, self.where)
        self._readers = self._writers if self.is_memory or not sqlite else Workers(_READERS, self.where)
        self._shut = weakref.finalize(self, _shut, self.engine, {self._writers, self._readers})
        try:
            with explained(self.where), self.engine.connect() as connection:
                check_search(connection)
                check_schema(connection, self.where)
                migrate(connection, self.where)
                trust_schema(self.engine, connection)
        except BaseException:
            self.close()
            raise
        self.file = file_of(url)
        self._identity = None if self.file is None else _identity_of(self.file)

    def close(self) -> None:
        """Finish what was begun and close the database. It can't be used after this."""
        self._shut()
        # A store may be kept long after its end, and an engine has all that it has compiled.
        vars(self).pop("engine", None)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do what only reads. It may be done twice, as the server of the database may be restarted meanwhile.

        Raises:
            StoreError: The database can't be read, or was closed.
        """
        return await self._readers.run(lambda: self._done(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do what writes, in the order in which it is asked for if there is one writer at a time. Else as ``read``."""
        return await self._writers.run(lambda: self._done(work))

    def _check_file(self) -> None:
        """See that the file is still the one that was opened: SQLite would go on with one that nobody can reach."""
        if self.file is None or self._identity is None:
            return
        found = _identity_of(self.file)
        if found is None and not self.file.parent.is_dir():
            raise StoreError(words().database_failed(self.where, words().database_not_opened, words().folder_gone))
        if found != self._identity:
            reason = words().database_gone if found is None else words().database_replaced
            raise StoreError(words().database_lost(self.where, reason))

    def _done(self, work: Callable[[Connection], T]) -> T:
        self._check_file()
        with explained(self.where):
            try:
                with self.engine.connect() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            with self.engine.connect() as connection:
                return work(connection)


def _identity_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other that has its path; None if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _shut(engine: Engine, workers: set[Workers]) -> None:
    for each in workers:
        each.stop()
    engine.dispose()
