"""Whether an SQLite file is one that the migrations have made, before anything in it is used.

A file may come from anybody. Its triggers and views are programs that would run with what is read and written, so that
it may hold none but ours: all that it defines must be as the migrations leave it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from sqlalchemy import URL

from chatkit_notebook.errors import StoreError
from chatkit_notebook.store.sql.engine import open_engine
from chatkit_notebook.store.sql.migrations import MIGRATIONS, migrate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_VERSION = ("table", "chat_schema")
# What SQLite keeps itself: the numbers of rows, statistics, and the indexes of UNIQUE.
_OBJECTS = """
    SELECT type, name, tbl_name, sql FROM sqlite_master WHERE NOT (
        name = 'sqlite_sequence' AND type = 'table'
        OR name GLOB 'sqlite_stat[1-4]' AND type = 'table'
        OR name GLOB 'sqlite_autoindex_*' AND type = 'index' AND sql IS NULL)
    LIMIT 1000"""


class _Object(NamedTuple):
    kind: str
    name: str


def check_schema(connection: Connection, where: str) -> None:
    """Refuse an SQLite file with anything in it that the migrations do not make.

    Raises:
        StoreError: It belongs to another program, was changed, or is damaged; the message says what is wrong.
    """
    if connection.dialect.name != "sqlite":
        return
    found = _objects(connection)
    if not found:
        return
    known = _expected(1)
    if found.get(_Object(*_VERSION)) != known[_Object(*_VERSION)]:
        kind, name = next((each for each in found if each not in known or found[each] != known[each]), min(found))
        raise StoreError(
            f"The database {where!r} belongs to another program (it has a {kind} {name!r}): choose another file."
        )
    version = _version(connection, where)
    if version <= len(MIGRATIONS):
        _compare(found, _expected(version), where)


def _compare(found: Mapping[_Object, tuple[str, str]], expected: Mapping[_Object, tuple[str, str]], where: str) -> None:
    for each in found:
        if each not in expected:
            raise StoreError(
                f"The database {where!r} has a {each.kind} {each.name!r} that chatkit-notebook has not made, and was "
                f"not opened. Choose another file, or remove it with sqlite3 (DROP {each.kind.upper()}) if you trust "
                "the file."
            )
        if found[each] != expected[each]:
            _refuse(where, f"its {each.kind} {each.name!r} was changed")
    for each in expected:
        if each not in found:
            _refuse(where, f"its {each.kind} {each.name!r} is missing")


def _refuse(where: str, reason: str) -> NoReturn:
    raise StoreError(f"The database {where!r} is damaged: {reason}. Use a backup, or choose another file.")


def _version(connection: Connection, where: str) -> int:
    rows = connection.exec_driver_sql("SELECT version FROM chat_schema LIMIT 2").scalars().all()
    if len(rows) != 1 or not isinstance(rows[0], int) or rows[0] < 1:
        _refuse(where, "it does not say which version it is of")
    return rows[0]


def _objects(connection: Connection) -> dict[_Object, tuple[str, str]]:
    rows = connection.exec_driver_sql(_OBJECTS).all()
    return {_Object(row.type, row.name): (row.tbl_name, " ".join(str(row.sql).split())) for row in rows}


@functools.cache
def _expected(version: int) -> dict[_Object, tuple[str, str]]:
    """What the first migrations make, as SQLite writes it down."""
    engine = open_engine(URL.create("sqlite+pysqlite"), 1)
    try:
        with engine.connect() as connection:
            migrate(connection, ":memory:", MIGRATIONS[:version])
            return _objects(connection)
    finally:
        engine.dispose()
