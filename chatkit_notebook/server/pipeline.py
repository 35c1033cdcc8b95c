"""What happens to every streamed event: stored if need be, sent unless hidden, errors turned into events."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pydantic import BaseModel

from chatkit_notebook import types
from chatkit_notebook.errors import CustomStreamError, ErrorCode, StreamError
from chatkit_notebook.logger import logger
from chatkit_notebook.server.growing_texts import GrowingTexts
from chatkit_notebook.server.hooks import ServerHooks
from chatkit_notebook.server.host import current_host
from chatkit_notebook.server.pending import PendingItems
from chatkit_notebook.server.user_agent import agents_sdk_user_agent_override
from chatkit_notebook.store.base import TContext
from chatkit_notebook.store.copies import fresh, repaired

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from chatkit_notebook.types import (
        ErrorEvent,
        Page,
        Thread,
        ThreadItem,
        ThreadMetadata,
        ThreadStreamEvent,
        ThreadUpdatedEvent,
    )


def visible(items: list[ThreadItem]) -> list[ThreadItem]:
    """Leave out what only the model may see."""
    return [item for item in items if not isinstance(item, types.HiddenContextItem | types.SDKHiddenContextItem)]


def error_event(error: Exception, *, allow_retry: bool = True) -> ErrorEvent:
    """What the client hears of an exception; one that is not meant for it is logged, with ``allow_retry`` as given."""
    if isinstance(error, CustomStreamError):
        return types.ErrorEvent(code="custom", message=error.message, allow_retry=error.allow_retry)
    if isinstance(error, StreamError):
        return types.ErrorEvent(code=error.code, allow_retry=error.allow_retry)
    # Its message is for the author, not for the user.
    logger.error("The response failed.", exc_info=error)
    current_host().failed(error)
    return types.ErrorEvent(code=ErrorCode.STREAM_ERROR, allow_retry=allow_retry)


class ThreadWatch:
    """Notices changes to a thread, in-place ones in its metadata too, without copying it for each look."""

    def __init__(self, thread: ThreadMetadata) -> None:
        self._thread = thread
        self.remember()

    def remember(self) -> None:
        """Take the thread as it is now for unchanged."""
        # Comparing dicts is done in C and skips what is identical; comparing models is neither. So nested
        # models stay themselves among the fields, and their own fields are compared after these.
        fields = vars(self._thread)
        models = {name: value for name, value in fields.items() if isinstance(value, BaseModel)}
        self._fields = {name: fresh(value) for name, value in fields.items() if name not in models} | models
        self._nested = [vars(model) for model in models.values()]
        self._nested_fields = fresh(self._nested)
        self._extra = fresh(self._thread.__pydantic_extra__)

    def has_changed(self) -> bool:
        """Tell whether the thread differs from what is remembered."""
        return (
            vars(self._thread) != self._fields
            or self._nested != self._nested_fields
            or self._thread.__pydantic_extra__ != self._extra
        )


class EventPipeline(ServerHooks[TContext]):
    """The pipeline that the streaming operations share."""

    _follows_widgets = False

    async def _process_events(
        self,
        thread: ThreadMetadata,
        context: TContext,
        stream: Callable[[], AsyncIterator[ThreadStreamEvent]],
    ) -> AsyncIterator[ThreadStreamEvent]:
        # Lets whoever waits for this response start to listen before the first event.
        await asyncio.sleep(0)
        yield types.StreamOptionsEvent(stream_options=self.get_stream_options(thread, context))

        watch = ThreadWatch(thread)
        pending = PendingItems(follows_widgets=self._follows_widgets)
        texts = GrowingTexts()
        with agents_sdk_user_agent_override():
            try:
                async for streamed in self._answered(stream(), pending):
                    event = texts.whole(streamed)
                    if isinstance(event, types.ThreadItemUpdatedEvent):
                        pending.update(event)
                        yield event
                    elif await self._store_event(thread, event, pending, context):
                        yield event
                    if watch.has_changed():
                        yield await self._save_changes(thread, watch, context)
                if watch.has_changed():
                    yield await self._save_changes(thread, watch, context)
            except asyncio.CancelledError:
                await self.handle_stream_cancelled(thread, pending.current(), context)
                raise
            except Exception as error:  # noqa: BLE001 - the edge: respond() may raise anything
                yield error_event(error)
            if watch.has_changed():
                yield await self._save_changes(thread, watch, context)

    def _answered(
        self,
        stream: AsyncIterator[ThreadStreamEvent],
        pending: PendingItems,  # noqa: ARG002 - for overrides
    ) -> AsyncIterator[ThreadStreamEvent]:
        """What the server's own code streams, for a subclass to add to; ``pending`` is what it has left unfinished."""
        return stream

    async def _store_event(
        self, thread: ThreadMetadata, event: ThreadStreamEvent, pending: PendingItems, context: TContext
    ) -> bool:
        """Store what an event brings, and return whether the client may see it."""
        match event:
            case types.ThreadItemAddedEvent():
                pending.add(event.item)
            case types.ThreadItemDoneEvent():
                await self.store.add_thread_item(thread.id, event.item, context=context)
                pending.drop(event.item.id)
            case types.ThreadItemReplacedEvent():
                await self.store.save_item(thread.id, event.item, context=context)
                pending.drop(event.item.id)
            case types.ThreadItemRemovedEvent():
                await self.store.delete_thread_item(thread.id, event.item_id, context=context)
                pending.drop(event.item_id)
                return True
            case _:
                return True
        return bool(visible([event.item]))

    async def _save_changes(self, thread: ThreadMetadata, watch: ThreadWatch, context: TContext) -> ThreadUpdatedEvent:
        watch.remember()
        await self.store.save_thread(repaired(thread), context=context)
        return types.ThreadUpdatedEvent(thread=self._to_thread_response(thread))

    def _to_thread_response(self, thread: ThreadMetadata | Thread) -> Thread:
        """Make what the client may see of a thread: no metadata, no hidden items."""
        items: Page[ThreadItem] = thread.items if isinstance(thread, types.Thread) else types.Page[types.ThreadItem]()
        return types.Thread(
            id=thread.id,
            title=thread.title,
            created_at=thread.created_at,
            status=thread.status,
            allowed_image_domains=thread.allowed_image_domains,
            items=items.model_copy(update={"data": visible(items.data)}),
        )
