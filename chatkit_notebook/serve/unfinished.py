"""What the ready servers keep of a response that was stopped or has failed: all that the reader got something from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook import types
from chatkit_notebook.server import ChatKitServer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from chatkit_notebook.server.pending import PendingItems
    from chatkit_notebook.types import ThreadItem, ThreadMetadata, ThreadStreamEvent


def is_worth_keeping(item: ThreadItem) -> bool:
    """Whether an unfinished item shows something already: a widget does, and a message with words in it."""
    if isinstance(item, types.AssistantMessageItem):
        return any(part.text.strip() for part in item.content)
    return isinstance(item, types.WidgetItem)


class KeepingServer(ChatKitServer[Any]):
    """A server whose unfinished items stay as they were last seen."""

    _follows_widgets = True

    def _worth_keeping(self, items: list[ThreadItem]) -> list[ThreadItem]:
        return [item for item in items if is_worth_keeping(item)]

    async def handle_stream_cancelled(
        self, thread: ThreadMetadata, pending_items: list[ThreadItem], context: Any
    ) -> None:
        """Keep what was shown before the user stopped it."""
        for item in self._worth_keeping(pending_items):
            await self.store.add_thread_item(thread.id, item, context)
        await super().handle_stream_cancelled(thread, [], context)

    async def _answered(
        self, stream: AsyncIterator[ThreadStreamEvent], pending: PendingItems
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Keep what was shown before a failure."""
        try:
            async for event in stream:
                yield event
        except Exception:
            for item in self._worth_keeping(pending.current()):
                yield types.ThreadItemDoneEvent(item=item)
            raise
