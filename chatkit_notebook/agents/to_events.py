"""A run of an agent as thread events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import ResponseStreamConverter, field_of
from chatkit_notebook.agents.client_calls import ClientCalls
from chatkit_notebook.agents.images import Images
from chatkit_notebook.agents.merge import GUARDRAILS, FromRun, Merged
from chatkit_notebook.agents.messages import Messages
from chatkit_notebook.agents.thoughts import Thoughts
from chatkit_notebook.agents.tool_ledger import ToolLedger
from chatkit_notebook.agents.tool_pictures import shown_by
from chatkit_notebook.agents.tool_steps import workflow_id
from chatkit_notebook.agents.tool_watch import ToolFailure, ToolResult, ToolStarted
from chatkit_notebook.failures import in_one_line
from chatkit_notebook.locales import words
from chatkit_notebook.turned_thoughts import TURNED
from chatkit_notebook.types import (
    NoticeEvent,
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
    from chatkit_notebook.agents.thoughts import Form
    from chatkit_notebook.agents.tool_tasks import ToolTasks
    from chatkit_notebook.types import ClientToolCallItem, ThreadStreamEvent

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
        OutputGuardrailTripwireTriggered: Likewise.
        Exception: Whatever else the run raised.
    """
    async with Merged(result, context._events) as events:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        newest = await context.store.load_thread_items(context.thread.id, None, 2, "desc", context.request_context)
        if context.workflow_item is None or tools is None:
            _resume_workflow(context, newest.data, tools)
        run = _Run(context, converter, {item.id for item in newest.data}, tools)
        try:
            async for event in events:
                for converted in await run.converted(event):
                    yield converted
        except GUARDRAILS:
            for item_id in run.produced:
                yield ThreadItemRemovedEvent(item_id=item_id)
            raise
        finally:
            run.ledger.close()
    call = run.client_calls.item(context)
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
        client_calls: The calls of which the client may get one.
        ledger: Tells of the tools.
    """

    def __init__(
        self,
        context: AgentContext[Any],
        converter: ResponseStreamConverter,
        taken: set[str],
        tools: ToolTasks | None,
    ) -> None:
        self.produced: dict[str, None] = {}
        self.client_calls = ClientCalls()
        self.ledger = ToolLedger()
        self._context = context
        self._unannounced = context._unannounced  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        self._tools = tools
        self._messages = Messages(context, converter, taken)
        self._images = Images(context, converter)
        self._thoughts = Thoughts()
        self._said: list[str] = []
        """The pieces of the message that is streaming: they may turn out to be a thought."""
        self._handlers: dict[str, Handler] = {
            "response.output_text.delta": self._text_delta,
            "response.output_item.added": self._item_added,
            "response.output_item.done": self._item_done,
            "response.content_part.added": self._messages.part_added,
            "response.output_text.done": self._messages.text_done,
            "response.output_text.annotation.added": self._messages.annotation_added,
            "response.reasoning_summary_text.delta": self._thought_delta,
            "response.reasoning_summary_text.done": self._thought_done,
            "response.reasoning_summary_part.done": self._thought_ended,
            "response.reasoning_text.delta": self._own_thought_delta,
            "response.reasoning_text.done": self._own_thought_done,
            "response.image_generation_call.partial_image": self._images.preview,
        }

    async def converted(self, event: Any) -> list[ThreadStreamEvent]:
        """The chat's events for one of the run, of its tools or of their hooks."""
        if isinstance(event, FromRun):
            return await self._from_run(event.event)
        match event:
            case ToolStarted():
                self.ledger.began(event)
                return []
            case ToolFailure():
                return self._failed(event)
            case ToolResult():
                return await self._returned(event)
            case _:
                return self._from_tool(event)

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

    def _failed(self, report: ToolFailure) -> list[ThreadStreamEvent]:
        """Show a failure in the step of its call, or where there is none in a notice."""
        self.ledger.failed(report)
        call, error = report.call, report.error
        shown = None if self._tools is None else self._tools.failed(call.call_id, error)
        if shown is not None:
            return shown
        told = error if isinstance(error, str) else in_one_line(error)
        return [NoticeEvent(level="danger", title=words().tool_failed(call.name), message=told)]

    async def _returned(self, report: ToolResult) -> list[ThreadStreamEvent]:
        call = self._context.client_tool_call
        if call is not None and call.name == report.call.name:
            self.ledger.leave(report.call.call_id)
        else:
            self.ledger.returned(report)
        steps = [] if self._tools is None else await self._tools.arrived(report.call.call_id, report.value)
        shown = await shown_by(self._context, report.value)
        return [*steps, *(event for each in shown for event in self._from_tool(each))]

    async def _from_run(self, event: StreamEvent) -> list[ThreadStreamEvent]:
        if event.type == "raw_response_event":
            handler = self._handlers.get(event.data.type)
            return [] if handler is None else await handler(event.data)
        return await self._from_item(event.item) if event.type == "run_item_stream_event" else []

    def _from_tool(self, event: ThreadStreamEvent) -> list[ThreadStreamEvent]:
        """The chat's events for one that a tool streamed: itself, after a workflow that it ends."""
        if event.type != "thread.item.added" and event.type != "thread.item.done":  # noqa: PLR1714 - pyright narrows
            return [event]
        item = event.item
        closing: list[ThreadStreamEvent] = []
        if item.type not in _BESIDE_WORKFLOW:
            workflow = self._context.workflow_item
            if workflow is None or workflow.id != item.id:
                closing = self._close_workflow()
            if self._tools is not None:
                is_author_s = isinstance(item, WorkflowItem)
                closing += self._tools.give_way() if is_author_s else self._tools.close(is_over=False)
        if isinstance(item, WorkflowItem):
            self._follow(item, is_done=event.type == "thread.item.done")
        self.produced[item.id] = None
        return [*closing, event]

    def _follow(self, item: WorkflowItem, *, is_done: bool) -> None:
        """Take a workflow that an author streams by hand for the open one, until it is done."""
        workflow = self._context.workflow_item
        if is_done:
            if workflow is not None and workflow.id == item.id:
                self._context.workflow_item = None
        elif item.id in self._unannounced:
            self._unannounced.discard(item.id)  # the context knows of its own ones, and whether they are over
        elif workflow is None:
            self._context.workflow_item = item

    async def _from_item(self, item: RunItem) -> list[ThreadStreamEvent]:
        if item.type == "tool_call_item":
            self.ledger.called(item.raw_item)
            item_id = self.client_calls.remember(item.raw_item)
            if item_id is not None:
                self.produced[item_id] = None
        elif item.type == "tool_call_output_item":
            call_id = field_of(item.raw_item, "call_id")
            if self._context.client_tool_call is None:
                self.ledger.has_output(call_id, item.output, item.agent.name)
            return [] if self._tools is None else await self._tools.arrived(call_id, item.output)
        elif item.type == "handoff_output_item" and self._tools is not None:
            return self._tools.handed_over(field_of(item.raw_item, "call_id"), item.target_agent.name)
        return []

    async def _item_added(self, event: responses.ResponseOutputItemAddedEvent) -> list[ThreadStreamEvent]:
        item = event.item
        match item.type:
            case "message":
                self._said = []
                message = await self._messages.begun(item)
                return [*self._end_steps(), self._added(message)]
            case "reasoning":
                self._thoughts.begin(item.id)
                return self._reasoning_begun()
            case "image_generation_call":
                image = self._images.begun()
                closing = [] if self._tools is None else self._tools.close(is_over=False)
                return [*closing, self._added(image.model_copy())]
            case _:
                self.ledger.writes(item)
                return self._called(item, is_whole=False)

    async def _item_done(self, event: responses.ResponseOutputItemDoneEvent) -> list[ThreadStreamEvent]:
        item = event.item
        match item.type:
            case "message":
                message = await self._messages.ended(item)
                self.produced[message.id] = None
                return [ThreadItemDoneEvent(item=message)]
            case "reasoning":
                return self._reasoning_ended(item)
            case "image_generation_call":
                return await self._images.ended(item.id, item.result)
            case _:
                if field_of(item, "call_id") is None:
                    self.ledger.hosted(item)
                return self._called(item, is_whole=True)

    async def _text_delta(self, event: responses.ResponseTextDeltaEvent) -> list[ThreadStreamEvent]:
        if event.delta == TURNED:
            return await self._turned(event)
        self._said.append(event.delta)
        return await self._messages.text_delta(event)

    async def _turned(self, event: responses.ResponseTextDeltaEvent) -> list[ThreadStreamEvent]:
        """Show what was taken for the answer so far as what it was, a thought before the answer."""
        thought, self._said = "".join(self._said), []
        events = [*self._messages.turned(event.item_id), *self._reasoning_begun()]
        key = f"turned_{event.item_id}"
        self._thoughts.begin(key)
        events += self._thinks(key, 0, thought, "text", is_whole=True)
        return [*events, *self._end_steps(), self._added(self._messages.begun_anew(event.item_id))]

    def _added(self, item: Any) -> ThreadItemAddedEvent:
        self.produced[item.id] = None
        return ThreadItemAddedEvent(item=item)

    def _called(self, call: object, *, is_whole: bool) -> list[ThreadStreamEvent]:
        if self._tools is None:
            return []
        events = self._tools.called(call, is_whole=is_whole)
        self.produced |= {event.item.id: None for event in events if event.type == "thread.item.added"}
        return events

    # --- workflows

    @property
    def _workflow(self) -> WorkflowItem | None:
        """The workflow that takes what the model thinks."""
        own = self._tools.item if self._tools is not None else None
        return self._context.workflow_item or own

    def _close_workflow(self) -> list[ThreadStreamEvent]:
        """Close the open workflow, unless it was opened after what is shown now."""
        item = self._context.workflow_item
        if item is None or item.id in self._unannounced:
            return []
        return [ThreadItemDoneEvent(item=self._context.close_workflow())]

    def _end_steps(self) -> list[ThreadStreamEvent]:
        """Close all workflows, since the model goes on to its answer."""
        if self._tools is None:
            return self._close_workflow()
        self._tools.settle(self._context.workflow_item)
        return [*self._close_workflow(), *self._tools.close(is_over=True)]

    def _reasoning_begun(self) -> list[ThreadStreamEvent]:
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
        return [self._added(workflow.model_copy(deep=True))]

    async def _thought_delta(self, event: responses.ResponseReasoningSummaryTextDeltaEvent) -> list[ThreadStreamEvent]:
        return self._thinks(event.item_id, event.summary_index, event.delta, "summary", is_whole=False)

    async def _thought_done(self, event: responses.ResponseReasoningSummaryTextDoneEvent) -> list[ThreadStreamEvent]:
        return self._thinks(event.item_id, event.summary_index, event.text, "summary", is_whole=True)

    async def _thought_ended(self, event: responses.ResponseReasoningSummaryPartDoneEvent) -> list[ThreadStreamEvent]:
        # With Chat Completions this is the only event for the end of a thought.
        if self._thoughts.has_shown(event.item_id, event.summary_index):
            return []
        return self._thinks(event.item_id, event.summary_index, event.part.text, "summary", is_whole=True)

    async def _own_thought_delta(self, event: responses.ResponseReasoningTextDeltaEvent) -> list[ThreadStreamEvent]:
        return self._thinks(event.item_id, event.content_index, event.delta, "text", is_whole=False)

    async def _own_thought_done(self, event: responses.ResponseReasoningTextDoneEvent) -> list[ThreadStreamEvent]:
        return self._thinks(event.item_id, event.content_index, event.text, "text", is_whole=True)

    def _reasoning_ended(self, item: responses.ResponseReasoningItem) -> list[ThreadStreamEvent]:
        """The thoughts of an item that came whole."""
        if self._thoughts.has_shown(item.id):
            return []
        texts = [part.text for part in item.summary or item.content or [] if part.text]
        return [
            event
            for index, text in enumerate(texts)
            for event in self._thinks(item.id, index, text, "summary" if item.summary else "text", is_whole=True)
        ]

    def _thinks(self, item_id: str, index: int, text: str, form: Form, *, is_whole: bool) -> list[ThreadStreamEvent]:
        if not self._thoughts.takes(item_id, form):
            return []
        # A model may think on after it has begun to answer, and the steps were closed.
        is_on = self._tools is not None and not is_whole and bool(text.strip())
        events = self._reasoning_begun() if is_on else []
        item = self._workflow
        if item is None:
            return events
        take = self._thoughts.done if is_whole else self._thoughts.delta
        update = take(item.workflow, item_id, index, text)
        return events if update is None else [*events, ThreadItemUpdatedEvent(item_id=item.id, update=update)]
