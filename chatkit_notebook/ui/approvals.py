"""How Python answers when an agent asks whether it may call a tool: ``chat.approve()`` and ``chat.reject()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.types.approvals import state_of

if TYPE_CHECKING:
    from chatkit_notebook.client import Turn
    from chatkit_notebook.types import ThreadItem


class _Chat(Protocol):
    @property
    def items(self) -> list[ThreadItem]: ...

    async def act(self, action: str, payload: Any = None, *, item_id: str | None = None) -> Turn: ...


class ApprovalMethods:
    """The answers. Each is as good as the press of a button on the card that asks."""

    async def approve(self: _Chat, item_id: str | None = None) -> Turn:
        """Approve a call of a tool that waits for it, and wait for what comes of it.

        Of several calls of one run, the run goes on when all of them have an answer.

        Args:
            item_id: The card that asks; by default the newest one that is open.

        Raises:
            LookupError: No approval is open, or the item is none.
        """
        from chatkit_notebook.serve.approval_card import APPROVE  # noqa: PLC0415 - imports the Agents SDK

        return await self.act(APPROVE, item_id=_card(self.items, item_id))

    async def reject(self: _Chat, item_id: str | None = None, message: str | None = None) -> Turn:
        """Reject a call of a tool that waits for approval; the agent goes on without it.

        Args:
            item_id: The card that asks; by default the newest one that is open.
            message: Why, for the model to read.

        Raises:
            LookupError: No approval is open, or the item is none.
        """
        from chatkit_notebook.serve.approval_card import REJECT  # noqa: PLC0415 - imports the Agents SDK

        payload = {"message": message} if message else None
        return await self.act(REJECT, payload, item_id=_card(self.items, item_id))


def _card(items: list[ThreadItem], item_id: str | None) -> str:
    states = {item.id: state for item in items if (state := state_of(item)) is not None}
    if item_id is None:
        item_id = next((one for one, state in reversed(states.items()) if state == "open"), None)
    elif item_id not in states:
        raise LookupError(f"The thread shows no approval {item_id!r}, but {', '.join(states) or 'none at all'}.")
    if item_id is None:
        raise LookupError("No call of a tool waits for approval in this thread.")
    return item_id
