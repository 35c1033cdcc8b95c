"""Threads written to a file."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING, TextIO

from chatkit_notebook.store.portable import lines
from chatkit_notebook.store.portable.attached import bytes_of
from chatkit_notebook.store.portable.contents import contents
from chatkit_notebook.store.portable.lines import Line
from chatkit_notebook.store.portable.opening import Place, written
from chatkit_notebook.store.portable.pages import PAGE, all_threads

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from chatkit_notebook.store.base import AttachmentStore, Store, TContext
    from chatkit_notebook.types import ThreadMetadata


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
    with written(file) as out:
        await to_thread(out.write, lines.header())
        async for thread in _threads(store, context, thread_ids):
            threads += 1
            batch = [Line("thread", thread)]
            async for line in contents(store, attachments, thread.id, context):
                items += line.kind == "item"
                batch.append(line)
                if len(batch) == PAGE or line.data:
                    await to_thread(_write, out, batch, thread.id)
                    batch = []
            await to_thread(_write, out, batch, thread.id)
        await to_thread(out.write, lines.end(threads, items))
    return threads


async def _threads(
    store: Store[TContext], context: TContext, thread_ids: Iterable[str] | None
) -> AsyncGenerator[ThreadMetadata]:
    if thread_ids is None:
        async for thread in all_threads(store, context):
            yield thread
        return
    if isinstance(thread_ids, str):
        raise TypeError(f"thread_ids={thread_ids!r} must be a list of ids: write thread_ids=[{thread_ids!r}].")
    for thread_id in dict.fromkeys(thread_ids):
        yield await store.load_thread(thread_id, context)


def _write(out: TextIO, batch: list[Line], thread_id: str) -> None:
    out.writelines(lines.encoded(line, thread_id) for line in batch)
