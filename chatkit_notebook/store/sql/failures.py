"""What a database's errors mean to the people who use the store."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError, StatementError

from chatkit_notebook.errors import StoreError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from chatkit_notebook.locales import Texts

# By the beginning of SQLite's name for the error; the first that fits is taken.
_REASONS: dict[str, Callable[[Texts], str]] = {
    "SQLITE_FULL": lambda texts: texts.disk_full,
    "SQLITE_READONLY": lambda texts: texts.database_read_only,
    "SQLITE_BUSY": lambda texts: texts.database_locked,
    "SQLITE_CANTOPEN": lambda texts: texts.database_not_opened,
    "SQLITE_NOTADB": lambda texts: texts.not_a_database,
    "SQLITE_CORRUPT": lambda texts: texts.database_damaged,
    "SQLITE_INTERRUPT": lambda texts: texts.database_given_up,
    "SQLITE_IOERR": lambda texts: texts.check_disk,
    "SQLITE_TOOBIG": lambda texts: texts.item_too_large,
}


@contextmanager
def explained(where: str) -> Generator[None]:
    """Turn the errors of a database into `StoreError`.

    Args:
        where: The database as the user knows it, without its password.
    """
    try:
        yield
    except StatementError as error:
        # The cause is the driver's error: SQLAlchemy's holds the statement.
        raise StoreError(_explanation(error.orig or error, where)) from error.orig
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StoreError(_explanation(error, where)) from error


def _explanation(error: BaseException, where: str) -> str:
    name = getattr(error, "sqlite_errorname", "")
    for beginning, reason in _REASONS.items():
        if name.startswith(beginning):
            return words().database_failed(where, reason(words()), str(error))
    return words().database_answered(where, str(error).strip() or type(error).__name__)
