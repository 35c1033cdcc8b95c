"""The model's reasoning as tasks of a workflow: the first thought streams, later ones appear whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import BaseModel

from chatkit_notebook.types import ThoughtTask, WorkflowTaskAdded, WorkflowTaskUpdated

if TYPE_CHECKING:
    from chatkit_notebook.types import Workflow

Form: TypeAlias = Literal["summary", "text"]


class StreamingThoughtTracker(BaseModel):
    """The thought that is streaming: which summary of which reasoning item it is, and its task."""

    item_id: str
    index: int
    task: ThoughtTask


class Thoughts:
    """Puts reasoning into a workflow: summaries, or what the model thought itself."""

    def __init__(self) -> None:
        self._streaming: StreamingThoughtTracker | None = None
        self._before: dict[tuple[str, int], int] = {}
        """How many characters of a thought were shown before what is shown of it now."""
        self._forms: dict[str, Form] = {}
        self._shown: set[tuple[str, int]] = set()

    def begin(self, item_id: str) -> None:
        """Forget an older item of the same id: models behind Chat Completions give all of them the same one."""
        self._forms.pop(item_id, None)
        self._shown = {each for each in self._shown if each[0] != item_id}
        if self._streaming is not None and self._streaming.item_id == item_id:
            self._streaming = None

    def has_shown(self, item_id: str, index: int | None = None) -> bool:
        """Whether this thought of an item is shown; without an index, whether any is."""
        return any(each == item_id and index in (None, at) for each, at in self._shown)

    def takes(self, item_id: str, form: Form) -> bool:
        """Whether a piece of this form is shown: of an item that comes in both, only the one that came first is."""
        return self._forms.setdefault(item_id, form) == form

    def delta(
        self, workflow: Workflow, item_id: str, index: int, delta: str
    ) -> WorkflowTaskAdded | WorkflowTaskUpdated | None:
        """The update for a piece of a thought; None if it does not stream."""
        if workflow.type == "reasoning" and not workflow.tasks:
            self._note_shown(item_id, index)
            task = ThoughtTask(content=delta)
            workflow.tasks.append(task)
            self._shown.add((item_id, index))
            self._streaming = StreamingThoughtTracker(item_id=item_id, index=index, task=task)
            return WorkflowTaskAdded(task_index=0, task=task.model_copy())
        if not self._is_streaming(workflow, item_id, index) or self._streaming is None:
            return None
        task = self._streaming.task
        task.content += delta
        return WorkflowTaskUpdated(task_index=_index(workflow, task), task=task.model_copy())

    def done(self, workflow: Workflow, item_id: str, index: int, text: str) -> WorkflowTaskAdded | WorkflowTaskUpdated:
        """The update for a whole thought."""
        self._shown.add((item_id, index))
        if self._is_streaming(workflow, item_id, index) and self._streaming is not None:
            task, self._streaming = self._streaming.task, None
            before = self._before.pop((item_id, index), 0)
            task.content = text[before:].lstrip("\n") if before else text
            return WorkflowTaskUpdated(task_index=_index(workflow, task), task=task.model_copy())
        task = ThoughtTask(content=text)
        workflow.tasks.append(task)
        return WorkflowTaskAdded(task_index=len(workflow.tasks) - 1, task=task.model_copy())

    def _note_shown(self, item_id: str, index: int) -> None:
        """Take note of how much of a thought stands in a workflow that has ended since."""
        tracker = self._streaming
        if tracker is not None and (tracker.item_id, tracker.index) == (item_id, index):
            self._before[item_id, index] = self._before.get((item_id, index), 0) + len(tracker.task.content)

    def _is_streaming(self, workflow: Workflow, item_id: str, index: int) -> bool:
        tracker = self._streaming
        return (
            tracker is not None
            and (tracker.item_id, tracker.index) == (item_id, index)
            and any(task is tracker.task for task in workflow.tasks)
        )


def _index(workflow: Workflow, task: ThoughtTask) -> int:
    return next(index for index, one in enumerate(workflow.tasks) if one is task)
