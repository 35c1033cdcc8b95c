"""The image that a model generates, from its place in the chat over its previews to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.types import (
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemUpdatedEvent,
)

if TYPE_CHECKING:
    from openai.types import responses

    from chatkit_notebook.agents.citations import ResponseStreamConverter
    from chatkit_notebook.agents.context import AgentContext
    from chatkit_notebook.types import ThreadStreamEvent


class Images:
    """The images of one run, one at a time: `context` has the one that is under way."""

    def __init__(self, context: AgentContext[Any], converter: ResponseStreamConverter) -> None:
        self._context = context
        self._converter = converter

    def begun(self) -> GeneratedImageItem:
        """The item for an image that begins."""
        item = GeneratedImageItem(
            id=self._context.generate_id("message"),
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            image=None,
        )
        self._context.generated_image_item = item
        return item

    async def preview(self, event: responses.ResponseImageGenCallPartialImageEvent) -> list[ThreadStreamEvent]:
        """The update for a preview; None if no image has begun."""
        item = self._context.generated_image_item
        if item is None:
            return []
        index = event.partial_image_index
        url = await self._converter.base64_image_to_url(
            image_id=event.item_id, base64_image=event.partial_image_b64, partial_image_index=index
        )
        item.image = GeneratedImage(id=event.item_id, url=url)
        progress = self._converter.partial_image_index_to_progress(index)
        return [
            ThreadItemUpdatedEvent(item_id=item.id, update=GeneratedImageUpdated(image=item.image, progress=progress))
        ]

    async def ended(self, image_id: str, result: str | None) -> list[ThreadStreamEvent]:
        """The end of an image, whether or not one was made."""
        item = self._context.generated_image_item
        if item is None:
            return []
        self._context.generated_image_item = None
        if not result:  # it failed, and would seem to be on its way forever
            return [ThreadItemRemovedEvent(item_id=item.id)]
        url = await self._converter.base64_image_to_url(image_id=image_id, base64_image=result)
        item.image = GeneratedImage(id=image_id, url=url)
        return [ThreadItemDoneEvent(item=item)]
