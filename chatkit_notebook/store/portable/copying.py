"""A thread copied, whole or up to an item."""

from __future__ import annotations

import re
from contextlib import aclosing
from typing import TYPE_CHECKING

from chatkit_notebook import clock
from chatkit_notebook.store.base import CanKeep, CanRead
from chatkit_notebook.store.portable.export import bytes_of, contents
from chatkit_notebook.store.portable.writer import ThreadWriter

if TYPE_CHECKING:
    from chatkit_notebook.store.base import AttachmentStore, Store, TContext
    from chatkit_notebook.types import ThreadItem, ThreadMetadata

_LONGEST_TITLE = 120
_NUMBERED = re.compile(r"(.*\S) \((\d{1,2})\)", re.DOTALL)


async def copy_thread(
    store: Store[TContext],
    thread_id: str,
    context: TContext,
    *,
    up_to: str | None = None,
    title: str | None = None,
    attachments: AttachmentStore[TContext] | None = None,
) -> ThreadMetadata:
    """Copy a thread: to try another way from a point of the conversation, without losing the first one.

    The copy is a thread of its own, made now. Its items, hidden ones included, have new ids and their old times, and
    so have its attachments, with their bytes; where bytes can't be read and kept from here, both threads share them.
    Status and metadata are the same: what the metadata says of later items, it says in the copy as well.

    A client tool call that waits for its output is left out: the client answers it in the first thread, and the copy
    would wait forever. Questions to the user that are open stay so: they can be answered in the copy in another way.

    Args:
        store: Where the thread is, and its copy will be.
        thread_id: The thread.
        context: The context of the request.
        up_to: The id of the last item to copy; by default all are.
        title: The title of the copy; by default the thread's own with a number, such as ``"Trip (2)"`` for
            ``"Trip"``, which needs no translation.
        attachments: Where the bytes of attachments are; by default where the store keeps them, if it does.

    Returns:
        The new thread.

    Raises:
        NotFoundError: There is no such thread or item. Nothing was written.
        Exception: The store failed. What was written is removed again.
    """
    thread = await store.load_thread(thread_id, context)
    if up_to is not None:
        await store.load_item(thread_id, up_to, context)
    attachments = bytes_of(store, attachments)
    source = attachments if isinstance(attachments, CanKeep) else None
    changes = {
        "id": store.generate_thread_id(context),
        "created_at": clock.now(),
        "title": numbered(thread.title) if title is None else title,
    }
    copy = ThreadWriter(store, attachments, context, thread.model_copy(update=changes), renames=True)
    try:
        await copy.begin()
        async with aclosing(contents(store, source, thread_id, context)) as lines:
            async for line in lines:
                if line.kind == "attachment":
                    if isinstance(source, CanRead):
                        await copy.add_attachment(line.value, line.data)
                    continue
                if not _waits(line.value):
                    await copy.add_item(line.value)
                if line.value.id == up_to:
                    break
    except BaseException:
        await copy.undo()
        raise
    return copy.thread


def numbered(title: str | None) -> str | None:
    """The title of a copy: the next number behind it, the first one being 2."""
    if not title:
        return title
    match = _NUMBERED.fullmatch(title)
    stem, number = (match[1], int(match[2]) + 1) if match else (title, 2)
    if len(stem) > _LONGEST_TITLE:
        stem = f"{stem[: _LONGEST_TITLE - 1].rstrip()}…"
    return f"{stem} ({number})"


def _waits(item: ThreadItem) -> bool:
    return item.type == "client_tool_call" and item.status == "pending"
