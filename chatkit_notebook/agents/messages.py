"""What a model says, as a message of the chat: its id, its texts and their sources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import convert_annotation, convert_content
from chatkit_notebook.agents.identity import MessageIds
from chatkit_notebook.turned_thoughts import answer_in
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ThreadItemRemovedEvent,
    ThreadItemUpdatedEvent,
)

if TYPE_CHECKING:
    from openai.types import responses

    from chatkit_notebook.agents.citations import ResponseStreamConverter
    from chatkit_notebook.agents.context import AgentContext
    from chatkit_notebook.types import ThreadItemUpdate, ThreadStreamEvent


def _answer(content: AssistantMessageContent) -> AssistantMessageContent:
    text = answer_in(content.text)
    return content if text == content.text else content.model_copy(update={"text": text})


class Messages:
    """The messages of one run.

    Args:
        context: The context of the run.
        converter: Says how citations appear.
        taken: Ids that older items have.
    """

    def __init__(self, context: AgentContext[Any], converter: ResponseStreamConverter, taken: set[str]) -> None:
        self._context = context
        self._converter = converter
        self._ids = MessageIds(lambda: context.generate_id("message"), taken)
        self._annotations: defaultdict[tuple[str, int], int] = defaultdict(int)

    async def begun(self, raw: responses.ResponseOutputMessage) -> AssistantMessageItem:
        """The item for a message that begins."""
        return await self._item(self._ids.begin(raw.id), raw)

    async def ended(self, raw: responses.ResponseOutputMessage) -> AssistantMessageItem:
        """The item for a message that is complete."""
        return await self._item(self._ids.end(raw.id), raw)

    def turned(self, raw_id: str) -> list[ThreadStreamEvent]:
        """The events that take back what was shown of a message, for it to begin anew."""
        return [ThreadItemRemovedEvent(item_id=self._ids.of(raw_id))]

    def begun_anew(self, raw_id: str) -> AssistantMessageItem:
        """The item for a message that begins once more, with an empty part."""
        return AssistantMessageItem(
            id=self._ids.of(raw_id),
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            content=[AssistantMessageContent(text="")],
        )

    async def part_added(self, event: responses.ResponseContentPartAddedEvent) -> list[ThreadStreamEvent]:
        """The update for a part that begins; none for reasoning."""
        if event.part.type == "reasoning_text":
            return []
        content = await convert_content(event.part, self._converter)
        update = AssistantMessageContentPartAdded(content_index=event.content_index, content=content)
        return self._update(event.item_id, update)

    async def text_delta(self, event: responses.ResponseTextDeltaEvent) -> list[ThreadStreamEvent]:
        """The update for text that grows."""
        update = AssistantMessageContentPartTextDelta(content_index=event.content_index, delta=event.delta)
        return self._update(event.item_id, update)

    async def text_done(self, event: responses.ResponseTextDoneEvent) -> list[ThreadStreamEvent]:
        """The update for text that is complete."""
        content = AssistantMessageContent(text=answer_in(event.text))
        update = AssistantMessageContentPartDone(content_index=event.content_index, content=content)
        return self._update(event.item_id, update)

    async def annotation_added(
        self, event: responses.ResponseOutputTextAnnotationAddedEvent
    ) -> list[ThreadStreamEvent]:
        """The update for a citation; none for one that the converter drops."""
        annotation = await convert_annotation(event.annotation, self._converter)
        if annotation is None:
            return []
        place = self._ids.of(event.item_id), event.content_index
        update = AssistantMessageContentPartAnnotationAdded(
            content_index=event.content_index, annotation_index=self._annotations[place], annotation=annotation
        )
        self._annotations[place] += 1
        return self._update(event.item_id, update)

    async def _item(self, item_id: str, raw: responses.ResponseOutputMessage) -> AssistantMessageItem:
        return AssistantMessageItem(
            id=item_id,
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            content=[_answer(await convert_content(part, self._converter)) for part in raw.content],
        )

    def _update(self, raw_id: str, update: ThreadItemUpdate) -> list[ThreadStreamEvent]:
        return [ThreadItemUpdatedEvent(item_id=self._ids.of(raw_id), update=update)]
