"""The call that the client is to carry out after a run, under the ids that the model gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.agents.citations import field_of
from chatkit_notebook.agents.identity import is_fake
from chatkit_notebook.types import ClientToolCallItem

if TYPE_CHECKING:
    from chatkit_notebook.agents.context import AgentContext


class ClientCalls:
    """Remembers a model's function calls, one of which may go to the client."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[str | None, str | None]] = {}

    def remember(self, raw: object) -> str | None:
        """Remember a call, and return the id of its item if that can be used."""
        if field_of(raw, "type") != "function_call":
            return None
        item_id = field_of(raw, "id")
        item_id = item_id if isinstance(item_id, str) and not is_fake(item_id) else None
        name = str(field_of(raw, "name"))
        self._ids.pop(name, None)
        self._ids[name] = (field_of(raw, "call_id"), item_id)
        return item_id

    def item(self, context: AgentContext[Any]) -> ClientToolCallItem | None:
        """The item for the call that a tool has left to the client, if there is one."""
        call = context.client_tool_call
        if call is None:
            return None
        # Of calls made side by side, the model's is the one with this name.
        call_id, item_id = self._ids.get(call.name) or next(reversed(self._ids.values()), (None, None))
        return ClientToolCallItem(
            id=item_id or context.generate_id("tool_call"),
            thread_id=context.thread.id,
            created_at=clock.now(),
            call_id=call_id or context.generate_id("tool_call"),
            name=call.name,
            arguments=call.arguments,
        )
