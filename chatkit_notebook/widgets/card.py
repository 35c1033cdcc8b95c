"""A card, one of the two roots that check their props."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.tokens import Border, Borders, Spacing, Theme, ThemeColor, WidgetStatus

if TYPE_CHECKING:
    from chatkit_notebook.widgets.unions import WidgetComponent


class CardAction(TypedDict):
    """A button in the footer of a `Card`."""

    label: str
    action: ActionConfig


class Card(WidgetComponentBase):
    """A bounded container with an optional status row above and confirm and cancel buttons below.

    `asForm` makes the card itself a form. `border` is known to the UI but not to the official Python SDK.
    """

    type: Literal["Card"] = Field(default="Card", frozen=True)
    asForm: bool | None = None
    children: "list[WidgetComponent]"
    background: str | ThemeColor | None = None
    size: Literal["sm", "md", "lg", "full"] | None = None
    padding: float | str | Spacing | None = None
    status: WidgetStatus | None = None
    collapsed: bool | None = None
    confirm: CardAction | None = None
    cancel: CardAction | None = None
    theme: Theme | None = None
    border: int | Border | Borders | None = None
