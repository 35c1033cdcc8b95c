"""The numbered steps that bring a database up to date. Append to them; never change one that was released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic_core import from_json
from sqlalchemy import inspect, text

from chatkit_notebook.errors import StoreError
from chatkit_notebook.store.sql.engine import transaction
from chatkit_notebook.store.sql.schema import key
from chatkit_notebook.store.sql.search import ADD_SEARCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection


def _fill_threads_of_attachments(connection: Connection) -> None:
    rows = connection.exec_driver_sql("SELECT seq, data FROM chat_attachments").all()
    threads = [(seq, _thread_id(data)) for seq, data in rows]
    if values := [{"seq": seq, "thread_id": key(thread_id)} for seq, thread_id in threads if thread_id is not None]:
        connection.execute(text("UPDATE chat_attachments SET thread_id = :thread_id WHERE seq = :seq"), values)


def _thread_id(data: Any) -> str | None:
    """The thread that an attachment says it is of. None also for a damaged row, which is reported when it is read."""
    try:
        thread_id = from_json(data)["thread_id"]
    except (KeyError, TypeError, ValueError):
        return None
    return thread_id if isinstance(thread_id, str) else None


Change: TypeAlias = "str | Mapping[str, str] | Callable[[Connection], None]"
"""A statement; one for each kind of database that needs it; or a function that does what SQL can't.

In statements, {row} is the type of a number given by the database, and {bytes} that of bytes.
"""

MIGRATIONS: Sequence[Sequence[Change]] = (
    (
        """CREATE TABLE chat_threads (
            seq {row}, owner TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL, data TEXT NOT NULL,
            UNIQUE (owner, id))""",
        "CREATE INDEX chat_threads_by_time ON chat_threads (owner, created, seq)",
        """CREATE TABLE chat_items (
            seq {row}, owner TEXT NOT NULL, thread_id TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL,
            data TEXT NOT NULL, UNIQUE (owner, thread_id, id))""",
        "CREATE INDEX chat_items_by_time ON chat_items (owner, thread_id, created, seq)",
        """CREATE TABLE chat_attachments (
            seq {row}, owner TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL, data TEXT NOT NULL,
            UNIQUE (owner, id))""",
    ),
    (
        "ALTER TABLE chat_attachments ADD COLUMN thread_id TEXT",
        _fill_threads_of_attachments,
        "CREATE INDEX chat_attachments_unsent ON chat_attachments (created) WHERE thread_id IS NULL",
        "CREATE INDEX chat_attachments_by_thread ON chat_attachments (owner, thread_id) WHERE thread_id IS NOT NULL",
        """CREATE TABLE chat_blobs (
            owner TEXT NOT NULL, id TEXT NOT NULL, start BIGINT NOT NULL, size BIGINT, data {bytes} NOT NULL,
            PRIMARY KEY (owner, id, start))""",
        *ADD_SEARCH,
    ),
)
_TYPES = {
    "sqlite": {"row": "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes": "BLOB"},
    "postgresql": {"row": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes": "BYTEA"},
}
_LOCK = 0x63686174  # any number that others are unlikely to take


def migrate(connection: Connection, where: str, migrations: Sequence[Sequence[Change]] = MIGRATIONS) -> None:
    """Bring a database up to date, wholly or not at all. Programs that do so at once wait for each other.

    Raises:
        StoreError: The database was written by a newer version.
    """
    if _version(connection) == len(migrations):
        return
    sqlite = connection.dialect.name == "sqlite"
    with transaction(connection):
        if not sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        version = _version(connection)
        if version > len(migrations):
            raise StoreError(
                f"The database {where!r} was written by a newer version of chatkit-notebook (its schema is number "
                f"{version}, this version knows {len(migrations)}): upgrade with pip install -U chatkit-notebook."
            )
        if version == 0:
            connection.exec_driver_sql("CREATE TABLE chat_schema (version INTEGER NOT NULL)")
            connection.exec_driver_sql("INSERT INTO chat_schema VALUES (0)")
        for changes in migrations[version:]:
            for change in changes:
                _apply(change, connection)
        connection.execute(text("UPDATE chat_schema SET version = :version"), {"version": len(migrations)})


def _apply(change: Change, connection: Connection) -> None:
    if callable(change):
        change(connection)
        return
    dialect = connection.dialect.name
    statement = change if isinstance(change, str) else change.get(dialect)
    if statement is not None:
        connection.exec_driver_sql(statement.format(**_TYPES[dialect]))


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("chat_schema"):
        return 0
    return connection.exec_driver_sql("SELECT version FROM chat_schema").scalar_one()
