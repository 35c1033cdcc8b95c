"""The statements on a table of the store, made once a process: all stores use the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import Text, bindparam, delete, select, tuple_, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from chatkit_notebook.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Select, Table

T = TypeVar("T")

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_PLACE = {"seq", "id", "created"}
# More rows than any page has; databases don't count as far as larger numbers.
_MOST = 2**31 - 1


class Stored(NamedTuple):
    """A row with an object in it.

    Attributes:
        id: The key of its id.
        data: Its JSON; where a file is damaged, anything.
    """

    id: Any
    data: Any


class Rows:
    """The rows of a table. A ``scope`` is the owner and, of items, the thread."""

    def __init__(self, table: Table, dialect: str, noun: str) -> None:
        self._noun = noun
        scope = [column for column in table.c if column.name in table.info["scope"]]
        content = {column.name for column in table.c if column.name not in table.info["scope"]} - _PLACE
        mine = [column == bindparam(column.name, type_=column.type) for column in scope]
        one = [*mine, table.c.id == bindparam("id", type_=table.c.id.type)]
        insert = _INSERT[dialect](table)
        self._put = insert.on_conflict_do_update(
            index_elements=[*scope, table.c.id], set_={name: insert.excluded[name] for name in content}
        )
        # The id as it is in the column, to be compared with that in the data.
        stored: tuple[Any, Any] = type_coerce(table.c.id, Text).label("id"), table.c.data
        self._get = select(*stored).where(*one)
        self._place = select(table.c.created, table.c.seq).where(*one)
        self._drop = delete(table).where(*one)
        self._clear = delete(table).where(*mine)
        place = tuple_(table.c.created, table.c.seq)
        cursor = tuple_(bindparam("created"), bindparam("seq"))
        rows: Any = select(table.c.created, table.c.seq, *stored).where(*mine).limit(bindparam("limit"))
        asc = rows.order_by(table.c.created, table.c.seq)
        desc = rows.order_by(table.c.created.desc(), table.c.seq.desc())
        self._pages: dict[str, tuple[Select[Any], Select[Any]]] = {
            "asc": (asc, asc.where(place > cursor)),
            "desc": (desc, desc.where(place < cursor)),
        }

    def put(
        self, connection: Connection, scope: dict[str, str], row_id: str, created: int, data: str, **more: str | None
    ) -> None:
        """Add a row; one whose id is known gets new data, and ``more`` columns, in its place."""
        connection.execute(self._put, {**scope, "id": row_id, "created": created, "data": data, **more})

    def get(self, connection: Connection, scope: dict[str, str], row_id: str) -> Stored:
        """Return a row.

        Raises:
            NotFoundError: There is no such row.
        """
        row = connection.execute(self._get, {**scope, "id": row_id}).first()
        if row is None:
            raise NotFoundError(f"There is no {self._noun} {row_id!r}.")
        return Stored(row.id, row.data)

    def drop(self, connection: Connection, scope: dict[str, str], row_id: str) -> None:
        """Forget a row, if it exists."""
        connection.execute(self._drop, {**scope, "id": row_id})

    def clear(self, connection: Connection, scope: dict[str, str]) -> None:
        """Forget every row."""
        connection.execute(self._clear, scope)

    def page(
        self,
        connection: Connection,
        scope: dict[str, str],
        after: str | None,
        limit: int,
        order: str,
        *,
        read: Callable[[Sequence[Stored]], list[T]],
    ) -> tuple[list[T], bool]:
        """Return what ``read`` makes of up to ``limit`` rows that follow ``after``, and whether there are more.

        It may leave some of them out. If it leaves out all, the page is that of the rows behind them.

        Raises:
            NotFoundError: There is no row ``after``.
        """
        limit = min(limit, _MOST - 1)
        values: dict[str, Any] = {**scope, "limit": limit + 1}
        statement, following = self._pages[order]
        if after is not None:
            # A row never moves, so that its place is still right when it is used.
            place = connection.execute(self._place, {**scope, "id": after}).first()
            if place is None:
                raise NotFoundError(f"There is no {self._noun} {after!r}.")
            statement = following
            values |= {"created": place.created, "seq": place.seq}
        while True:
            rows = connection.execute(statement, values).all()
            data, has_more = read([Stored(each.id, each.data) for each in rows[:limit]]), len(rows) > limit
            if data or not has_more:
                return data, has_more
            statement = following
            values |= {"created": rows[limit - 1].created, "seq": rows[limit - 1].seq}


@cache
def rows_of(table: Table, dialect: str, noun: str) -> Rows:
    """The rows of a table, in the dialect of a database; a statement is never changed."""
    return Rows(table, dialect, noun)
