"""The numbered steps that bring a database up to date. Append to them; never change one that was released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from chatkit_notebook.store.sql.engine import transaction
from chatkit_notebook.store.sql.failures import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

# Each step is a list of statements, whose {row} is the type of a number given by the database.
MIGRATIONS: Sequence[Sequence[str]] = (
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
)
_ROW = {
    "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}
_LOCK = 0x63686174  # any number that others are unlikely to take


def migrate(connection: Connection, where: str, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring a database up to date, wholly or not at all. Programs that do so at once wait for each other.

    Raises:
        StoreError: The database was written by a newer version, or belongs to another program.
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
            # Programs share a PostgreSQL database, and hardly ever an SQLite file.
            if sqlite and (tables := inspect(connection).get_table_names()):
                raise StoreError(
                    f"The database {where!r} belongs to another program (it has a table {tables[0]!r}): "
                    "choose another file."
                )
            connection.exec_driver_sql("CREATE TABLE chat_schema (version INTEGER NOT NULL)")
            connection.exec_driver_sql("INSERT INTO chat_schema VALUES (0)")
        for statements in migrations[version:]:
            for statement in statements:
                connection.exec_driver_sql(statement.format(row=_ROW[connection.dialect.name]))
        connection.execute(text("UPDATE chat_schema SET version = :version"), {"version": len(migrations)})


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("chat_schema"):
        return 0
    return connection.exec_driver_sql("SELECT version FROM chat_schema").scalar_one()
