"""What a tool returns to be looked at, such as a figure: the chat shows it, as no model could."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.display import is_looked_at, item_of, parts_of
from chatkit_notebook.types import ThreadItemDoneEvent
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from chatkit_notebook.agents.context import AgentContext


async def shown_by(context: AgentContext[Any], value: object) -> list[ThreadItemDoneEvent]:
    """The items that show what a tool returned; none for text, data and frames, which are for the model."""
    if not is_looked_at(value):
        return []
    parts = await in_thread(parts_of, value)
    return [
        ThreadItemDoneEvent(item=item_of(part, context.generate_id("message"), context.thread.id)) for part in parts
    ]
