"""One answer of a function as events: its words in one message until something else comes, and that by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from chatkit_notebook import clock, types
from chatkit_notebook.display import Words, item_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.display import Part
    from chatkit_notebook.store import Store
    from chatkit_notebook.types import (
        AssistantMessageItem,
        ThreadItemUpdate,
        ThreadItemUpdatedEvent,
        ThreadMetadata,
        ThreadStreamEvent,
    )


@cache
def event_classes() -> tuple[type[Any], ...]:
    """The classes of stream events."""
    return get_args(get_args(types.ThreadStreamEvent)[0])


class Answer:
    """The events of what a function says, shows and streams."""

    def __init__(self, thread: ThreadMetadata, new_id: Callable[[], str]) -> None:
        self._thread = thread
        self._new_id = new_id
        self._message: AssistantMessageItem | None = None
        self._chunks: list[str] = []

    def add(self, part: Part) -> list[ThreadStreamEvent]:
        """Say or show something."""
        if isinstance(part, Words):
            return self._say(part.markdown)
        return [*self.end(), types.ThreadItemDoneEvent(item=item_of(part, self._new_id(), self._thread.id))]

    def pass_on(self, event: ThreadStreamEvent) -> list[ThreadStreamEvent]:
        """Let an event of the function's own through, after the message that is open where it brings an item."""
        brings_item = isinstance(event, types.ThreadItemAddedEvent | types.ThreadItemDoneEvent)
        return [*self.end(), event] if brings_item else [event]

    def end(self) -> list[ThreadStreamEvent]:
        """Complete the message that is open; one of no words was never there."""
        message, self._message = self._message, None
        if message is None:
            return []
        content = types.AssistantMessageContent(text="".join(self._chunks))
        self._chunks = []
        done = types.AssistantMessageContentPartDone(content_index=0, content=content)
        item = message.model_copy(update={"content": [content]})
        return [types.ThreadItemUpdatedEvent(item_id=message.id, update=done), types.ThreadItemDoneEvent(item=item)]

    def _say(self, chunk: str) -> list[ThreadStreamEvent]:
        if not chunk:
            return []
        events: list[ThreadStreamEvent] = []
        if self._message is None:
            self._message = types.AssistantMessageItem(
                id=self._new_id(), thread_id=self._thread.id, created_at=clock.now(), content=[]
            )
            part = types.AssistantMessageContentPartAdded(
                content_index=0, content=types.AssistantMessageContent(text="")
            )
            events = [types.ThreadItemAddedEvent(item=self._message), self._update(self._message, part)]
        self._chunks.append(chunk)
        return [
            *events,
            self._update(self._message, types.AssistantMessageContentPartTextDelta(content_index=0, delta=chunk)),
        ]

    @staticmethod
    def _update(message: AssistantMessageItem, update: ThreadItemUpdate) -> ThreadItemUpdatedEvent:
        return types.ThreadItemUpdatedEvent(item_id=message.id, update=update)


class NewIds:
    """Sees to it that an item which a function makes takes no other's place: a store keeps the newer of two."""

    def __init__(self, store: Store[Any], thread: ThreadMetadata, context: Any) -> None:
        self._store = store
        self._thread = thread
        self._context = context
        self._open: set[str] = set()

    async def check(self, event: ThreadStreamEvent, function: str) -> None:
        """Look at an event before it is stored.

        Raises:
            ValueError: It adds an item whose id is taken.
        """
        match event:
            case types.ThreadItemAddedEvent(item=item):
                await self._refuse_known(item.id, event.type, function)
                self._open.add(item.id)
            case types.ThreadItemDoneEvent(item=item) if item.id in self._open:
                self._open.remove(item.id)
            case types.ThreadItemDoneEvent(item=item):
                await self._refuse_known(item.id, event.type, function)
            case types.ThreadItemRemovedEvent():
                self._open.discard(event.item_id)
            case _:
                pass

    async def _refuse_known(self, item_id: str, kind: str, function: str) -> None:
        if item_id in self._open or await self._is_stored(item_id):
            raise ValueError(
                f"{function}() yielded a {kind} for the item {item_id!r}, which the thread already has. Give each new "
                "item an id of its own, as default_generate_id() makes; yield a ThreadItemReplacedEvent to change one."
            )

    async def _is_stored(self, item_id: str) -> bool:
        try:
            await self._store.load_item(self._thread.id, item_id, context=self._context)
        except Exception as error:
            # A store may be of the official package, or one's own.
            if isinstance(error, LookupError) or type(error).__name__ == "NotFoundError":
                return False
            raise
        return True
