"""What a database's errors mean to the people who use the store."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError, StatementError

from chatkit_notebook.errors import StoreError
from chatkit_notebook.store.failures import CHECK_DISK, FULL

if TYPE_CHECKING:
    from collections.abc import Generator

# By the beginning of SQLite's name for the error; the first that fits is taken.
_REASONS = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": "is read-only. Give the file and its folder write permission, or use a copy",
    "SQLITE_BUSY": "is locked: another program is writing for too long. Let it end and try again",
    "SQLITE_CANTOPEN": "can't be opened. Check that its folder exists and that you may read and write there",
    "SQLITE_NOTADB": "is not an SQLite database. Choose another file",
    "SQLITE_CORRUPT": "is damaged. Use a backup, or sqlite3's .recover",
    "SQLITE_INTERRUPT": "was given up: SQLite did not come to an end in it. It may be damaged. Use a backup",
    "SQLITE_IOERR": CHECK_DISK,
    "SQLITE_TOOBIG": "can't hold this item: it is larger than SQLite's limit",
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
            return f"The database {where!r} {reason} ({error})."
    return f"The database {where!r} answered: {str(error).strip() or type(error).__name__}"
