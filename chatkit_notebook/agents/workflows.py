"""The end of a workflow: what its one line says once it is folded away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chatkit_notebook.types import DurationSummary

if TYPE_CHECKING:
    from chatkit_notebook.types import WorkflowItem, WorkflowSummary


def finish(item: WorkflowItem, summary: WorkflowSummary | None = None, *, expanded: bool = False) -> None:
    """Give a workflow its summary; without one it says how long it took."""
    if summary is not None:
        item.workflow.summary = summary
    elif item.workflow.summary is None:
        # The item may come from a store that keeps times in another zone than the clock does.
        took = datetime.now(item.created_at.tzinfo) - item.created_at
        item.workflow.summary = DurationSummary(duration=int(took.total_seconds()))
    item.workflow.expanded = expanded
