"""The context of an agent's run: how its tools put widgets, workflows and progress into the chat."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, SkipValidation

from chatkit_notebook import clock
from chatkit_notebook.agents.progress import Stage, running_loop, stage
from chatkit_notebook.agents.workflows import finish
from chatkit_notebook.server.widget_stream import stream_widget
from chatkit_notebook.store import Store
from chatkit_notebook.types import (
    GeneratedImageItem,
    ProgressUpdateEvent,
    Task,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WidgetRoot,
    Workflow,
    WorkflowItem,
    WorkflowSummary,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

    from chatkit_notebook.icons import IconName
    from chatkit_notebook.ids import StoreItemType

TContext = TypeVar("TContext")


class ClientToolCall(BaseModel):
    """A call that the client carries out. A tool sets it on the context, and the agent stops at that tool."""

    name: str
    arguments: dict[str, Any]


class AgentContext(BaseModel, Generic[TContext]):
    """What a run knows of its chat: pass it as ``context=`` to ``Runner.run_streamed``.

    Attributes:
        thread: The thread of the run.
        store: The server's store.
        request_context: The context of the request.
        previous_response_id: For the author's own use.
        client_tool_call: The call the client is to carry out when the run ends; the last one set counts.
        workflow_item: The workflow that is open, if any.
        generated_image_item: The image that is being generated, if any.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    thread: ThreadMetadata
    store: SkipValidation[Store[TContext]]
    request_context: TContext
    previous_response_id: str | None = None
    client_tool_call: ClientToolCall | None = None
    workflow_item: WorkflowItem | None = None
    generated_image_item: GeneratedImageItem | None = None

    # What the run and its tools produce, in the order in which it happened.
    _events: asyncio.Queue[Any] = PrivateAttr(default_factory=asyncio.Queue[Any])
    # Ids of workflows whose announcement is still among the events: what comes before it must not end them.
    _unannounced: set[str] = PrivateAttr(default_factory=set[str])

    def model_post_init(self, _: Any, /) -> None:
        """Let the tools of the run that is started next find this context."""
        stage.set(Stage(self._events, running_loop()))

    def generate_id(self, type: StoreItemType, thread: ThreadMetadata | None = None) -> str:  # noqa: A002
        """Make an id of the store; `thread` is the run's own by default."""
        if type == "thread":
            return self.store.generate_thread_id(self.request_context)
        return self.store.generate_item_id(type, thread or self.thread, self.request_context)

    async def stream(self, event: ThreadStreamEvent) -> None:
        """Put any event into the response, between those of the run."""
        self._events.put_nowait(event)

    async def progress(self, text: str, icon: IconName | None = None) -> None:
        """Say what is going on, until something else is shown."""
        await self.stream(ProgressUpdateEvent(text=text, icon=icon))

    async def stream_widget(self, widget: WidgetRoot | AsyncIterable[WidgetRoot], copy_text: str | None = None) -> None:
        """Show a widget, or the states of one as they come; returns when the last one is there."""
        async for event in stream_widget(self.thread, widget, copy_text, self.generate_id):
            self._events.put_nowait(event)

    async def start_workflow(self, workflow: Workflow) -> None:
        """Open a workflow. One without tasks, unless it is reasoning, appears with its first task."""
        self.workflow_item = WorkflowItem(
            id=self.generate_id("workflow"),
            created_at=clock.now(),
            thread_id=self.thread.id,
            workflow=workflow,
        )
        if workflow.type == "reasoning" or workflow.tasks:
            self._put_added(self.workflow_item)

    async def add_workflow_task(self, task: Task) -> None:
        """Add a task to the open workflow, or to a new one."""
        if self.workflow_item is None:
            await self.start_workflow(Workflow(type="custom", tasks=[]))
        item = self._open_workflow()
        item.workflow.tasks.append(task)
        index = len(item.workflow.tasks) - 1
        if item.workflow.type != "reasoning" and index == 0:
            self._put_added(item)
            return
        update = WorkflowTaskAdded(task_index=index, task=task.model_copy(deep=True))
        self._events.put_nowait(ThreadItemUpdatedEvent(item_id=item.id, update=update))

    async def update_workflow_task(self, task: Task, task_index: int) -> None:
        """Replace a task of the open workflow.

        Raises:
            ValueError: No workflow is open.
            IndexError: It has no such task.
        """
        item = self._open_workflow()
        if not -len(item.workflow.tasks) <= task_index < len(item.workflow.tasks):
            raise IndexError(f"task_index={task_index}: the workflow has {len(item.workflow.tasks)} tasks.")
        item.workflow.tasks[task_index] = task
        update = WorkflowTaskUpdated(task_index=task_index, task=task.model_copy(deep=True))
        self._events.put_nowait(ThreadItemUpdatedEvent(item_id=item.id, update=update))

    async def end_workflow(self, summary: WorkflowSummary | None = None, expanded: bool = False) -> None:  # noqa: FBT001, FBT002 - the official signature
        """Close the open workflow, if there is one. Without a summary it says how long it took."""
        if self.workflow_item is not None:
            self._events.put_nowait(ThreadItemDoneEvent(item=self.close_workflow(summary, expanded=expanded)))

    def close_workflow(self, summary: WorkflowSummary | None = None, *, expanded: bool = False) -> WorkflowItem:
        """Finish the open workflow and forget it, without an event.

        Raises:
            ValueError: No workflow is open.
        """
        item = self._open_workflow()
        finish(item, summary, expanded=expanded)
        self.workflow_item = None
        return item

    def _open_workflow(self) -> WorkflowItem:
        if self.workflow_item is None:
            raise ValueError("No workflow is open: call start_workflow() or add_workflow_task() first.")
        return self.workflow_item

    def _put_added(self, item: WorkflowItem) -> None:
        self._unannounced.add(item.id)
        # A copy, because more tasks may come before the event is sent.
        self._events.put_nowait(ThreadItemAddedEvent(item=item.model_copy(deep=True)))
