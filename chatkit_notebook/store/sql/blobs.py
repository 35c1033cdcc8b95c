"""Blobs in the database: rows with the pieces, of which the first one has the size once the blob is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy.types import NullType

from chatkit_notebook.errors import NotFoundError, StoreError
from chatkit_notebook.locales import words
from chatkit_notebook.store.blobs import Blobs
from chatkit_notebook.store.sql.engine import transaction
from chatkit_notebook.store.sql.schema import BLOBS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from chatkit_notebook.store.sql.database import Database

_COLUMNS = BLOBS.c
_MINE = (
    _COLUMNS.owner == bindparam("my_owner", type_=_COLUMNS.owner.type),
    _COLUMNS.id == bindparam("my_id", type_=_COLUMNS.id.type),
)
_AT = _COLUMNS.start == bindparam("at")
_FIRST = _COLUMNS.start == 0
_END = _COLUMNS.start + func.length(_COLUMNS.data)

_INSERT = insert(BLOBS)
_CLEAR = delete(BLOBS).where(*_MINE, _COLUMNS.start >= bindparam("at"))
_LAST_END = select(_END).where(*_MINE).order_by(_COLUMNS.start.desc()).limit(1)
_SIZE = select(_COLUMNS.size).where(*_MINE, _FIRST)
# As it is: what should be bytes, and is a number, would become as many bytes.
_PIECE = select(type_coerce(_COLUMNS.data, NullType())).where(*_MINE, _AT)
_FINISH = update(BLOBS).where(*_MINE, _FIRST).values(size=bindparam("whole"))


class SQLBlobs(Blobs):
    """Keeps blobs in the database of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, owner: str, name: str, at: int, data: bytes) -> None:
        """Keep a piece of a blob that is not whole."""
        mine = {"my_owner": owner, "my_id": name}
        piece = {"owner": owner, "id": name, "start": at, "size": None, "data": data}

        def append(connection: Connection) -> None:
            with transaction(connection):
                # A piece that was given up may be here.
                connection.execute(_CLEAR, {**mine, "at": at})
                if at and (_size(connection, mine, name) is not None or _end(connection, mine) != at):
                    raise NotFoundError(f"The bytes of {name!r} before {at:,} are not here.")
                connection.execute(_INSERT, piece)

        await self._database.write(append)

    async def finish(self, owner: str, name: str) -> None:
        """Make a blob whole."""
        mine = {"my_owner": owner, "my_id": name}

        def finish(connection: Connection) -> None:
            with transaction(connection):
                if _size(connection, mine, name) is None:
                    connection.execute(_FINISH, {**mine, "whole": _end(connection, mine)})

        await self._database.write(finish)

    async def read(self, owner: str, name: str) -> bytes:
        """Return the bytes of a blob."""
        mine = {"my_owner": owner, "my_id": name}

        def read(connection: Connection) -> bytes:
            size = _size(connection, mine, name)
            if size is None:
                raise NotFoundError(f"There are no bytes of {name!r}.")
            if not isinstance(size, int):
                raise self._damaged(name)
            # One by one: a driver would hold all of them, in a form that is larger.
            pieces: list[bytes] = []
            at = 0
            while at < size:
                piece: Any = connection.execute(_PIECE, {**mine, "at": at}).scalar()
                if piece is None:  # it was deleted meanwhile
                    raise NotFoundError(f"There are no bytes of {name!r}.")
                if not isinstance(piece, bytes) or not piece:
                    raise self._damaged(name)
                pieces.append(piece)
                at += len(piece)
            return b"".join(pieces)

        return await self._database.read(read)

    def _damaged(self, name: str) -> StoreError:
        return StoreError(words().bytes_damaged(self._database.where, name))

    async def delete(self, owner: str, name: str) -> None:
        """Delete a blob, whole or not, if it exists."""
        values = {"my_owner": owner, "my_id": name, "at": 0}
        await self._database.write(lambda each: each.execute(_CLEAR, values))


def _size(connection: Connection, mine: dict[str, Any], name: str) -> Any:
    """The size of a blob; None if it is not whole."""
    first = connection.execute(_SIZE, mine).first()
    if first is None:
        raise NotFoundError(f"There are no bytes of {name!r}.")
    return first.size


def _end(connection: Connection, mine: dict[str, Any]) -> int:
    return connection.execute(_LAST_END, mine).scalar_one()
