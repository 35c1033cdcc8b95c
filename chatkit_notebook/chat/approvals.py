"""Which card of a thread asks whether an agent may call a tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.types.approvals import state_of

if TYPE_CHECKING:
    from chatkit_notebook.types import ThreadItem


def asking_card(items: list[ThreadItem], item_id: str | None) -> str:
    """The card that asks for an approval: the one that is named, or the newest that is open.

    Raises:
        LookupError: No approval is open, or the item is not an approval.
    """
    states = {item.id: state for item in items if (state := state_of(item)) is not None}
    if item_id is None:
        item_id = next((one for one, state in reversed(states.items()) if state == "open"), None)
    elif item_id not in states:
        raise LookupError(f"The thread shows no approval {item_id!r}: it shows {', '.join(states) or 'none at all'}.")
    if item_id is None:
        raise LookupError("No tool call is waiting for approval in this thread.")
    return item_id
