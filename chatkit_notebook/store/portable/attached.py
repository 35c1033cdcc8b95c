"""The attachments of messages, and where their bytes are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import AnyUrl

from chatkit_notebook.store.attachments import address_of
from chatkit_notebook.store.base import CanRead, attachment_store_of
from chatkit_notebook.store.portable.models import is_missing

if TYPE_CHECKING:
    from chatkit_notebook.store.base import AttachmentStore, Store, TContext
    from chatkit_notebook.types import Attachment, ThreadItem


def bytes_of(store: Store[TContext], attachments: AttachmentStore[TContext] | None) -> AttachmentStore[TContext] | None:
    """Where the bytes of attachments are: as given, or else where the store itself keeps them, if it does."""
    if attachments is not None:
        return attachments
    return attachment_store_of(store)


async def read(attachments: AttachmentStore[TContext] | None, attachment_id: str, context: TContext) -> bytes | None:
    """Read the bytes of an attachment; None if they can't be read from here, or have never come."""
    if not isinstance(attachments, CanRead):
        return None
    try:
        return await attachments.read(attachment_id, context)
    except Exception as error:
        if is_missing(error):
            return None
        raise


def attachments_of(item: ThreadItem) -> list[Attachment]:
    """The attachments that an item names."""
    return item.attachments if item.type == "user_message" else []


def moved(attachment: Attachment, attachment_id: str, thread_id: str) -> Attachment:
    """An attachment as it is in another thread, and under another id."""
    changes: dict[str, Any] = {"id": attachment_id, "thread_id": thread_id, "upload_descriptor": None}
    if attachment.type == "image" and attachment.preview_url == AnyUrl(address_of(attachment.id)):
        changes["preview_url"] = AnyUrl(address_of(attachment_id))
    return attachment.model_copy(update=changes)
