"""A thread written into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from pydantic import AnyUrl

from chatkit_notebook import types
from chatkit_notebook.ids import APPROVAL_MARK, RUN_MARK, default_generate_id
from chatkit_notebook.logger import logger
from chatkit_notebook.store.attachments import address_of
from chatkit_notebook.store.base import CanKeep, TContext
from chatkit_notebook.store.failures import is_missing
from chatkit_notebook.store.portable.file import attachments_of, readdressed
from chatkit_notebook.types.approvals import is_approval_id, settled, state_of

if TYPE_CHECKING:
    from chatkit_notebook.ids import StoreItemType
    from chatkit_notebook.store.base import AttachmentStore, Store
    from chatkit_notebook.types import Attachment, ThreadItem, ThreadMetadata

# Items of the other types have ids like those of messages.
_ID_TYPES: dict[str, StoreItemType] = {
    "client_tool_call": "tool_call",
    "task": "task",
    "workflow": "workflow",
    "sdk_hidden_context": "sdk_hidden_context",
}


class ThreadWriter(Generic[TContext]):
    """One thread that is being written, and can be taken back.

    Args:
        store: Where it goes.
        attachments: Where the bytes of its attachments go; None if nowhere.
        context: The context of the request.
        thread: The thread, under the id that it gets.
        renames: Whether its items and attachments get new ids.
    """

    def __init__(
        self,
        store: Store[TContext],
        attachments: AttachmentStore[TContext] | None,
        context: TContext,
        thread: ThreadMetadata,
        *,
        renames: bool,
    ) -> None:
        self.thread = thread
        self._store = store
        self._attachments = attachments
        self._context = context
        self._renames = renames
        self._attached: list[str] = []
        self._new_ids: dict[str, str] = {}

    async def begin(self) -> None:
        """Save the thread, without items for now."""
        await self._store.save_thread(self.thread, self._context)

    async def add_attachment(self, attachment: Attachment, data: bytes | None) -> None:
        """Add an attachment. An id that another thread's attachment has already is left to that one.

        Args:
            attachment: The attachment.
            data: Its bytes; None if they are not at hand.
        """
        attachment_id = attachment.id
        if self._renames or await self._is_taken(attachment_id):
            attachment_id = self._new_ids[attachment.id] = self._new_attachment_id(attachment.mime_type)
        self._attached.append(attachment_id)
        await self._store.save_attachment(_moved(attachment, attachment_id, self.thread.id), self._context)
        if data is not None and isinstance(self._attachments, CanKeep):
            await self._attachments.keep(attachment_id, data, self._context)

    async def add_item(self, item: ThreadItem) -> None:
        """Add an item, after those that are older."""
        changes: dict[str, Any] = {"thread_id": self.thread.id}
        state = state_of(item)
        if state == "open" and isinstance(item, types.WidgetItem):  # the run that asked is not here
            item = settled(item, "unanswered")
        if self._renames or (state is None and is_approval_id(item.id)):
            changes["id"] = self._new_item_id(item)
        if any(each.id in self._new_ids for each in attachments_of(item)):
            changes["attachments"] = [self._in_thread(each) for each in attachments_of(item)]
        moved = readdressed(item.model_copy(update=changes), self._new_ids)
        await self._store.add_thread_item(self.thread.id, moved, self._context)

    async def undo(self) -> bool:
        """Remove what was written, and tell whether nothing is left of it."""
        try:
            for attachment_id in self._attached:
                if self._attachments is not None:
                    await self._attachments.delete_attachment(attachment_id, self._context)
                await self._store.delete_attachment(attachment_id, self._context)
            await self._store.delete_thread(self.thread.id, self._context)
        except Exception:  # noqa: BLE001 - the store has failed already, and that is what is raised
            logger.exception("A part of the thread %r could not be removed.", self.thread.id)
            return False
        return True

    async def _is_taken(self, attachment_id: str) -> bool:
        try:
            known = await self._store.load_attachment(attachment_id, self._context)
        except Exception as error:
            if is_missing(error):
                return False
            raise
        return known.thread_id != self.thread.id

    def _in_thread(self, attachment: Attachment) -> Attachment:
        new_id = self._new_ids.get(attachment.id)
        return attachment if new_id is None else _moved(attachment, new_id, self.thread.id)

    def _new_attachment_id(self, mime_type: str) -> str:
        if self._attachments is None:
            return default_generate_id("attachment")
        return self._attachments.generate_attachment_id(mime_type, self._context)

    def _new_item_id(self, item: ThreadItem) -> str:
        new = self._store.generate_item_id(_ID_TYPES.get(item.type, "message"), self.thread, self._context)
        if state_of(item) is not None:
            return new + APPROVAL_MARK
        return new + RUN_MARK if item.type == "workflow" and item.id.endswith(RUN_MARK) else new


def _moved(attachment: Attachment, attachment_id: str, thread_id: str) -> Attachment:
    """An attachment as it is in another thread, and under another id."""
    changes: dict[str, Any] = {"id": attachment_id, "thread_id": thread_id, "upload_descriptor": None}
    if attachment.type == "image" and attachment.preview_url == AnyUrl(address_of(attachment.id)):
        changes["preview_url"] = AnyUrl(address_of(attachment_id))
    return attachment.model_copy(update=changes)
