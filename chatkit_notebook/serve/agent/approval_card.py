"""The card that asks whether a tool may be called."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.agents.tool_words import fenced, formatted, plain, title_of
from chatkit_notebook.locales import words
from chatkit_notebook.serve.agent.invisible import escaped, escaped_name
from chatkit_notebook.types.approvals import APPROVE, REJECT, key_of, reason_of, state_of, status_of
from chatkit_notebook.widgets import Caption, Card, Col, Markdown, Row, Text, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.types import WidgetItem
    from chatkit_notebook.types.approvals import ApprovalState
    from chatkit_notebook.widgets import WidgetComponent

_TOLD: dict[ApprovalState, str] = {
    "open": "The user has not approved this call, and it was not carried out",
    "approved": "The user approved this call",
    "rejected": "The user rejected this call, and it was not carried out",
    "unanswered": "The user did not approve this call, and it was not carried out",
}
_LONGEST_LINE = 80
_LINES = "\n\t"


def approval_card(tool: str, arguments: str | None, agent: str) -> Card:
    """The card for an open question.

    Args:
        tool: The tool's name.
        arguments: What the model wrote for it: JSON, most of the time.
        agent: The name of the agent that wants to call it.
    """
    payload = {"tool": tool}
    return Card(
        key=key_of("open"),
        status=status_of("open"),
        children=[
            Title(value=escaped(title_of(tool)), size="sm"),
            Row(gap=1, wrap="wrap", children=[*_asked({"agent": escaped(agent), "tool": escaped_name(tool)})]),
            *_arguments(plain(arguments)),
        ],
        confirm={"label": words().approve, "action": _action(APPROVE, payload)},
        cancel={"label": words().reject, "action": _action(REJECT, payload)},
    )


def told(item: WidgetItem) -> str:
    """What the model reads in place of a card."""
    reason = reason_of(item)
    sentence = _TOLD[state_of(item) or "open"]
    return f"{sentence if reason is None else f'{sentence}: {reason}'}.\n{item.copy_text}"


def _action(kind: str, payload: dict[str, Any]) -> ActionConfig:
    # The card is answered long before the run is over that goes on then: only the button shows that it loads.
    return ActionConfig(type=kind, payload=payload, loadingBehavior="self")


def _asked(names: dict[str, str]) -> Iterator[WidgetComponent]:
    """Who asks for what, in the order of the language. Views tell both names by their keys."""
    for text, name, _, _ in Formatter().parse(words().asked_to_call):
        if text.strip():
            yield Caption(value=text.strip())
        if name is not None:
            yield Caption(key=name, value=names[name])


def _arguments(given: Any) -> Iterator[WidgetComponent]:
    """All that is asked for, uncut: nobody should approve what they cannot see."""
    if isinstance(given, dict):
        for name, value in cast("dict[str, Any]", given).items():
            yield Col(gap=1, children=[Caption(value=escaped(name)), _value(value)])
    elif given not in (None, ""):
        yield _value(given)


def _value(value: Any) -> WidgetComponent:
    if isinstance(value, str) and len(value) <= _LONGEST_LINE and "\n" not in value:
        return Text(value=escaped(value) or words().empty)
    if isinstance(value, str):
        return Markdown(value=fenced(escaped(value, keeps=_LINES), "text"))
    text = escaped(formatted(value), keeps=_LINES)
    return Markdown(value=fenced(text, "json")) if text[:1] in ("{", "[") else Text(value=text)
