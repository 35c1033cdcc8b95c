"""Cards that ask whether a tool may be called, as other widgets of a thread see them: told apart by their ids alone.

What a card says is widget JSON that any tool can copy. Its id is made when a run pauses, by no model and no tool, so
only the id counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

from chatkit_notebook import types
from chatkit_notebook.ids import APPROVAL_MARK
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chatkit_notebook.types.events import ThreadStreamEvent
    from chatkit_notebook.types.items import ThreadItem, WidgetItem
    from chatkit_notebook.widgets import Card, WidgetComponent
    from chatkit_notebook.widgets.tokens import WidgetStatus

ApprovalState: TypeAlias = Literal["open", "approved", "rejected", "unanswered"]

APPROVE = "chatkit.approve"
REJECT = "chatkit.reject"
"""The actions of the card's buttons."""

_KEY = "chatkit.approval."


@dataclass(frozen=True)
class WaitingApproval:
    """A call that waits for approval.

    Attributes:
        item_id: The id of the card that asks.
        tool: The tool's name.
        arguments: What it is to be called with, as data; text if that is not JSON, None if there is nothing.
        agent: The name of the agent that wants to call it.
    """

    item_id: str
    tool: str
    arguments: Any
    agent: str | None


def is_approval_id(item_id: str) -> bool:
    """Whether an id is one that is made for the card of an approval."""
    return item_id.endswith(APPROVAL_MARK)


def key_of(state: ApprovalState) -> str:
    """The key of a card in this state."""
    return f"{_KEY}{state}"


def status_of(state: ApprovalState) -> WidgetStatus:
    """What the head of a card in this state says."""
    match state:
        case "open":
            return {"text": words().approval_needed, "icon": "circle-question"}
        case "approved":
            return {"text": words().approved, "icon": "check-circle"}
        case "rejected":
            return {"text": words().rejected, "icon": "lucide:circle-x"}
        case "unanswered":
            return {"text": words().not_approved, "icon": "empty-circle"}


def state_of(item: ThreadItem) -> ApprovalState | None:
    """How far an approval is; None for an item that is not one, whatever it looks like."""
    from chatkit_notebook.widgets import Card  # noqa: PLC0415 - a chat is shown without widgets

    if not isinstance(item, types.WidgetItem) or not is_approval_id(item.id) or not isinstance(item.widget, Card):
        return None
    return next((state for state in get_args(ApprovalState) if item.widget.key == key_of(state)), None)


def settled(item: WidgetItem, state: ApprovalState, message: str | None = None) -> WidgetItem:
    """The card once it no longer asks.

    Args:
        item: The card as it asked.
        state: What became of it.
        message: Why, for people and for the model.
    """
    from chatkit_notebook.widgets import Text  # noqa: PLC0415 - a chat is shown without widgets

    card = cast("Card", item.widget)
    reason: list[WidgetComponent] = [Text(key="reason", value=message)] if message else []
    changes = {
        "key": key_of(state),
        "status": status_of(state),
        "children": [*card.children, *reason],
        "confirm": None,
        "cancel": None,
    }
    return item.model_copy(update={"widget": card.model_copy(update=changes)})


def reason_of(item: WidgetItem) -> str | None:
    """What the user said to a call that was rejected."""
    from chatkit_notebook.widgets import Text  # noqa: PLC0415 - a chat is shown without widgets

    children = cast("Card", item.widget).children
    return next((child.value for child in children if isinstance(child, Text) and child.key == "reason"), None)


def asked_in(item: ThreadItem) -> WaitingApproval | None:
    """The call that an item asks about; None for one that is not, or no longer, a question."""
    if state_of(item) != "open" or not isinstance(item, types.WidgetItem):
        return None
    card = cast("Card", item.widget)
    names = {part.key: part.value for part in _captions(card.children) if part.key in ("agent", "tool")}
    tool, _, rest = (item.copy_text or "").partition("(")
    text = rest.removesuffix(")")
    try:
        arguments = json.loads(text) if text else None
    except ValueError:
        arguments = text
    return WaitingApproval(item.id, tool or names.get("tool", ""), arguments, names.get("agent"))


def _captions(children: Iterable[Any]) -> Iterator[Any]:
    from chatkit_notebook.widgets import Caption  # noqa: PLC0415 - a chat is shown without widgets

    for child in children:
        if isinstance(child, Caption):
            yield child
        yield from _captions(getattr(child, "children", None) or [])


def concerns_approval(event: ThreadStreamEvent) -> bool:
    """Whether an event shows, changes or removes a card that asks for approval."""
    match event:
        case types.ThreadItemAddedEvent() | types.ThreadItemDoneEvent() | types.ThreadItemReplacedEvent():
            return is_approval_id(event.item.id)
        case types.ThreadItemUpdatedEvent() | types.ThreadItemRemovedEvent():
            return is_approval_id(event.item_id)
        case _:
            return False
