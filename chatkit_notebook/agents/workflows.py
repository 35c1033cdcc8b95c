"""The end of a workflow: what its one line says once it is folded away, and what becomes of steps without a result."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_notebook.locales import words
from chatkit_notebook.types import CustomSummary, DurationSummary

if TYPE_CHECKING:
    from collections.abc import Collection

    from chatkit_notebook.types import WorkflowItem, WorkflowSummary


def break_off(item: WorkflowItem) -> bool:
    """Take the steps that will never have a result for over; tell whether there were any."""
    tasks = item.workflow.tasks
    open_ones = [index for index, task in enumerate(tasks) if task.status_indicator == "loading"]
    for index in open_ones:
        tasks[index] = tasks[index].model_copy(update={"status_indicator": "none"})
    return bool(open_ones)


def finish(
    item: WorkflowItem, summary: WorkflowSummary | None = None, *, expanded: bool = False, tools: Collection[str] = ()
) -> None:
    """Give a workflow its summary; without one it says how long it took, and with which tools."""
    if summary is not None:
        item.workflow.summary = summary
    elif item.workflow.summary is None:
        # The item may come from a store that keeps times in another zone than the clock does.
        took = datetime.now(item.created_at.tzinfo) - item.created_at
        seconds = int(took.total_seconds())
        item.workflow.summary = (
            CustomSummary(title=words().worked_with(list(dict.fromkeys(tools)), seconds))
            if tools
            else DurationSummary(duration=seconds)
        )
    item.workflow.expanded = expanded
