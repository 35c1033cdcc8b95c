"""Tables. The official UI knows them; its Python SDK can only send them as dynamic components."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.tokens import Spacing

if TYPE_CHECKING:
    from chatkit_notebook.widgets.unions import WidgetComponent


class TableCell(WidgetComponentBase):
    """A cell; `colSize` is the share of the width that its column takes."""

    type: Literal["Table.Cell"] = Field(default="Table.Cell", frozen=True)
    children: "list[WidgetComponent] | None" = None
    width: int | str | None = None
    padding: float | str | Spacing | None = None
    colSpan: int | None = None
    rowSpan: int | None = None
    align: Literal["start", "center", "end"] | None = None
    vAlign: Literal["start", "center", "end"] | None = None
    colSize: Literal["xs", "sm", "md", "lg", "xl"] | None = None


class TableRow(WidgetComponentBase):
    """A row; a `header` row names the columns."""

    type: Literal["Table.Row"] = Field(default="Table.Row", frozen=True)
    children: list[TableCell] | None = None
    header: bool | None = None


class Table(WidgetComponentBase):
    """Rows of cells."""

    type: Literal["Table"] = Field(default="Table", frozen=True)
    children: list[TableRow] | None = None
