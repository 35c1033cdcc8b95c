"""The operations that are answered with a stream of events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard, assert_never

from chatkit_notebook import clock, types
from chatkit_notebook.errors import ErrorCode, NotFoundError
from chatkit_notebook.logger import logger
from chatkit_notebook.server.host import current_host
from chatkit_notebook.server.pipeline import EventPipeline, visible
from chatkit_notebook.server.structured_input import answered
from chatkit_notebook.store.base import TContext
from chatkit_notebook.store.pages import paged

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable

    from chatkit_notebook.types import (
        ClientToolCallItem,
        Page,
        StreamingReq,
        StructuredInputItem,
        Thread,
        ThreadAddStructuredInputParams,
        ThreadCustomActionParams,
        ThreadItem,
        ThreadMetadata,
        ThreadStreamEvent,
        UserMessageInput,
        UserMessageItem,
    )

DEFAULT_PAGE_SIZE = 20


class StreamingOperations(EventPipeline[TContext]):
    """Messages, tool outputs, structured inputs, retries and actions: all end in the pipeline."""

    async def _process_streaming_impl(
        self, request: StreamingReq, context: TContext
    ) -> AsyncGenerator[ThreadStreamEvent, None]:
        if isinstance(request, types.ThreadsCreateReq):
            thread = await self._create_thread(context)
            yield types.ThreadCreatedEvent(thread=self._to_thread_response(thread))
        else:
            thread = await self.store.load_thread(request.params.thread_id, context=context)
        match request:
            case types.ThreadsCreateReq() | types.ThreadsAddUserMessageReq():
                message = await self._add_user_message(request.params.input, thread, context)
                yield types.ThreadItemDoneEvent(item=message)
                stream = partial(self.respond, thread, message, context)
            case types.ThreadsAddClientToolOutputReq():
                await self._add_client_tool_output(request.params.result, thread, context)
                stream = partial(self.respond, thread, None, context)
            case types.ThreadsAddStructuredInputReq():
                item = await self._add_structured_input(request.params, thread, context)
                stream = partial(self._replace_and_respond, item, thread, context)
            case types.ThreadsRetryAfterItemReq():
                message = await self._remove_items_after(request.params.item_id, thread, context)
                if message is None:
                    return
                stream = partial(self.respond, thread, message, context)
            case types.ThreadsCustomActionReq():
                sender = await self._load_sender(request.params, thread, context)
                if sender is not None and not isinstance(sender, types.WidgetItem):
                    logger.error("An action came from %r, which is a %s and not a widget.", sender.id, sender.type)
                    yield types.ErrorEvent(code=ErrorCode.STREAM_ERROR, allow_retry=False)
                    return
                stream = partial(current_host().action, self.action, thread, request.params.action, sender, context)
            case _:
                assert_never(request)
        async for event in self._process_events(thread, context, stream):
            yield event

    async def _create_thread(self, context: TContext) -> Thread:
        thread = types.ThreadMetadata(id=self.store.generate_thread_id(context), created_at=clock.now())
        await self.store.save_thread(thread, context=context)
        return types.Thread(id=thread.id, created_at=thread.created_at, items=types.Page())

    async def _add_user_message(
        self,
        input: UserMessageInput,  # noqa: A002 - the official SDK's name
        thread: ThreadMetadata,
        context: TContext,
    ) -> UserMessageItem:
        message = await self._build_user_message_item(input, thread, context)
        for attachment in message.attachments:
            await self.store.save_attachment(attachment, context=context)
        await self.store.add_thread_item(thread.id, message, context=context)
        return message

    async def _add_client_tool_output(self, result: Any, thread: ThreadMetadata, context: TContext) -> None:
        call = await self._pending_client_tool_call(thread, context)
        if call is None:
            return
        call.output = result
        call.status = "completed"
        await self.store.save_item(thread.id, call, context=context)
        await self._cleanup_pending_client_tool_call(thread, context)

    async def _add_structured_input(
        self, params: ThreadAddStructuredInputParams, thread: ThreadMetadata, context: TContext
    ) -> StructuredInputItem:
        """Return the item with the answers written in."""
        item = await self.store.load_item(thread.id, params.item_id, context=context)
        if not isinstance(item, types.StructuredInputItem):
            raise ValueError(  # noqa: TRY004 - what the official SDK raises
                f"The item {params.item_id!r} asks no questions: it is of type {item.type!r}."
            )
        if item.status != "pending":
            raise ValueError(f"The structured input {params.item_id!r} is already {item.status}.")
        return answered(item, params.input)

    async def _replace_and_respond(
        self, item: StructuredInputItem, thread: ThreadMetadata, context: TContext
    ) -> AsyncIterator[ThreadStreamEvent]:
        yield types.ThreadItemReplacedEvent(item=item)
        async for event in self.respond(thread, None, context):
            yield event

    async def _remove_items_after(
        self, item_id: str, thread: ThreadMetadata, context: TContext
    ) -> UserMessageItem | None:
        """Delete what is newer than a user message and return it; do nothing if there is no such item."""
        newer: list[ThreadItem] = []
        async for item in self._paginate_thread_items_reverse(thread.id, context):
            if item.id != item_id:
                newer.append(item)
                continue
            if not isinstance(item, types.UserMessageItem):
                raise ValueError(  # noqa: TRY004 - what the official SDK raises
                    f"The item {item_id!r}, of type {item.type!r}, is not a user message: only those can be retried."
                )
            for each in newer:
                await self.store.delete_thread_item(thread.id, each.id, context=context)
            return item
        if self.lenient:
            raise NotFoundError(f"Nothing to retry: the thread {thread.id!r} has no item {item_id!r}.")
        logger.warning("Nothing to retry: the thread %r has no item %r.", thread.id, item_id)
        return None

    async def _load_sender(
        self, params: ThreadCustomActionParams, thread: ThreadMetadata, context: TContext
    ) -> ThreadItem | None:
        """Load the item that an action came from, if it came from one."""
        if not params.item_id:
            return None
        return await self.store.load_item(thread.id, params.item_id, context=context)

    async def _build_user_message_item(
        self,
        input: UserMessageInput,  # noqa: A002 - the official SDK's name
        thread: ThreadMetadata,
        context: TContext,
    ) -> UserMessageItem:
        """Make the item of a new message; its attachments belong to the thread from now on."""
        item_id = self.store.generate_item_id("message", thread, context)
        created_at = clock.now()
        attachments = [
            (await self.store.load_attachment(attachment_id, context)).model_copy(update={"thread_id": thread.id})
            for attachment_id in input.attachments
        ]
        return types.UserMessageItem(
            id=item_id,
            thread_id=thread.id,
            created_at=created_at,
            content=input.content,
            attachments=attachments,
            quoted_text=input.quoted_text,
            inference_options=input.inference_options,
        )

    async def _pending_client_tool_call(self, thread: ThreadMetadata, context: TContext) -> ClientToolCallItem | None:
        """Return the call that waits for its output: the newest item, apart from hidden ones.

        A lenient server takes the newest call of a page that waits, whatever came after it, or goes on without any.
        """
        page = await self.store.load_thread_items(thread.id, None, 1, "desc", context)
        if (newest := page.data[:1]) and not _is_pending(newest[0]) and (self.lenient or not visible(newest)):
            page = await self.store.load_thread_items(thread.id, None, DEFAULT_PAGE_SIZE, "desc", context)
        candidates = page.data if self.lenient else visible(page.data)[:1]
        call = next(filter(_is_pending, candidates), None)
        if call is None and not self.lenient:
            raise ValueError(f"No client tool call in {thread.id!r} is waiting for an output.")
        return call

    async def _cleanup_pending_client_tool_call(self, thread: ThreadMetadata, context: TContext) -> None:
        """Delete calls that were never answered: a model refuses a history with open ones."""
        page = await self.store.load_thread_items(thread.id, None, DEFAULT_PAGE_SIZE, "desc", context)
        for item in page.data:
            if _is_pending(item):
                logger.warning("Deleted the client tool call %r: it never got an output.", item.call_id)
                await self.store.delete_thread_item(thread.id, item.id, context=context)

    def _paginate_thread_items_reverse(self, thread_id: str, context: TContext) -> AsyncIterator[ThreadItem]:
        """Iterate over all items of a thread, the newest first."""

        def load(after: str | None) -> Awaitable[Page[ThreadItem]]:
            return self.store.load_thread_items(thread_id, after, DEFAULT_PAGE_SIZE, "desc", context)

        return paged(load)


def _is_pending(item: ThreadItem) -> TypeGuard[ClientToolCallItem]:
    return isinstance(item, types.ClientToolCallItem) and item.status == "pending"
