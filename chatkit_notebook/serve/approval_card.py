"""The card that asks whether a tool may be called, and what became of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.agents.tool_words import fenced, formatted, plain, title_of
from chatkit_notebook.types import WidgetItem
from chatkit_notebook.widgets import Caption, Card, Col, Markdown, Text, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.types import ThreadItem
    from chatkit_notebook.widgets import WidgetComponent
    from chatkit_notebook.widgets.tokens import WidgetStatus

APPROVE = "chatkit.approve"
REJECT = "chatkit.reject"

State = Literal["open", "approved", "rejected", "unanswered"]

_KEY = "chatkit.approval."
_STATUS: dict[State, WidgetStatus] = {
    "open": {"text": "Approval needed", "icon": "circle-question"},
    "approved": {"text": "Approved", "icon": "check-circle"},
    "rejected": {"text": "Rejected", "icon": "lucide:circle-x"},
    "unanswered": {"text": "Not approved", "icon": "empty-circle"},
}
_TOLD: dict[State, str] = {
    "open": "The user has not approved this call, and it was not carried out",
    "approved": "The user approved this call",
    "rejected": "The user rejected this call, and it was not carried out",
    "unanswered": "The user did not approve this call, and it was not carried out",
}
_LONGEST_LINE = 80


def approval_card(tool: str, arguments: str | None, agent: str) -> Card:
    """The card for an open question.

    Args:
        tool: The tool's name.
        arguments: What the model wrote for it: JSON, most of the time.
        agent: The name of the agent that wants to call it.
    """
    payload = {"tool": tool}
    return Card(
        key=f"{_KEY}open",
        status=_STATUS["open"],
        children=[
            Title(value=title_of(tool), size="sm"),
            Caption(value=f"{agent} asked to call {tool}"),
            *_arguments(plain(arguments)),
        ],
        confirm={"label": "Approve", "action": _action(APPROVE, payload)},
        cancel={"label": "Reject", "action": _action(REJECT, payload)},
    )


def settled(item: WidgetItem, state: State, message: str | None = None) -> WidgetItem:
    """A card that asks no longer.

    Args:
        item: The card as it asked.
        state: What became of it.
        message: Why, for people and for the model.
    """
    card = cast("Card", item.widget)
    reason: list[WidgetComponent] = [Text(key="reason", value=message)] if message else []
    changes = {
        "key": f"{_KEY}{state}",
        "status": _STATUS[state],
        "children": [*card.children, *reason],
        "confirm": None,
        "cancel": None,
    }
    return item.model_copy(update={"widget": card.model_copy(update=changes)})


def state_of(item: ThreadItem) -> State | None:
    """How far a question is; None for an item that is none."""
    if not isinstance(item, WidgetItem) or not isinstance(item.widget, Card):
        return None
    state = (item.widget.key or "").removeprefix(_KEY)
    return cast("State", state) if state in get_args(State) and state != item.widget.key else None


def told(item: WidgetItem) -> str:
    """What the model reads in place of a card."""
    state = state_of(item) or "open"
    children = cast("Card", item.widget).children
    reasons = [child.value for child in children if isinstance(child, Text) and child.key == "reason"]
    return ": ".join([_TOLD[state], *reasons]) + f".\n{item.copy_text}"


def _action(kind: str, payload: dict[str, Any]) -> ActionConfig:
    # The card is answered long before the run is over that goes on then: only the button shows that it loads.
    return ActionConfig(type=kind, payload=payload, loadingBehavior="self")


def _arguments(given: Any) -> Iterator[WidgetComponent]:
    """All that is asked for, uncut: nobody should approve what they cannot see."""
    if isinstance(given, dict):
        for name, value in cast("dict[str, Any]", given).items():
            yield Col(gap=1, children=[Caption(value=name), _value(value)])
    elif given not in (None, ""):
        yield _value(given)


def _value(value: Any) -> WidgetComponent:
    if isinstance(value, str) and len(value) <= _LONGEST_LINE and "\n" not in value:
        return Text(value=value or "(empty)")
    if isinstance(value, str):
        return Markdown(value=fenced(value, "text"))
    text = formatted(value)
    return Markdown(value=fenced(text, "json")) if text[:1] in ("{", "[") else Text(value=text)
