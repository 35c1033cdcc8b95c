"""A store in memory: what a chat has until it is given another."""

# ruff: noqa: ARG002 - one user: the context is for stores that tell them apart

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.store.base import Store, TContext
from chatkit_notebook.store.copies import fresh
from chatkit_notebook.store.paging import Timeline
from chatkit_notebook.types import Page, Thread, ThreadMetadata

if TYPE_CHECKING:
    from chatkit_notebook.types import Attachment, ThreadItem


class MemoryStore(Store[TContext]):
    """Keeps everything until the process ends, for one user. Safe to use from several threads."""

    def __init__(self) -> None:
        # Rows are replaced and never changed, so that copies may be made outside the lock.
        self._lock = Lock()
        self._threads: Timeline[ThreadMetadata] = Timeline("thread")
        self._items: dict[str, Timeline[ThreadItem]] = {}
        self._attachments: dict[str, Attachment] = {}

    async def load_thread(self, thread_id: str, context: TContext) -> ThreadMetadata:
        """Load a thread without its items.

        Raises:
            NotFoundError: There is no such thread.
        """
        with self._lock:
            thread = self._threads.get(thread_id)
        return fresh(thread)

    async def save_thread(self, thread: ThreadMetadata, context: TContext) -> None:
        """Save a thread, new or known, without its items."""
        if isinstance(thread, Thread):
            thread = ThreadMetadata(**{name: getattr(thread, name) for name in ThreadMetadata.model_fields})
        row = fresh(thread)
        with self._lock:
            self._threads.put(row.id, row.created_at, row)

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
            ValueError: ``limit`` or ``order`` makes no sense.
        """
        with self._lock:
            rows, more = self._items.get(thread_id, Timeline("item")).page(after, limit, order)
        return Page(data=[fresh(row) for row in rows], has_more=more is not None, after=more)

    async def save_attachment(self, attachment: Attachment, context: TContext) -> None:
        """Save an attachment's metadata, new or known."""
        self._attachments[attachment.id] = fresh(attachment)

    async def load_attachment(self, attachment_id: str, context: TContext) -> Attachment:
        """Load an attachment's metadata.

        Raises:
            NotFoundError: There is no such attachment.
        """
        try:
            return fresh(self._attachments[attachment_id])
        except KeyError:
            raise NotFoundError(f"There is no attachment {attachment_id!r}.") from None

    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's metadata, if it exists."""
        self._attachments.pop(attachment_id, None)

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
            ValueError: ``limit`` or ``order`` makes no sense.
        """
        with self._lock:
            rows, more = self._threads.page(after, limit, order)
        return Page(data=[fresh(row) for row in rows], has_more=more is not None, after=more)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Add an item. One whose id is known takes the place of the old one."""
        row = fresh(item)
        with self._lock:
            self._items.setdefault(thread_id, Timeline("item")).put(row.id, row.created_at, row)

    async def save_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Save an item in its place, or add it."""
        await self.add_thread_item(thread_id, item, context)

    async def load_item(self, thread_id: str, item_id: str, context: TContext) -> ThreadItem:
        """Load one item.

        Raises:
            NotFoundError: The thread has no such item.
        """
        with self._lock:
            item = self._items.get(thread_id, Timeline("item")).get(item_id)
        return fresh(item)

    async def delete_thread(self, thread_id: str, context: TContext) -> None:
        """Delete a thread with its items, if it exists."""
        with self._lock:
            self._threads.drop(thread_id)
            self._items.pop(thread_id, None)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: TContext) -> None:
        """Delete an item, if it exists."""
        with self._lock:
            if timeline := self._items.get(thread_id):
                timeline.drop(item_id)
