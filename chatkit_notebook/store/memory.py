"""A store in memory: what a chat has until it is given another."""

# ruff: noqa: ARG002 - one user: the context is for stores that tell them apart

from __future__ import annotations

from asyncio import sleep
from heapq import merge
from itertools import count, starmap
from operator import itemgetter
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_notebook import types
from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.store.attachments import DAY, BlobAttachmentStore
from chatkit_notebook.store.base import Store, TContext
from chatkit_notebook.store.blobs import MemoryBlobs
from chatkit_notebook.store.copies import fresh, repaired
from chatkit_notebook.store.paging import Timeline
from chatkit_notebook.store.portable.memory_file import MemoryFile
from chatkit_notebook.store.search import Found, check_limit, excerpt, terms, words_of
from chatkit_notebook.store.tokens import match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta

    from chatkit_notebook.store.paging import Key
    from chatkit_notebook.types import Attachment, Page, ThreadItem, ThreadMetadata

_BREATH = 0.02


class MemoryStore(MemoryFile, Store[TContext]):
    """Keeps everything until the process ends, or in a file where it is saved, for one user.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        # Rows are replaced and never changed, so that copies may be made outside the lock.
        self._lock = Lock()
        self._threads: Timeline[ThreadMetadata] = Timeline("thread")
        self._items: dict[str, Timeline[ThreadItem]] = {}
        self._counter = count()
        # Each with the second in which it was announced.
        self._attachments: dict[str, tuple[float, Attachment]] = {}
        self._blobs = MemoryBlobs()

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
        if isinstance(thread, types.Thread):
            thread = types.ThreadMetadata(**{name: getattr(thread, name) for name in types.ThreadMetadata.model_fields})
        row = fresh(repaired(thread))
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
            ValueError: ``limit`` is below 1, or ``order`` is unknown.
        """
        with self._lock:
            rows, more = self._items.get(thread_id, Timeline("item")).page(after, limit, order)
        return types.Page(data=[fresh(row) for row in rows], has_more=more is not None, after=more)

    def attachment_store(self) -> BlobAttachmentStore[TContext]:
        """Make what takes and reads the bytes of this store's attachments."""
        return BlobAttachmentStore(self._blobs)

    async def clean_up(self, older_than: timedelta = DAY) -> int:
        """Delete attachments that were never sent, and their bytes.

        Args:
            older_than: How long ago they were announced, at least.

        Returns:
            How many there were.
        """
        latest = monotonic() - older_than.total_seconds()
        return await self._delete_attachments(lambda began, each: each.thread_id is None and began < latest)

    async def save_attachment(self, attachment: Attachment, context: TContext) -> None:
        """Save an attachment's metadata, new or known."""
        row = fresh(repaired(attachment))
        with self._lock:
            began, _ = self._attachments.get(row.id, (monotonic(), None))
            self._attachments[row.id] = began, row

    async def load_attachment(self, attachment_id: str, context: TContext) -> Attachment:
        """Load an attachment's metadata.

        Raises:
            NotFoundError: There is no such attachment.
        """
        try:
            return fresh(self._attachments[attachment_id][1])
        except KeyError:
            raise NotFoundError(f"There is no attachment {attachment_id!r}.") from None

    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's bytes and its metadata, if it exists."""
        await self._blobs.delete("", attachment_id)
        with self._lock:
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
            ValueError: ``limit`` is below 1, or ``order`` is unknown.
        """
        with self._lock:
            rows, more = self._threads.page(after, limit, order)
        return types.Page(data=[fresh(row) for row in rows], has_more=more is not None, after=more)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Add an item. One whose id is known takes the place of the old one."""
        row = fresh(repaired(item))
        with self._lock:
            self._items.setdefault(thread_id, Timeline("item", self._counter)).put(row.id, row.created_at, row)

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

    async def search(self, query: str, context: TContext, limit: int = 20) -> list[Found]:
        """Find items that have all words of ``query``, the newest first; the last word may be the beginning of one.

        Accents and case make no difference. Hidden items, and items whose thread was not saved, are not found.

        Raises:
            ValueError: There is no word in ``query``, or ``limit`` is not from 1 to 1,000.
        """
        check_limit(limit)
        wanted = terms(query)
        with self._lock:
            threads = {thread.id: thread for _, thread in self._threads.newest()}
            rows = [(its.newest(), threads[name]) for name, its in self._items.items() if name in threads]
        found: list[Found] = []
        breathed = float("-inf")
        for _, item, thread in merge(*starmap(_of, rows), key=itemgetter(0), reverse=True):
            if monotonic() - breathed > _BREATH:
                await sleep(0)  # a loop has other things to do
                breathed = monotonic()
            if match(text := words_of(item), wanted):
                found.append(Found(fresh(thread), item.id, item.created_at, excerpt(text, wanted)))
                if len(found) == limit:
                    break
        return found

    async def delete_thread(self, thread_id: str, context: TContext) -> None:
        """Delete a thread with its items and attachments, if it exists."""
        with self._lock:
            self._threads.drop(thread_id)
            self._items.pop(thread_id, None)
        await self._delete_attachments(lambda _, each: each.thread_id == thread_id)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: TContext) -> None:
        """Delete an item, if it exists."""
        with self._lock:
            if timeline := self._items.get(thread_id):
                timeline.drop(item_id)

    async def _delete_attachments(self, is_meant: Callable[[float, Attachment], bool]) -> int:
        with self._lock:
            ids = [each.id for began, each in self._attachments.values() if is_meant(began, each)]
            for attachment_id in ids:
                del self._attachments[attachment_id]
        for attachment_id in ids:
            await self._blobs.delete("", attachment_id)
        return len(ids)


def _of(rows: list[tuple[Key, ThreadItem]], thread: ThreadMetadata) -> Iterator[tuple[Key, ThreadItem, ThreadMetadata]]:
    return ((place, item, thread) for place, item in rows)
