"""The store in a database."""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError

from chatkit_notebook.clock import now
from chatkit_notebook.store.base import Store, TContext
from chatkit_notebook.store.sql.address import address, is_memory
from chatkit_notebook.store.sql.engine import open_engine, transaction
from chatkit_notebook.store.sql.failures import StoreError, explained
from chatkit_notebook.store.sql.migrations import migrate
from chatkit_notebook.store.sql.rows import Rows
from chatkit_notebook.store.sql.schema import ATTACHMENTS, ITEMS, THREADS, microseconds
from chatkit_notebook.store.sql.workers import Workers
from chatkit_notebook.types import Attachment, Page, Thread, ThreadItem, ThreadMetadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from pydantic import BaseModel
    from sqlalchemy import Connection, Engine

T = TypeVar("T")

_READERS = 4
_THREAD = TypeAdapter(ThreadMetadata)
_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)
_ATTACHMENT: TypeAdapter[Attachment] = TypeAdapter(Attachment)


class SQLStore(Store[TContext]):
    """Keeps everything in a database: an SQLite file, or PostgreSQL where many people or machines share it.

    It may be used from any number of threads and event loops, and the same database by any number of processes, each
    with a store of its own. A write that is cancelled has happened whole, or not at all.

    Args:
        url_or_path: The path of an SQLite file, which is made if it does not exist; ``":memory:"``; or the URL of a
            database, such as ``"postgresql://user:password@host/database"``.
        owner: Tells from the context of a request whose data it may touch; without it there is one user.

    Raises:
        StoreError: The database can't be opened, is none, belongs to another program, or is of a newer version.
    """

    def __init__(self, url_or_path: str | PathLike[str], *, owner: Callable[[TContext], str] | None = None) -> None:
        url = address(url_or_path)
        sqlite = url.get_backend_name() == "sqlite"
        self._where = (url.database or ":memory:") if sqlite else url.set(query={}).render_as_string()
        self._owner = owner
        self._process = os.getpid()
        self._engine = open_engine(url, _READERS + sqlite)
        dialect = self._engine.dialect.name
        self._threads = Rows(THREADS, dialect, "thread")
        self._items = Rows(ITEMS, dialect, "item")
        self._attachments = Rows(ATTACHMENTS, dialect, "attachment")
        # SQLite has one writer at a time: waiting in a queue is quicker than for its lock.
        self._writers = Workers(1 if sqlite else _READERS)
        self._readers = self._writers if is_memory(url) or not sqlite else Workers(_READERS)
        self._shut = weakref.finalize(self, _shut, self._engine, {self._writers, self._readers})
        try:
            with explained(self._where), self._engine.connect() as connection:
                migrate(connection, self._where)
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"SQLStore({self._where!r})"

    def close(self) -> None:
        """Finish what was begun and close the database. The store can't be used after this."""
        self._shut()

    async def load_thread(self, thread_id: str, context: TContext) -> ThreadMetadata:
        """Load a thread without its items.

        Raises:
            NotFoundError: There is no such thread.
            StoreError: The database can't be read.
        """
        scope = self._scope(context)
        return await self._read(lambda each: self._decoded(_THREAD, self._threads.get(each, scope, thread_id)))

    async def save_thread(self, thread: ThreadMetadata, context: TContext) -> None:
        """Save a thread, new or known, without its items.

        Raises:
            StoreError: The database can't be written.
        """
        if isinstance(thread, Thread):
            thread = ThreadMetadata(**{name: getattr(thread, name) for name in ThreadMetadata.model_fields})
        row = thread.id, microseconds(thread.created_at), _encoded(thread)
        scope = self._scope(context)
        await self._write(lambda each: self._threads.put(each, scope, *row))

    async def load_thread_items(
        self,
        thread_id: str,
        after: str | None,
        limit: int,
        order: str,
        context: TContext,
    ) -> Page[ThreadItem]:
        """Load a page of items, hidden ones included.

        Raises:
            NotFoundError: The thread has no item ``after``.
            StoreError: The database can't be read.
            ValueError: ``limit`` or ``order`` makes no sense.
        """
        scope = self._scope(context, thread_id)
        return await self._page(self._items, _ITEM, scope, after=after, limit=limit, order=order)

    async def save_attachment(self, attachment: Attachment, context: TContext) -> None:
        """Save an attachment's metadata, new or known.

        Raises:
            StoreError: The database can't be written.
        """
        row = attachment.id, microseconds(now()), _encoded(attachment)
        scope = self._scope(context)
        await self._write(lambda each: self._attachments.put(each, scope, *row))

    async def load_attachment(self, attachment_id: str, context: TContext) -> Attachment:
        """Load an attachment's metadata.

        Raises:
            NotFoundError: There is no such attachment.
            StoreError: The database can't be read.
        """
        scope = self._scope(context)
        return await self._read(
            lambda each: self._decoded(_ATTACHMENT, self._attachments.get(each, scope, attachment_id))
        )

    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's metadata, if it exists.

        Raises:
            StoreError: The database can't be written.
        """
        scope = self._scope(context)
        await self._write(lambda each: self._attachments.drop(each, scope, attachment_id))

    async def load_threads(
        self,
        limit: int,
        after: str | None,
        order: str,
        context: TContext,
    ) -> Page[ThreadMetadata]:
        """Load a page of threads.

        Raises:
            NotFoundError: There is no thread ``after``.
            StoreError: The database can't be read.
            ValueError: ``limit`` or ``order`` makes no sense.
        """
        return await self._page(self._threads, _THREAD, self._scope(context), after=after, limit=limit, order=order)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Add an item. One whose id is known takes the place of the old one.

        Raises:
            StoreError: The database can't be written.
        """
        row = item.id, microseconds(item.created_at), _encoded(item)
        scope = self._scope(context, thread_id)
        await self._write(lambda each: self._items.put(each, scope, *row))

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
        return await self._read(lambda each: self._decoded(_ITEM, self._items.get(each, scope, item_id)))

    async def delete_thread(self, thread_id: str, context: TContext) -> None:
        """Delete a thread with its items, if it exists.

        Raises:
            StoreError: The database can't be written.
        """
        mine, its = self._scope(context), self._scope(context, thread_id)

        def delete(connection: Connection) -> None:
            with transaction(connection):
                self._threads.drop(connection, mine, thread_id)
                self._items.clear(connection, its)

        await self._write(delete)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: TContext) -> None:
        """Delete an item, if it exists.

        Raises:
            StoreError: The database can't be written.
        """
        scope = self._scope(context, thread_id)
        await self._write(lambda each: self._items.drop(each, scope, item_id))

    async def _page(
        self,
        rows: Rows,
        kind: TypeAdapter[T],
        scope: dict[str, str],
        *,
        after: str | None,
        limit: int,
        order: str,
    ) -> Page[T]:
        if limit < 1:
            raise ValueError(f"A page needs a limit of at least 1, not {limit!r}.")
        if order not in ("asc", "desc"):
            raise ValueError(f'The order of a page is "asc" or "desc", not {order!r}.')

        def page(connection: Connection) -> Page[T]:
            texts, more = rows.page(connection, scope, after, limit, order)
            data: list[Any] = [self._decoded(kind, text) for text in texts]
            return Page(data=data, has_more=more, after=data[-1].id if more else None)

        return await self._read(page)

    def _scope(self, context: TContext, thread_id: str | None = None) -> dict[str, str]:
        owner: Any = "" if self._owner is None else self._owner(context)
        if not isinstance(owner, str):
            raise TypeError(f"The owner function returned {owner!r}: return a str, the same for the same person.")
        return {"owner": owner} if thread_id is None else {"owner": owner, "thread_id": thread_id}

    def _decoded(self, kind: TypeAdapter[T], text: str) -> T:
        try:
            return kind.validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
            raise StoreError(
                f"The database {self._where!r} holds a row that this version of chatkit-notebook can't read: "
                f"{problem['msg']} ({'.'.join(map(str, problem['loc']))}). It may be of a newer version."
            ) from None

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._run(self._readers, work)

    async def _write(self, work: Callable[[Connection], None]) -> None:
        await self._run(self._writers, work)

    async def _run(self, workers: Workers, work: Callable[[Connection], T]) -> T:
        if not self._shut.alive:
            raise StoreError(f"The store of {self._where!r} was closed: make a new one.")
        if os.getpid() != self._process:
            raise StoreError(f"The store of {self._where!r} was made in another process: make one in each.")
        return await workers.run(lambda: self._done(work))

    def _done(self, work: Callable[[Connection], T]) -> T:
        with explained(self._where):
            try:
                with self._engine.connect() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            # The server was restarted. What a store does may be done twice.
            with self._engine.connect() as connection:
                return work(connection)


def _encoded(model: BaseModel) -> str:
    # By way of a dictionary: the model itself would write null for an infinity.
    return to_json(model.model_dump(round_trip=True), inf_nan_mode="constants").decode()


def _shut(engine: Engine, workers: set[Workers]) -> None:
    for each in workers:
        each.stop()
    engine.dispose()
