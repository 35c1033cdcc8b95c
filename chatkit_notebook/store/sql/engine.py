"""How a database is opened, and what a transaction is there.

Connections commit each statement by itself, so a single one is a transaction of its own: it takes SQLite's write lock
at its start. What needs several statements asks for ``transaction``.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import QueuePool, StaticPool, create_engine, event

from chatkit_notebook.errors import StoreError
from chatkit_notebook.store.sql.address import is_memory

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import URL, Connection, Engine

_BUSY_SECONDS = 10
_PAUSE_SECONDS = 0.02
_PAUSES = 50
_STEPS = 10**6
_MOST_STEPS = 3 * 10**8
"""How many of its own steps SQLite may take in one use of a connection: deleting a million items takes a tenth."""


def open_engine(url: URL, connections: int) -> Engine:
    """Make the engine of a database; nothing is opened yet.

    Raises:
        StoreError: The driver is not installed.
    """
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "hide_parameters": True}
    if is_memory(url):
        options |= {"poolclass": StaticPool}
    else:
        options |= {"poolclass": QueuePool, "pool_size": connections, "max_overflow": 0}
    if url.get_backend_name() == "sqlite":
        waits = {} if "timeout" in url.query else {"timeout": _BUSY_SECONDS}
        options["connect_args"] = {"check_same_thread": False, **waits}
        engine = create_engine(url, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "checkout", _begin_steps)
        return engine
    try:
        engine = create_engine(url, **options)
    except ModuleNotFoundError as error:
        raise StoreError('PostgreSQL needs its driver, psycopg: pip install "chatkit-notebook[postgres]".') from error
    # Before SQLAlchemy's own listener, which can't read the answers in other encodings.
    event.listen(engine, "connect", _check_postgresql, insert=True)
    return engine


def trust_schema(engine: Engine, connection: Connection) -> None:
    """Let triggers use tables of modules, as those of the search do, now that all of them are known to be ours."""
    if engine.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("PRAGMA trusted_schema=ON")
    event.listen(engine, "connect", _trust)


@contextmanager
def transaction(connection: Connection) -> Generator[None]:
    """Do several statements or none. SQLite's write lock is taken at once: taken later, it may be refused."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.rollback()
        raise


class _Steps:
    """Ends what would never end: a damaged file can send SQLite around in it."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self) -> bool:
        self.taken += _STEPS
        return self.taken > _MOST_STEPS


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    steps = record.info["steps"] = _Steps()
    connection.set_progress_handler(steps, _STEPS)
    # Data that is not UTF-8 is reported by whoever reads it, who knows which row it is from.
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        connection.execute("PRAGMA trusted_schema=OFF")  # see trust_schema
        connection.execute("PRAGMA cell_size_check=ON")
        # The write-ahead log loses nothing when a process is killed, whatever NORMAL is; other journals need FULL.
        level = "NORMAL" if _journal_mode(connection) == "wal" else "FULL"
        connection.execute(f"PRAGMA synchronous={level}")
    except sqlite3.Error:
        connection.close()
        raise


def _trust(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA trusted_schema=ON")


def _begin_steps(_connection: object, record: Any, _proxy: object) -> None:
    record.info["steps"].taken = 0


def _journal_mode(connection: sqlite3.Connection) -> str:
    """Turn the write-ahead log on where the file system can, and return the mode there is."""
    try:
        mode = _pragma(connection, "journal_mode")
    except sqlite3.OperationalError:
        # A file with such a log, now where there can be none: alone with it, SQLite can turn the log off.
        _pragma(connection, "locking_mode=EXCLUSIVE")
        mode = _pragma(connection, "journal_mode=DELETE")
        _pragma(connection, "locking_mode=NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # leaves the exclusive mode
    for _ in range(_PAUSES):
        if mode != "delete":
            break
        try:
            return _pragma(connection, "journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                break  # a read-only file
            time.sleep(_PAUSE_SECONDS)  # another program opens it as well, and SQLite does not wait here
    return mode


def _pragma(connection: sqlite3.Connection, text: str) -> str:
    return connection.execute(f"PRAGMA {text}").fetchone()[0]


def _check_postgresql(connection: Any, _record: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise StoreError(f"The database is encoded in {encoding!r}, which can't hold all text: create one in UTF8.")
