"""What a thread may not bring along that acts by itself: a file of threads may come from anybody.

Pictures would be loaded from elsewhere without a click, and bytes uploaded there. Calls of the client's tools that wait
for an answer do nothing when a thread is opened: the client answers those that it was asked itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import AnyUrl

from chatkit_notebook.store.attachments import address_of
from chatkit_notebook.store.portable.attached import attachments_of

if TYPE_CHECKING:
    from chatkit_notebook.types import Attachment, ThreadItem, ThreadMetadata


def tamed_thread(thread: ThreadMetadata) -> ThreadMetadata:
    """A thread whose pictures from elsewhere wait for a click."""
    return thread.model_copy(update={"allowed_image_domains": None})


def tamed_item(item: ThreadItem) -> ThreadItem:
    """An item whose attachments are tame."""
    if attachments := attachments_of(item):
        return item.model_copy(update={"attachments": [tamed_attachment(each) for each in attachments]})
    return item


def tamed_attachment(attachment: Attachment) -> Attachment:
    """An attachment that is shown from the bytes that are here, and uploaded to nowhere."""
    changes: dict[str, Any] = {"upload_descriptor": None}
    if attachment.type == "image":
        changes["preview_url"] = AnyUrl(address_of(attachment.id))
    return attachment.model_copy(update=changes)
