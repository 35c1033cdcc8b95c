"""What is in a thread, in the order in which another store can take it."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from chatkit_notebook.store.portable.attached import attachments_of, read
from chatkit_notebook.store.portable.lines import Line
from chatkit_notebook.store.portable.models import is_missing
from chatkit_notebook.store.portable.pages import all_items

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chatkit_notebook.store.base import AttachmentStore, Store, TContext
    from chatkit_notebook.types import Attachment


async def contents(
    store: Store[TContext], attachments: AttachmentStore[TContext] | None, thread_id: str, context: TContext
) -> AsyncGenerator[Line]:
    """Load the items of a thread, the oldest first, each attachment before the first message that names it."""
    known: set[str] = set()
    async with aclosing(all_items(store, thread_id, context)) as items:
        async for item in items:
            for attachment in attachments_of(item):
                if attachment.id not in known:
                    known.add(attachment.id)
                    data = await read(attachments, attachment.id, context)
                    yield Line("attachment", await _stored(store, attachment, context), data)
            yield Line("item", item)


async def _stored(store: Store[TContext], attachment: Attachment, context: TContext) -> Attachment:
    """What the store knows of an attachment; or else what its message does."""
    try:
        return await store.load_attachment(attachment.id, context)
    except Exception as error:
        if is_missing(error):
            return attachment
        raise
