"""The store in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from chatkit_notebook.locales import words
from chatkit_notebook.store.base import TContext
from chatkit_notebook.store.failures import quoted
from chatkit_notebook.store.search import Found, check_limit, excerpt, terms, words_of
from chatkit_notebook.store.sql.attachments import SQLAttachments
from chatkit_notebook.store.sql.base import encoded
from chatkit_notebook.store.sql.engine import transaction
from chatkit_notebook.store.sql.rows import Rows, Stored, rows_of
from chatkit_notebook.store.sql.schema import ITEMS, THREADS, microseconds
from chatkit_notebook.store.sql.search import search_of, words_column
from chatkit_notebook.types import Page, Thread, ThreadItem, ThreadMetadata

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike

    from sqlalchemy import Connection

_THREAD = TypeAdapter(ThreadMetadata)
_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)


class SQLStore(SQLAttachments[TContext]):
    """Keeps everything in a database: an SQLite file, or PostgreSQL where many people or machines share it.

    It may be used from any number of threads and event loops, and the same database by any number of processes, each
    with a store of its own. A write that is cancelled has happened whole, or not at all.

    Args:
        url_or_path: The path of an SQLite file, which is made if it does not exist; ``":memory:"``; or the URL of a
            database, such as ``"postgresql://user:password@host/database"``.
        owner: Tells from the context of a request whose data it may touch; without it there is one user.
        files: The folder for the bytes of attachments, which is made when the first ones come; ``"database"`` for
            the database itself. By default they are in the folder ``<file>.files`` beside an SQLite file, to be
            moved and copied with it, and in any other database itself.

    Raises:
        StoreError: The database can't be opened, is not one, belongs to another program, was changed by one, or is from
            a newer version; or ``files`` can't be a folder.
    """

    def __init__(
        self,
        url_or_path: str | PathLike[str],
        *,
        owner: Callable[[TContext], str] | None = None,
        files: str | PathLike[str] | None = None,
    ) -> None:
        super().__init__(url_or_path, owner, files)
        dialect = self._database.engine.dialect.name
        self._threads = rows_of(THREADS, dialect, "thread")
        self._items = rows_of(ITEMS, dialect, "item")
        self._search = search_of(dialect)

    def __repr__(self) -> str:
        return f"SQLStore({self._database.where!r})"

    async def load_thread(self, thread_id: str, context: TContext) -> ThreadMetadata:
        """Load a thread without its items.

        Raises:
            NotFoundError: There is no such thread.
            StoreError: The database can't be read.
        """
        scope = self._scope(context)
        row = await self._database.read(lambda each: self._threads.get(each, scope, thread_id))
        return self._decoded(_THREAD, row, words().the_thread(quoted(row.id)))

    async def save_thread(self, thread: ThreadMetadata, context: TContext) -> None:
        """Save a thread, new or known, without its items.

        Raises:
            StoreError: The database can't be written.
        """
        if isinstance(thread, Thread):
            thread = ThreadMetadata(**{name: getattr(thread, name) for name in ThreadMetadata.model_fields})
        row = thread.id, microseconds(thread.created_at), encoded(thread)
        scope = self._scope(context)
        await self._database.write(lambda each: self._threads.put(each, scope, *row))

    async def load_thread_items(
        self,
        thread_id: str,
        after: str | None,
        limit: int,
        order: str,
        context: TContext,
    ) -> Page[ThreadItem]:
        """Load a page of items, hidden ones included, without those whose rows are damaged: the log tells of them.

        Raises:
            NotFoundError: The thread has no item ``after``.
            StoreError: The database can't be read.
            ValueError: ``limit`` is below 1, or ``order`` is unknown.
        """
        scope = self._scope(context, thread_id)

        def read(rows: Sequence[Stored]) -> list[ThreadItem]:
            return self._read_items(rows, thread_id)

        return await self._page(self._items, read, scope, after=after, limit=limit, order=order)

    async def load_threads(
        self,
        limit: int,
        after: str | None,
        order: str,
        context: TContext,
    ) -> Page[ThreadMetadata]:
        """Load a page of threads, without those whose rows are damaged: the log tells of them.

        Raises:
            NotFoundError: There is no thread ``after``.
            StoreError: The database can't be read.
            ValueError: ``limit`` is below 1, or ``order`` is unknown.
        """
        scope = self._scope(context)
        return await self._page(self._threads, self._read_threads, scope, after=after, limit=limit, order=order)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Add an item. One whose id is known takes the place of the old one.

        Raises:
            StoreError: The database can't be written.
        """
        row = item.id, microseconds(item.created_at), encoded(item)
        words = words_of(item)
        scope = self._scope(context, thread_id)
        await self._database.write(lambda each: self._items.put(each, scope, *row, words=words_column(words)))

    async def save_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Save an item in its place, or add it.

        Raises:
            StoreError: The database can't be written.
        """
        await self.add_thread_item(thread_id, item, context)

    async def load_item(self, thread_id: str, item_id: str, context: TContext) -> ThreadItem:
        """Load one item.

        Raises:
            NotFoundError: The thread has no such item.
            StoreError: The database can't be read.
        """
        scope = self._scope(context, thread_id)
        row = await self._database.read(lambda each: self._items.get(each, scope, item_id))
        return self._decoded(_ITEM, row, words().the_item(quoted(row.id), quoted(thread_id)))

    async def delete_thread(self, thread_id: str, context: TContext) -> None:
        """Delete a thread with its items and attachments, if it exists.

        Raises:
            StoreError: The database can't be written; or the thread is gone, and bytes of its attachments can't be
                deleted. ``clean_up`` deletes them when they can.
        """
        mine, its = self._scope(context), self._scope(context, thread_id)

        def delete(connection: Connection) -> None:
            with transaction(connection):
                self._threads.drop(connection, mine, thread_id)
                self._items.clear(connection, its)
                self._doom_attachments(connection, its)

        await self._database.write(delete)
        await self._delete_doomed_attachments(its)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: TContext) -> None:
        """Delete an item, if it exists.

        Raises:
            StoreError: The database can't be written.
        """
        scope = self._scope(context, thread_id)
        await self._database.write(lambda each: self._items.drop(each, scope, item_id))

    async def search(self, query: str, context: TContext, limit: int = 20) -> list[Found]:
        """Find items that have all words of ``query``, the newest first; the last word may be the beginning of one.

        Accents and case make no difference. Hidden items, and items whose thread was not saved, are not found.

        Raises:
            StoreError: The database can't be read.
            ValueError: There is no word in ``query``, or ``limit`` is not from 1 to 1,000.
        """
        check_limit(limit)
        wanted, owner = terms(query), self._scope(context)["owner"]

        def find(connection: Connection) -> list[Found]:
            rows = self._search.find(connection, owner, wanted, limit)
            found = (self._found(item, thread, wanted) for item, thread in rows)
            return [each for each in found if each is not None]

        return await self._database.read(find)

    async def _page(
        self,
        rows: Rows,
        read: Callable[[Sequence[Stored]], list[Any]],
        scope: dict[str, str],
        *,
        after: str | None,
        limit: int,
        order: str,
    ) -> Page[Any]:
        if limit < 1:
            raise ValueError(f"A page needs a limit of at least 1, not {limit!r}.")
        if order not in ("asc", "desc"):
            raise ValueError(f'The order of a page is "asc" or "desc", not {order!r}.')

        def page(connection: Connection) -> Page[Any]:
            data, more = rows.page(connection, scope, after, limit, order, read=read)
            return Page(data=data, has_more=more, after=data[-1].id if more else None)

        return await self._database.read(page)

    def _read_threads(self, rows: Sequence[Stored]) -> list[ThreadMetadata]:
        return self._readable(_THREAD, rows, words().the_thread)

    def _read_items(self, rows: Sequence[Stored], thread: str) -> list[ThreadItem]:
        return self._readable(_ITEM, rows, lambda row_id: words().the_item(row_id, quoted(thread)))

    def _found(self, item: Stored, thread: Stored, wanted: list[str]) -> Found | None:
        threads = self._read_threads([thread])
        items = self._read_items([item], thread.id)
        if not threads or not items:
            return None
        return Found(threads[0], items[0].id, items[0].created_at, excerpt(words_of(items[0]), wanted))
