"""The tools of a run as steps of a workflow, live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import field_of
from chatkit_notebook.agents.tool_files import ToolFiles, files_of
from chatkit_notebook.agents.tool_steps import FAILED_ICON, TOOL_ICON, is_local, key_of, step_of, workflow_id
from chatkit_notebook.agents.tool_words import call_content, failure_content
from chatkit_notebook.agents.workflows import break_off, finish
from chatkit_notebook.locales import words
from chatkit_notebook.types import (
    CustomTask,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from chatkit_notebook.agents.context import AgentContext
    from chatkit_notebook.types import Task, ThreadStreamEvent


@dataclass
class _Step:
    """A call under way: what the model wrote, its task, and the workflow that shows it."""

    call: Any
    task: Task
    item: WorkflowItem


class ToolTasks:
    """Shows the tools that a run calls: pass this to `stream_agent_response`.

    Steps go into the model's reasoning if that is open, else into a workflow of the run's own. Where a tool keeps a
    workflow by itself, its author has decided what is to be seen, and nothing is added.

    Args:
        context: The context of the run.
        files: Keeps the files that tools return; by default with the attachments of the context's store.

    Attributes:
        item: The run's own workflow, while it is open.
        is_stored: Whether the store has it already, since it went on after a call that the client carried out.
    """

    def __init__(self, context: AgentContext[Any], files: ToolFiles | None = None) -> None:
        self.item: WorkflowItem | None = None
        self._context = context
        self._files = files or files_of(context)
        self._steps: dict[str, _Step] = {}
        self._asked: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        """What is called in the run's own workflow, by call."""
        self.is_stored = False

    def move(self, context: AgentContext[Any]) -> None:
        """Go on in another run, with what the last one has left open."""
        context.workflow_item = self._context.workflow_item
        self._context = context

    def called(self, call: object, *, is_whole: bool) -> list[ThreadStreamEvent]:
        """Show a call: that the model writes it, then what it has written."""
        key = key_of(call)
        is_complete = is_whole and not is_local(call)
        task = step_of(call, status="complete" if is_complete else "loading")
        if task is None or not key:
            return []
        step = self._steps.get(key)
        if step is None or not is_whole:
            events = self._begin(key, call, task)
        else:
            step.call = call
            events = self._change(step, task)
        if is_complete:
            self._steps.pop(key, None)
        return events

    async def arrived(self, call_id: str, value: object) -> list[ThreadStreamEvent]:
        """Keep the files of a result, and show it."""
        result, files = await self._files.shown(value) if call_id in self._steps else (value, [])
        return self.returned(call_id, result, files)

    def returned(self, call_id: str, value: object, files: Sequence[str] = ()) -> list[ThreadStreamEvent]:
        """Show a result."""
        step = self._steps.get(call_id)
        if step is None or self._is_for_client(step):
            return []
        given = field_of(step.call, "arguments") or field_of(step.call, "input") or field_of(step.call, "action")
        return self._complete(call_id, {"content": call_content(given, value, files)})

    def failed(self, call_id: str, error: BaseException | str) -> list[ThreadStreamEvent] | None:
        """Show why a tool failed; None if no step stands for its call."""
        step = self._steps.pop(call_id, None)
        if step is None or not isinstance(step.task, CustomTask):
            return None
        given = field_of(step.call, "arguments") or field_of(step.call, "input")
        changes = {"content": failure_content(given, error), "icon": FAILED_ICON, "status_indicator": "none"}
        return self._change(step, step.task.model_copy(update=changes))

    def handed_over(self, call_id: str, agent_name: str) -> list[ThreadStreamEvent]:
        """Show that another agent goes on."""
        self._names.pop(call_id, None)  # not a tool
        return self._complete(call_id, {"title": words().handed_over(agent_name), "content": None})

    def settle(self, item: WorkflowItem | None) -> None:
        """Mark the steps of a workflow as complete: the model goes on, so they are over."""
        for key in [key for key, step in self._steps.items() if step.item is item]:
            self._complete(key, {})

    def close(self, *, is_over: bool) -> list[ThreadStreamEvent]:
        """Close the run's own workflow; where it is not over, steps complete later in its place."""
        item = self.item
        if item is None:
            return []
        if is_over:
            self.settle(item)
        self.item = None
        finish(item, tools=self._names.values())
        if self.is_stored:
            return self._replace(item)
        return [ThreadItemDoneEvent(item=item.model_copy(deep=True))]

    def drop(self) -> list[ThreadStreamEvent]:
        """Close the run's own workflow after a failure: what has no result yet will have none."""
        if self.item is not None:
            break_off(self.item)
        self._steps.clear()
        return self.close(is_over=False)

    def give_way(self) -> list[ThreadStreamEvent]:
        """Make room for the workflow of an author: what has no result yet is theirs to show."""
        item = self.item
        if item is None or any(task.status_indicator == "complete" for task in item.workflow.tasks):
            return self.close(is_over=False)
        self._steps = {key: step for key, step in self._steps.items() if step.item is not item}
        return self._remove(item)

    def ask(self, call_ids: Collection[str]) -> list[ThreadStreamEvent]:
        """Take away the steps of calls that wait for approval: they are not under way, and a card shows them."""
        asked = {call_id: self._steps.pop(call_id) for call_id in call_ids if call_id in self._steps}
        self._asked = {call_id: step.call for call_id, step in asked.items()}
        self._names = {key: name for key, name in self._names.items() if key not in asked}
        closed: dict[str, WorkflowItem] = {}
        for step in asked.values():
            tasks = step.item.workflow.tasks
            tasks[:] = [task for task in tasks if task is not step.task]
            if not self._is_open(step.item):
                closed[step.item.id] = step.item
        events = [event for item in closed.values() for event in self._replace(item)]
        if self.item is not None and not self.item.workflow.tasks:
            return [*events, *self._remove(self.item)]
        return [*events, *self.close(is_over=False)]

    def resume(self, call_ids: Collection[str]) -> list[ThreadStreamEvent]:
        """Show the calls that were approved."""
        asked, self._asked = self._asked, {}
        return [
            event
            for call_id, call in asked.items()
            if call_id in call_ids
            for event in self.called(call, is_whole=True)
        ]

    async def wait(self, call_id: str) -> list[ThreadStreamEvent]:
        """Leave the step of a call open that the client carries out after the run; `returned` completes it."""
        step = self._steps.get(call_id)
        others = [key for key, other in self._steps.items() if other is not step and self._is_for_client(other)]
        # Of several calls the client gets the last one.
        events = [event for key in others for event in self._complete(key, {})]
        if step is None or step.item is not self.item:
            return [*events, *self.close(is_over=False)]
        self.is_stored = True
        context = self._context
        await context.store.add_thread_item(context.thread.id, step.item, context.request_context)
        return events

    def _is_for_client(self, step: _Step) -> bool:
        call = self._context.client_tool_call
        return call is not None and call.name == field_of(step.call, "name")

    def _begin(self, key: str, call: object, task: Task) -> list[ThreadStreamEvent]:
        item = self._context.workflow_item or self.item
        if item is None:
            item = self.item = self._new_workflow(task)
            self.is_stored = False
            self._names = {}
            events: list[ThreadStreamEvent] = [ThreadItemAddedEvent(item=item.model_copy(deep=True))]
        elif item is self.item or item.workflow.type == "reasoning":
            item.workflow.tasks.append(task)
            update = WorkflowTaskAdded(task_index=len(item.workflow.tasks) - 1, task=task.model_copy(deep=True))
            events = [ThreadItemUpdatedEvent(item_id=item.id, update=update)]
        else:
            return []
        self._steps[key] = _Step(call, task, item)
        if item is self.item and isinstance(task, CustomTask):
            self._names[key] = str(field_of(call, "name") or task.title)
        return events

    def _new_workflow(self, task: Task) -> WorkflowItem:
        return WorkflowItem(
            id=workflow_id(self._context.generate_id("workflow")),
            thread_id=self._context.thread.id,
            created_at=clock.now(),
            workflow=Workflow(type="custom", tasks=[task]),
        )

    def _complete(self, key: str, changes: dict[str, Any]) -> list[ThreadStreamEvent]:
        step = self._steps.pop(key, None)
        if step is None:
            return []
        if not isinstance(step.task, CustomTask) or step.task.icon != TOOL_ICON:
            changes = {}
        return self._change(step, step.task.model_copy(update={**changes, "status_indicator": "complete"}))

    def _change(self, step: _Step, task: Task) -> list[ThreadStreamEvent]:
        item = step.item
        index = next((index for index, one in enumerate(item.workflow.tasks) if one is step.task), None)
        if index is None:  # an author has put something else in its place
            return []
        item.workflow.tasks[index] = step.task = task
        if self._is_open(item):
            update = WorkflowTaskUpdated(task_index=index, task=task.model_copy(deep=True))
            return [ThreadItemUpdatedEvent(item_id=item.id, update=update)]
        return self._replace(item)

    def _is_open(self, item: WorkflowItem) -> bool:
        return item is self.item or item is self._context.workflow_item

    @staticmethod
    def _replace(item: WorkflowItem) -> list[ThreadStreamEvent]:
        """Bring a closed workflow up to date."""
        if item.workflow.tasks:
            return [ThreadItemReplacedEvent(item=item.model_copy(deep=True))]
        return [ThreadItemRemovedEvent(item_id=item.id)]

    def _remove(self, item: WorkflowItem) -> list[ThreadStreamEvent]:
        self.item = None
        return [ThreadItemRemovedEvent(item_id=item.id)]
