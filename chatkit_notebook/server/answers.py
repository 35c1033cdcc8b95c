"""The operations that are answered with one JSON document."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, assert_never

from chatkit_notebook import types
from chatkit_notebook.server.host import current_host
from chatkit_notebook.server.pipeline import visible
from chatkit_notebook.server.serializer import to_json
from chatkit_notebook.server.streaming import DEFAULT_PAGE_SIZE, StreamingOperations
from chatkit_notebook.store.base import TContext

if TYPE_CHECKING:
    from pydantic import BaseModel

    from chatkit_notebook.store.base import AttachmentStore
    from chatkit_notebook.types import (
        Attachment,
        AttachmentCreateParams,
        ItemsListParams,
        NonStreamingReq,
        Page,
        SyncCustomActionResponse,
        Thread,
        ThreadCustomActionParams,
        ThreadItem,
        ThreadListParams,
    )

_NOTHING = b"{}"


class Answers(StreamingOperations[TContext]):
    """Threads, items, attachments, dictation and synchronous actions."""

    async def _process_non_streaming(  # noqa: C901, PLR0911 - one case an operation
        self, request: NonStreamingReq, context: TContext
    ) -> bytes:
        match request:
            case types.ThreadsGetByIdReq():
                thread = await self._load_full_thread(request.params.thread_id, context)
                return self._serialize(self._to_thread_response(thread))
            case types.ThreadsListReq():
                return self._serialize(await self._list_threads(request.params, context))
            case types.ItemsListReq():
                return self._serialize(await self._list_items(request.params, context))
            case types.ItemsFeedbackReq():
                await self.add_feedback(request.params.thread_id, request.params.item_ids, request.params.kind, context)
                return _NOTHING
            case types.AttachmentsCreateReq():
                return self._serialize(await self._create_attachment(request.params, context))
            case types.AttachmentsDeleteReq():
                attachment_id = request.params.attachment_id
                await self._get_attachment_store().delete_attachment(attachment_id, context=context)
                await self.store.delete_attachment(attachment_id, context=context)
                return _NOTHING
            case types.ThreadsUpdateReq():
                thread = await self.store.load_thread(request.params.thread_id, context=context)
                thread.title = request.params.title
                await self.store.save_thread(thread, context=context)
                return self._serialize(self._to_thread_response(thread))
            case types.ThreadsDeleteReq():
                await self.store.delete_thread(request.params.thread_id, context=context)
                return _NOTHING
            case types.InputTranscribeReq():
                audio = types.AudioInput(
                    data=b64decode(request.params.audio_base64), mime_type=request.params.mime_type
                )
                return self._serialize(await self.transcribe(audio, context=context))
            case types.ThreadsSyncCustomActionReq():
                return self._serialize(await self._sync_action(request.params, context))
            case _:
                assert_never(request)

    async def _load_full_thread(self, thread_id: str, context: TContext) -> Thread:
        """Load a thread with its first page of items, the oldest first."""
        thread = await self.store.load_thread(thread_id, context=context)
        page = await self.store.load_thread_items(
            thread_id, after=None, limit=DEFAULT_PAGE_SIZE, order="asc", context=context
        )
        return types.Thread.model_validate({**vars(thread), "items": page})

    async def _list_threads(self, params: ThreadListParams, context: TContext) -> Page[Thread]:
        page = await self.store.load_threads(
            limit=params.limit or DEFAULT_PAGE_SIZE, after=params.after, order=params.order, context=context
        )
        threads = [self._to_thread_response(thread) for thread in page.data]
        return types.Page(data=threads, has_more=page.has_more, after=page.after)

    async def _list_items(self, params: ItemsListParams, context: TContext) -> Page[ThreadItem]:
        page = await self.store.load_thread_items(
            params.thread_id,
            limit=params.limit or DEFAULT_PAGE_SIZE,
            after=params.after,
            order=params.order,
            context=context,
        )
        # The page is filtered after it was cut: it may be short, and its cursor may be a hidden item's.
        return page.model_copy(update={"data": visible(page.data)})

    async def _create_attachment(self, params: AttachmentCreateParams, context: TContext) -> Attachment:
        attachment = await self._get_attachment_store().create_attachment(params, context)
        await self.store.save_attachment(attachment, context=context)
        return attachment

    async def _sync_action(self, params: ThreadCustomActionParams, context: TContext) -> SyncCustomActionResponse:
        thread = await self.store.load_thread(params.thread_id, context=context)
        sender = await self._load_sender(params, thread, context)
        if sender is not None and not isinstance(sender, types.WidgetItem):
            raise ValueError(f"Only a widget can send an action, and {sender.id!r} is of type {sender.type!r}.")
        return await current_host().sync_action(self.sync_action, thread, params.action, sender, context)

    def _get_attachment_store(self) -> AttachmentStore[TContext]:
        """Return the attachment store.

        Raises:
            RuntimeError: The server has none.
        """
        if self.attachment_store is None:
            raise RuntimeError(
                f"{type(self).__name__} has no attachment store: pass attachment_store= to accept attachments."
            )
        return self.attachment_store

    def _serialize(self, obj: BaseModel) -> bytes:
        """Return a model as the client may see it."""
        return to_json(obj)
