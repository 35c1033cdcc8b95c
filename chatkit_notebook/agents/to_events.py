"""A run of an agent as thread events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import ResponseStreamConverter, convert_annotation, convert_content, field_of
from chatkit_notebook.agents.identity import MessageIds, is_fake
from chatkit_notebook.agents.merge import GUARDRAILS, FromRun, merged
from chatkit_notebook.agents.thoughts import Thoughts
from chatkit_notebook.agents.tool_steps import workflow_id
from chatkit_notebook.agents.tool_tasks import ToolResult, ToolTasks
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

    from agents import RunItem, RunResultStreaming, StreamEvent
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
    tools: ToolTasks | None = None,
) -> AsyncGenerator[ThreadStreamEvent]:
    """Stream a run into its thread, together with what its tools put into `context`.

    A workflow that the last run left open goes on. One that this run leaves open is stored without an event.

    Args:
        context: The context that the run was started with.
        result: What `Runner.run_streamed` returned.
        converter: Says how citations and images appear.
        tools: Shows what tools the run calls as steps of a workflow; by default they are not seen. Run with
            ``hooks=ToolResults()`` to see each result as soon as it is there.

    Raises:
        InputGuardrailTripwireTriggered: After the items that the run had produced were removed.
        OutputGuardrailTripwireTriggered: So, too.
        Exception: Whatever else the run raised.
    """
    newest = await context.store.load_thread_items(context.thread.id, None, 2, "desc", context.request_context)
    if context.workflow_item is None or tools is None:
        _resume_workflow(context, newest.data, tools)
    run = _Run(context, converter, {item.id for item in newest.data}, tools)
    events = merged(result, context._events)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    try:
        async for event in events:
            for converted in await run.converted(event):
                yield converted
    except GUARDRAILS:
        for item_id in run.produced:
            yield ThreadItemRemovedEvent(item_id=item_id)
        raise
    finally:
        await events.aclose()
    call = None if context.client_tool_call is None else run.client_tool_call()
    if tools is not None:
        for event in await run.end(tools, [one.call_id for one in result.interruptions], call):
            yield event
    if context.workflow_item is not None:
        await context.store.add_thread_item(context.thread.id, context.workflow_item, context.request_context)
    if call is not None:
        yield ThreadItemDoneEvent(item=call)


def _resume_workflow(context: AgentContext[Any], newest: list[Any], tools: ToolTasks | None) -> None:
    rest = newest[1:] if newest and newest[0].type == "client_tool_call" else newest[:1]
    if rest and isinstance(rest[0], WorkflowItem) and not (tools and tools.item and tools.item.id == rest[0].id):
        context.workflow_item = rest[0]


class _Run:
    """Turns the events of one run into those of the chat.

    Attributes:
        produced: Ids of the items the run has shown, in order.
    """

    def __init__(
        self,
        context: AgentContext[Any],
        converter: ResponseStreamConverter,
        taken: set[str],
        tools: ToolTasks | None,
    ) -> None:
        self.produced: dict[str, None] = {}
        self._context = context
        self._tools = tools
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

    async def converted(self, event: Any) -> list[ThreadStreamEvent]:
        """The chat's events for one of the run, of its tools or of their hooks."""
        if isinstance(event, FromRun):
            return await self._from_run(event.event)
        if isinstance(event, ToolResult):
            return [] if self._tools is None else self._tools.returned(event.call_id, event.value)
        return self._from_tool(event)

    async def _from_run(self, event: StreamEvent) -> list[ThreadStreamEvent]:
        if event.type == "raw_response_event":
            handler = self._handlers.get(event.data.type)
            return [] if handler is None else await handler(event.data)
        return self._from_item(event.item) if event.type == "run_item_stream_event" else []

    def _from_tool(self, event: ThreadStreamEvent) -> list[ThreadStreamEvent]:
        """The chat's events for one that a tool streamed: itself, after a workflow that it ends."""
        if event.type != "thread.item.added" and event.type != "thread.item.done":  # noqa: PLR1714 - pyright narrows
            return [event]
        item = event.item
        closing: list[ThreadStreamEvent] = []
        workflow = self._context.workflow_item
        if workflow is not None and workflow.id != item.id and item.type not in _BESIDE_WORKFLOW:
            closing = self._close_workflow()
        if self._tools is not None and item.type not in _BESIDE_WORKFLOW:
            is_author_s = isinstance(item, WorkflowItem)
            closing += self._tools.give_way() if is_author_s else self._tools.close(is_over=False)
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

    async def end(
        self, tools: ToolTasks, waiting: list[str | None], call: ClientToolCallItem | None
    ) -> list[ThreadStreamEvent]:
        """The chat's events at the end of a run whose tools are shown.

        Args:
            tools: What shows them.
            waiting: Ids of the calls that wait for approval.
            call: The call that the client is to carry out.
        """
        if waiting:
            return [*tools.ask([call_id for call_id in waiting if call_id]), *self._close_workflow()]
        if call is not None:
            return await tools.wait(call.call_id)
        return tools.close(is_over=True)

    def _from_item(self, item: RunItem) -> list[ThreadStreamEvent]:
        if item.type == "tool_call_item":
            self._remember_call(item.raw_item)
        elif self._tools is not None:
            if item.type == "tool_call_output_item":
                return self._tools.returned(field_of(item.raw_item, "call_id"), item.output)
            if item.type == "handoff_output_item":
                return self._tools.handed_over(field_of(item.raw_item, "call_id"), item.target_agent.name)
        return []

    def _called(self, call: object, *, is_whole: bool) -> list[ThreadStreamEvent]:
        if self._tools is None:
            return []
        events = self._tools.called(call, is_whole=is_whole)
        self.produced |= {event.item.id: None for event in events if event.type == "thread.item.added"}
        return events

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

    @property
    def _workflow(self) -> WorkflowItem | None:
        """The workflow that takes what the model thinks."""
        own = self._tools.item if self._tools is not None else None
        return self._context.workflow_item or own

    def _close_workflow(self) -> list[ThreadStreamEvent]:
        if self._context.workflow_item is None:
            return []
        return [ThreadItemDoneEvent(item=self._context.close_workflow())]

    def _end_steps(self) -> list[ThreadStreamEvent]:
        """Close all workflows, since the model goes on to its answer."""
        if self._tools is None:
            return self._close_workflow()
        self._tools.settle(self._context.workflow_item)
        return [*self._close_workflow(), *self._tools.close(is_over=True)]

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
                return [*self._end_steps(), ThreadItemAddedEvent(item=message)]
            case "reasoning":
                if self._workflow is not None:
                    return []
                generated = self._context.generate_id("workflow")
                workflow = WorkflowItem(
                    id=generated if self._tools is None else workflow_id(generated),
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
                closing = [] if self._tools is None else self._tools.close(is_over=False)
                return [*closing, ThreadItemAddedEvent(item=image.model_copy())]
            case _:
                return self._called(item, is_whole=False)

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
                return self._called(item, is_whole=True)

    # --- reasoning

    async def _thought_delta(self, event: responses.ResponseReasoningSummaryTextDeltaEvent) -> list[ThreadStreamEvent]:
        item = self._workflow
        if item is None:
            return []
        update = self._thoughts.delta(item.workflow, event.item_id, event.summary_index, event.delta)
        return [] if update is None else self._update(item.id, update)

    async def _thought_done(self, event: responses.ResponseReasoningSummaryTextDoneEvent) -> list[ThreadStreamEvent]:
        item = self._workflow
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
