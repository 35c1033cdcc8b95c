"""The tables, as the newest of the migrations leaves them.

A row is found by its owner and id, and ordered by its time of creation and then by the number that the database gave
it. ``data`` is the JSON of the object: NUL is escaped there, which PostgreSQL's text could not hold.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSAFE = re.compile("[\\\\\x00\ud800-\udfff]")
# Three keys of four bytes a character fit into PostgreSQL's largest index entry, 2,704 bytes.
_LONGEST = 200
_BEGINNING = 128


def key(name: str) -> str:
    r"""Return what a column of names holds for ``name``: itself, save for what not every database can hold.

    A backslash, NUL and halves of surrogate pairs are written ``\uXXXX``; a long name is cut and ends in its digest,
    behind a backslash that no other key has. So different names never share a key.
    """
    safe = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", name)
    if len(safe) <= _LONGEST:
        return safe
    return f"{safe[:_BEGINNING]}\\{sha256(safe.encode()).hexdigest()}"


def microseconds(moment: datetime) -> int:
    """Put naive local times and aware ones on one scale, since 1970."""
    try:
        aware = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        # The first and last day of the calendar have no local time everywhere.
        aware = moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


class Key(TypeDecorator[str]):
    """A column of names, compared and indexed by their keys."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as declared
        """Give the database the key of a name."""
        return None if value is None else key(value)


def _table(name: str, *scope: str) -> Table:
    return Table(
        name,
        _METADATA,
        Column("seq", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
        *(Column(each, Key, nullable=False) for each in scope),
        Column("id", Key, nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("data", Text, nullable=False),
        UniqueConstraint(*scope, "id"),
        info={"scope": scope},
    )


_METADATA = MetaData()
THREADS = _table("chat_threads", "owner")
ITEMS = _table("chat_items", "owner", "thread_id")
# The tokens by which an item is found, with spaces between.
ITEMS.append_column(Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False, server_default=""))
ATTACHMENTS = _table("chat_attachments", "owner")
# The thread that an attachment was sent in; without one it was not sent.
ATTACHMENTS.append_column(Column("thread_id", Key))
# The pieces of a blob. The first one has its size, once the blob is whole.
BLOBS = Table(
    "chat_blobs",
    _METADATA,
    Column("owner", Key, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("size", BigInteger),
    Column("data", LargeBinary, nullable=False),
)
