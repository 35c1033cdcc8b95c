"""Threads read out of a store, and written to a file."""

from __future__ import annotations

from contextlib import aclosing, closing
from typing import TYPE_CHECKING, TextIO

from chatkit_notebook.store.base import CanRead, attachment_store_of
from chatkit_notebook.store.failures import is_missing
from chatkit_notebook.store.pages import PAGE, paged
from chatkit_notebook.store.portable.file import (
    Line,
    Place,
    addressed_in,
    attachments_of,
    encoded,
    end,
    header,
    written,
)
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Iterable

    from chatkit_notebook.store.base import AttachmentStore, Store, TContext
    from chatkit_notebook.types import Attachment, Page, ThreadItem, ThreadMetadata


async def export_threads(
    store: Store[TContext],
    file: Place,
    context: TContext,
    *,
    thread_ids: Iterable[str] | None = None,
    attachments: AttachmentStore[TContext] | None = None,
) -> int:
    """Write threads to a file of JSON lines, from which ``import_threads`` makes them again.

    Everything of a thread is in it: hidden items, metadata, and attachments with their bytes where these can be read.
    However much there is, only a page of items is in memory at a time.

    Args:
        store: Where the threads are.
        file: The path of the file, which is packed with gzip if it ends in ``.gz`` and replaced when all is written; or
            a file that is open for text.
        context: Whose threads.
        thread_ids: Which threads, in this order; by default all, the oldest first.
        attachments: Where the bytes of attachments are; by default where the store keeps them, if it does.

    Returns:
        How many threads were written.

    Raises:
        NotFoundError: There is no such thread.
        OSError: The file can't be written.
        ValueError: Something in a thread is not JSON, or is too large.
    """
    attachments = bytes_of(store, attachments)
    threads = items = 0
    worker = Worker()
    with closing(worker), written(file) as out:
        await worker.finish(out.write, header())
        async for thread in _threads(store, context, thread_ids):
            threads += 1
            batch = [Line("thread", thread)]
            async for line in contents(store, attachments, thread.id, context):
                items += line.kind == "item"
                batch.append(line)
                if len(batch) == PAGE or line.data:
                    await worker.finish(_write, out, batch, thread.id)
                    batch = []
            await worker.finish(_write, out, batch, thread.id)
        await worker.finish(out.write, end(threads, items))
    return threads


def bytes_of(store: Store[TContext], attachments: AttachmentStore[TContext] | None) -> AttachmentStore[TContext] | None:
    """Where the bytes of attachments are: as given, or else where the store itself keeps them, if it does."""
    if attachments is not None:
        return attachments
    return attachment_store_of(store)


async def contents(
    store: Store[TContext], attachments: AttachmentStore[TContext] | None, thread_id: str, context: TContext
) -> AsyncGenerator[Line]:
    """Load the items of a thread, the oldest first, each attachment before the first message that names it."""

    def load(after: str | None) -> Awaitable[Page[ThreadItem]]:
        return store.load_thread_items(thread_id, after, PAGE, "asc", context)

    known: set[str] = set()
    async with aclosing(paged(load)) as items:
        async for item in items:
            for attachment in attachments_of(item):
                if attachment.id not in known:
                    known.add(attachment.id)
                    data = await _read(attachments, attachment.id, context)
                    yield Line("attachment", await _stored(store, attachment, context), data)
            for attachment in await _addressed(store, item, thread_id, context):
                if attachment.id not in known:
                    known.add(attachment.id)
                    yield Line("attachment", attachment, await _read(attachments, attachment.id, context))
            yield Line("item", item)


async def _threads(
    store: Store[TContext], context: TContext, thread_ids: Iterable[str] | None
) -> AsyncGenerator[ThreadMetadata]:
    if thread_ids is None:
        async for thread in paged(lambda after: store.load_threads(PAGE, after, "asc", context)):
            yield thread
        return
    if isinstance(thread_ids, str):
        raise TypeError(f"thread_ids={thread_ids!r} must be a list of ids: write thread_ids=[{thread_ids!r}].")
    for thread_id in dict.fromkeys(thread_ids):
        yield await store.load_thread(thread_id, context)


def _write(out: TextIO, batch: list[Line], thread_id: str) -> None:
    out.writelines(encoded(line, thread_id) for line in batch)


async def _read(attachments: AttachmentStore[TContext] | None, attachment_id: str, context: TContext) -> bytes | None:
    """Read the bytes of an attachment; None if they can't be read from here, or have never come."""
    if not isinstance(attachments, CanRead):
        return None
    try:
        return await attachments.read(attachment_id, context)
    except Exception as error:
        if is_missing(error):
            return None
        raise


async def _addressed(store: Store[TContext], item: ThreadItem, thread_id: str, context: TContext) -> list[Attachment]:
    """The thread's own attachments that an item names by their addresses: a model may have written others."""
    found: list[Attachment] = []
    for attachment_id in addressed_in(item):
        try:
            attachment = await store.load_attachment(attachment_id, context)
        except Exception as error:
            if is_missing(error):
                continue
            raise
        if attachment.thread_id == thread_id:
            found.append(attachment)
    return found


async def _stored(store: Store[TContext], attachment: Attachment, context: TContext) -> Attachment:
    """What the store knows of an attachment; or else what its message does."""
    try:
        return await store.load_attachment(attachment.id, context)
    except Exception as error:
        if is_missing(error):
            return attachment
        raise
