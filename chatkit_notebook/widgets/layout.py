"""Components that arrange others."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.tokens import (
    Alignment,
    Border,
    Borders,
    Direction,
    Justification,
    RadiusValue,
    Spacing,
    ThemeColor,
)

if TYPE_CHECKING:
    from chatkit_notebook.widgets.unions import WidgetComponent


class BoxBase(BaseModel):
    """The props of every flex container."""

    children: "list[WidgetComponent] | None" = None
    align: Alignment | None = None
    justify: Justification | None = None
    wrap: Literal["nowrap", "wrap", "wrap-reverse"] | None = None
    flex: int | str | None = None
    gap: int | str | None = None
    height: float | str | None = None
    width: float | str | None = None
    size: float | str | None = None
    minHeight: int | str | None = None
    minWidth: int | str | None = None
    minSize: int | str | None = None
    maxHeight: int | str | None = None
    maxWidth: int | str | None = None
    maxSize: int | str | None = None
    padding: float | str | Spacing | None = None
    margin: float | str | Spacing | None = None
    border: int | Border | Borders | None = None
    radius: RadiusValue | None = None
    background: str | ThemeColor | None = None
    aspectRatio: float | str | None = None


class Box(WidgetComponentBase, BoxBase):
    """A flex container in either direction."""

    type: Literal["Box"] = Field(default="Box", frozen=True)
    direction: Direction | None = None


class Row(WidgetComponentBase, BoxBase):
    """Children side by side."""

    type: Literal["Row"] = Field(default="Row", frozen=True)


class Col(WidgetComponentBase, BoxBase):
    """Children below each other."""

    type: Literal["Col"] = Field(default="Col", frozen=True)


class Form(WidgetComponentBase, BoxBase):
    """A container whose fields join the payload of every action raised inside it."""

    type: Literal["Form"] = Field(default="Form", frozen=True)
    onSubmitAction: ActionConfig | None = None
    direction: Direction | None = None


class Divider(WidgetComponentBase):
    """A line between siblings; `flush` runs it through the container's padding."""

    type: Literal["Divider"] = Field(default="Divider", frozen=True)
    color: str | ThemeColor | None = None
    size: int | str | None = None
    spacing: int | str | None = None
    flush: bool | None = None


class Spacer(WidgetComponentBase):
    """Room that grows."""

    type: Literal["Spacer"] = Field(default="Spacer", frozen=True)
    minSize: int | str | None = None


class Transition(WidgetComponentBase):
    """Animates the change from one child to another; the child's `key` tells them apart."""

    type: Literal["Transition"] = Field(default="Transition", frozen=True)
    children: "WidgetComponent | None"
