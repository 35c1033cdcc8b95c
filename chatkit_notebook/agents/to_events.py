"""A run of an agent as thread events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import ResponseStreamConverter, convert_annotation, convert_content, field_of
from chatkit_notebook.agents.identity import MessageIds, is_fake
from chatkit_notebook.agents.merge import GUARDRAILS, FromRun, merged
from chatkit_notebook.agents.thoughts import Thoughts
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ClientToolCallItem,
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemUpdatedEvent,
    Workflow,
    WorkflowItem,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from agents import RunResultStreaming, StreamEvent
    from openai.types import responses

    from chatkit_notebook.agents.context import AgentContext
    from chatkit_notebook.types import ThreadItemUpdate, ThreadStreamEvent

    Handler = Callable[[Any], Awaitable[list[ThreadStreamEvent]]]

_DEFAULT_CONVERTER = ResponseStreamConverter()
_BESIDE_WORKFLOW = ("client_tool_call", "hidden_context_item", "sdk_hidden_context")


async def stream_agent_response(
    context: AgentContext[Any],
    result: RunResultStreaming,
    *,
    converter: ResponseStreamConverter = _DEFAULT_CONVERTER,
) -> AsyncGenerator[ThreadStreamEvent]:
    """Stream a run into its thread, together with what its tools put into `context`.

    A workflow that the last run left open goes on. One that this run leaves open is stored without an event.

    Args:
        context: The context that the run was started with.
        result: What `Runner.run_streamed` returned.
        converter: Says how citations and images appear.

    Raises:
        InputGuardrailTripwireTriggered: After the items that the run had produced were removed.
        OutputGuardrailTripwireTriggered: So, too.
        Exception: Whatever else the run raised.
    """
    newest = await context.store.load_thread_items(context.thread.id, None, 2, "desc", context.request_context)
    _resume_workflow(context, newest.data)
    run = _Run(context, converter, {item.id for item in newest.data})
    events = merged(result, context._events)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    try:
        async for event in events:
            if isinstance(event, FromRun):
                for converted in await run.from_run(event.event):
                    yield converted
            else:
                for converted in run.from_tool(event):
                    yield converted
    except GUARDRAILS:
        for item_id in run.produced:
            yield ThreadItemRemovedEvent(item_id=item_id)
        raise
    finally:
        await events.aclose()
    if context.workflow_item is not None:
        await context.store.add_thread_item(context.thread.id, context.workflow_item, context.request_context)
    if context.client_tool_call is not None:
        yield ThreadItemDoneEvent(item=run.client_tool_call())


def _resume_workflow(context: AgentContext[Any], newest: list[Any]) -> None:
    rest = newest[1:] if newest and newest[0].type == "client_tool_call" else newest[:1]
    if rest and isinstance(rest[0], WorkflowItem):
        context.workflow_item = rest[0]


class _Run:
    """Turns the events of one run into those of the chat.

    Attributes:
        produced: Ids of the items the run has shown, in order.
    """

    def __init__(self, context: AgentContext[Any], converter: ResponseStreamConverter, taken: set[str]) -> None:
        self.produced: dict[str, None] = {}
        self._context = context
        self._converter = converter
        self._ids = MessageIds(lambda: context.generate_id("message"), taken)
        self._thoughts = Thoughts()
        self._annotations: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._calls: dict[str, tuple[str | None, str | None]] = {}
        self._handlers: dict[str, Handler] = {
            "response.output_text.delta": self._text_delta,
            "response.output_item.added": self._item_added,
            "response.output_item.done": self._item_done,
            "response.content_part.added": self._part_added,
            "response.output_text.done": self._text_done,
            "response.output_text.annotation.added": self._annotation_added,
            "response.reasoning_summary_text.delta": self._thought_delta,
            "response.reasoning_summary_text.done": self._thought_done,
            "response.image_generation_call.partial_image": self._image_preview,
        }

    async def from_run(self, event: StreamEvent) -> list[ThreadStreamEvent]:
        """The chat's events for one of the run."""
        if event.type == "raw_response_event":
            handler = self._handlers.get(event.data.type)
            return [] if handler is None else await handler(event.data)
        if event.type == "run_item_stream_event" and event.item.type == "tool_call_item":
            self._remember_call(event.item.raw_item)
        return []

    def from_tool(self, event: ThreadStreamEvent) -> list[ThreadStreamEvent]:
        """The chat's events for one that a tool streamed: itself, after a workflow that it ends."""
        if event.type != "thread.item.added" and event.type != "thread.item.done":  # noqa: PLR1714 - pyright narrows
            return [event]
        item = event.item
        closing: list[ThreadStreamEvent] = []
        workflow = self._context.workflow_item
        if workflow is not None and workflow.id != item.id and item.type not in _BESIDE_WORKFLOW:
            closing = self._close_workflow()
        if event.type == "thread.item.added" and isinstance(item, WorkflowItem) and workflow is None:
            self._context.workflow_item = item
        self.produced[item.id] = None
        return [*closing, event]

    def client_tool_call(self) -> ClientToolCallItem:
        """The item for the call that the client is to carry out."""
        call = self._context.client_tool_call
        assert call is not None  # noqa: S101 - the caller looked
        # Of calls made side by side, the model's is the one with this name.
        call_id, item_id = self._calls.get(call.name) or next(reversed(self._calls.values()), (None, None))
        return ClientToolCallItem(
            id=item_id or self._context.generate_id("tool_call"),
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            call_id=call_id or self._context.generate_id("tool_call"),
            name=call.name,
            arguments=call.arguments,
        )

    def _remember_call(self, raw: Any) -> None:
        if field_of(raw, "type") != "function_call":
            return
        item_id = field_of(raw, "id")
        item_id = item_id if isinstance(item_id, str) and not is_fake(item_id) else None
        name = str(field_of(raw, "name"))
        self._calls.pop(name, None)
        self._calls[name] = (field_of(raw, "call_id"), item_id)
        if item_id is not None:
            self.produced[item_id] = None

    def _close_workflow(self) -> list[ThreadStreamEvent]:
        if self._context.workflow_item is None:
            return []
        return [ThreadItemDoneEvent(item=self._context.close_workflow())]

    def _update(self, item_id: str, update: ThreadItemUpdate) -> list[ThreadStreamEvent]:
        return [ThreadItemUpdatedEvent(item_id=item_id, update=update)]

    # --- messages

    async def _message(self, item_id: str, raw: responses.ResponseOutputMessage) -> AssistantMessageItem:
        return AssistantMessageItem(
            id=item_id,
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            content=[await convert_content(part, self._converter) for part in raw.content],
        )

    async def _part_added(self, event: responses.ResponseContentPartAddedEvent) -> list[ThreadStreamEvent]:
        if event.part.type == "reasoning_text":
            return []
        content = await convert_content(event.part, self._converter)
        update = AssistantMessageContentPartAdded(content_index=event.content_index, content=content)
        return self._update(self._ids.of(event.item_id), update)

    async def _text_delta(self, event: responses.ResponseTextDeltaEvent) -> list[ThreadStreamEvent]:
        update = AssistantMessageContentPartTextDelta(content_index=event.content_index, delta=event.delta)
        return self._update(self._ids.of(event.item_id), update)

    async def _text_done(self, event: responses.ResponseTextDoneEvent) -> list[ThreadStreamEvent]:
        content = AssistantMessageContent(text=event.text)
        update = AssistantMessageContentPartDone(content_index=event.content_index, content=content)
        return self._update(self._ids.of(event.item_id), update)

    async def _annotation_added(
        self, event: responses.ResponseOutputTextAnnotationAddedEvent
    ) -> list[ThreadStreamEvent]:
        annotation = await convert_annotation(event.annotation, self._converter)
        if annotation is None:
            return []
        item_id = self._ids.of(event.item_id)
        index = self._annotations[item_id, event.content_index]
        self._annotations[item_id, event.content_index] += 1
        update = AssistantMessageContentPartAnnotationAdded(
            content_index=event.content_index, annotation_index=index, annotation=annotation
        )
        return self._update(item_id, update)

    # --- items

    async def _item_added(self, event: responses.ResponseOutputItemAddedEvent) -> list[ThreadStreamEvent]:
        item = event.item
        match item.type:
            case "message":
                item_id = self._ids.begin(item.id)
                self.produced[item_id] = None
                message = await self._message(item_id, item)
                return [*self._close_workflow(), ThreadItemAddedEvent(item=message)]
            case "reasoning" if self._context.workflow_item is None:
                workflow = WorkflowItem(
                    id=self._context.generate_id("workflow"),
                    thread_id=self._context.thread.id,
                    created_at=clock.now(),
                    workflow=Workflow(type="reasoning", tasks=[], expanded=False),
                )
                self._context.workflow_item = workflow
                self.produced[workflow.id] = None
                return [ThreadItemAddedEvent(item=workflow.model_copy(deep=True))]
            case "image_generation_call":
                image = GeneratedImageItem(
                    id=self._context.generate_id("message"),
                    thread_id=self._context.thread.id,
                    created_at=clock.now(),
                    image=None,
                )
                self._context.generated_image_item = image
                self.produced[image.id] = None
                return [ThreadItemAddedEvent(item=image.model_copy())]
            case _:
                return []

    async def _item_done(self, event: responses.ResponseOutputItemDoneEvent) -> list[ThreadStreamEvent]:
        item = event.item
        match item.type:
            case "message":
                item_id = self._ids.end(item.id)
                self.produced[item_id] = None
                return [ThreadItemDoneEvent(item=await self._message(item_id, item))]
            case "image_generation_call":
                return await self._image_done(item.id, item.result)
            case _:
                return []

    # --- reasoning

    async def _thought_delta(self, event: responses.ResponseReasoningSummaryTextDeltaEvent) -> list[ThreadStreamEvent]:
        item = self._context.workflow_item
        if item is None:
            return []
        update = self._thoughts.delta(item.workflow, event.item_id, event.summary_index, event.delta)
        return [] if update is None else self._update(item.id, update)

    async def _thought_done(self, event: responses.ResponseReasoningSummaryTextDoneEvent) -> list[ThreadStreamEvent]:
        item = self._context.workflow_item
        if item is None:
            return []
        update = self._thoughts.done(item.workflow, event.item_id, event.summary_index, event.text)
        return self._update(item.id, update)

    # --- images

    async def _image_preview(self, event: responses.ResponseImageGenCallPartialImageEvent) -> list[ThreadStreamEvent]:
        item = self._context.generated_image_item
        if item is None:
            return []
        index = event.partial_image_index
        url = await self._converter.base64_image_to_url(event.item_id, event.partial_image_b64, index)
        item.image = GeneratedImage(id=event.item_id, url=url)
        progress = self._converter.partial_image_index_to_progress(index)
        return self._update(item.id, GeneratedImageUpdated(image=item.image, progress=progress))

    async def _image_done(self, image_id: str, result: str | None) -> list[ThreadStreamEvent]:
        item = self._context.generated_image_item
        if item is None:
            return []
        self._context.generated_image_item = None
        if not result:  # it failed, and would seem to be on its way for ever
            return [ThreadItemRemovedEvent(item_id=item.id)]
        item.image = GeneratedImage(id=image_id, url=await self._converter.base64_image_to_url(image_id, result))
        return [ThreadItemDoneEvent(item=item)]
