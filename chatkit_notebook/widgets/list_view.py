"""A list of rows, one of the two roots that check their props."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.tokens import Alignment, Theme, WidgetStatus

if TYPE_CHECKING:
    from chatkit_notebook.widgets.unions import WidgetComponent


class ListViewItem(WidgetComponentBase):
    """A row of a `ListView`, pressable if it has an action."""

    type: Literal["ListViewItem"] = Field(default="ListViewItem", frozen=True)
    children: "list[WidgetComponent]"
    onClickAction: ActionConfig | None = None
    gap: int | str | None = None
    align: Alignment | None = None


class ListView(WidgetComponentBase):
    """A list that shows `limit` rows and then a button for the rest."""

    type: Literal["ListView"] = Field(default="ListView", frozen=True)
    children: list[ListViewItem]
    limit: int | Literal["auto"] | None = None
    status: WidgetStatus | None = None
    theme: Theme | None = None
