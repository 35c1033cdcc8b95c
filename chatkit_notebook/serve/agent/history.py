"""What of a thread a ready server gives its model to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agents.run_config import ModelInputData

from chatkit_notebook.agents.tool_steps import is_tool_step
from chatkit_notebook.json import is_list, object_in, repaired
from chatkit_notebook.serve.agent.approval_card import told
from chatkit_notebook.turned_thoughts import TURNED, answer_in
from chatkit_notebook.types import SDKHiddenContextItem, WidgetItem, WorkflowItem
from chatkit_notebook.types.approvals import state_of

if TYPE_CHECKING:
    from agents.run_config import CallModelData

    from chatkit_notebook.types import ThreadItem


def readable(items: list[ThreadItem]) -> list[ThreadItem]:
    """The items without what the server shows of its own tools, and with its approvals in words.

    By default a model reads each step of a workflow as a message of the user's. That suits steps which an author wrote
    for it; a call and its result would look as if the user had told them. The model has these from the turn's record.
    """
    return [_readable(item) for item in items]


def _readable(item: ThreadItem) -> ThreadItem:
    if isinstance(item, WorkflowItem):
        tasks = [task for task in item.workflow.tasks if not is_tool_step(item, task)]
        return item.model_copy(update={"workflow": item.workflow.model_copy(update={"tasks": tasks})})
    if isinstance(item, WidgetItem) and state_of(item) is not None:
        return SDKHiddenContextItem(
            id=item.id, thread_id=item.thread_id, created_at=item.created_at, content=told(item)
        )
    return item


def whole_input(data: CallModelData[Any]) -> ModelInputData:
    """What a model is asked, with its texts repaired: tools and instructions may hold halves of characters."""
    asked = data.model_data
    given = [_without_turned(each) for each in repaired(asked.input)]
    return ModelInputData(input=given, instructions=repaired(asked.instructions))


def _without_turned(item: Any) -> Any:
    """An answer of this run without the thought that it was taken for at first."""
    parts = object_in(item).get("content")
    if not is_list(parts) or not any(TURNED in str(object_in(part).get("text")) for part in parts):
        return item
    return item | {"content": [part | {"text": answer_in(str(part.get("text")))} for part in map(object_in, parts)]}
