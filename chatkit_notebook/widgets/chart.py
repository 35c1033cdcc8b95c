"""Charts: rows of data, drawn as bars, areas and lines."""

# ruff: noqa: N815 - the wire spells props in camelCase
from typing import Annotated, Literal, NotRequired

from pydantic import BaseModel, Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.tokens import ThemeColor

CurveType = Literal[
    "basis",
    "basisClosed",
    "basisOpen",
    "bumpX",
    "bumpY",
    "bump",
    "linear",
    "linearClosed",
    "natural",
    "monotoneX",
    "monotoneY",
    "monotone",
    "step",
    "stepBefore",
    "stepAfter",
]


class XAxisConfig(TypedDict):
    """The x axis; `labels` maps ticks to what is written there."""

    dataKey: str
    hide: NotRequired[bool]
    labels: NotRequired[dict[str, str]]


class BarSeries(BaseModel):
    """A column of the data as bars; bars with the same `stack` pile up."""

    type: Literal["bar"] = Field(default="bar", frozen=True)
    label: str | None
    dataKey: str
    stack: str | None = None
    color: str | ThemeColor | None = None


class AreaSeries(BaseModel):
    """A column of the data as a filled area; areas with the same `stack` pile up."""

    type: Literal["area"] = Field(default="area", frozen=True)
    label: str | None
    dataKey: str
    stack: str | None = None
    color: str | ThemeColor | None = None
    curveType: CurveType | None = None


class LineSeries(BaseModel):
    """A column of the data as a line."""

    type: Literal["line"] = Field(default="line", frozen=True)
    label: str | None
    dataKey: str
    color: str | ThemeColor | None = None
    curveType: CurveType | None = None


Series = Annotated[BarSeries | AreaSeries | LineSeries, Field(discriminator="type")]


class Chart(WidgetComponentBase):
    """A cartesian chart of `data`; `xAxis` names the column along the bottom.

    Rows stand at equal distances, in their order. Dates in ISO form are written as the reader's locale does. Without a
    height or an aspect ratio a chart is 220 px high; `barGap` and `barCategoryGap` are pixels.
    """

    type: Literal["Chart"] = Field(default="Chart", frozen=True)
    data: list[dict[str, str | int | float]]
    series: list[Series]
    xAxis: str | XAxisConfig
    showYAxis: bool | None = None
    showLegend: bool | None = None
    showTooltip: bool | None = None
    barGap: int | None = None
    barCategoryGap: int | None = None
    flex: int | str | None = None
    height: int | str | None = None
    width: int | str | None = None
    size: int | str | None = None
    minHeight: int | str | None = None
    minWidth: int | str | None = None
    minSize: int | str | None = None
    maxHeight: int | str | None = None
    maxWidth: int | str | None = None
    maxSize: int | str | None = None
    aspectRatio: float | str | None = None
