"""Widgets: a class a component, roots, and templates that build them from `.widget` files."""

from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.icons import IconName
from chatkit_notebook.official_names import names_from_elsewhere
from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.card import Card, CardAction
from chatkit_notebook.widgets.chart import (
    AreaSeries,
    BarSeries,
    Chart,
    CurveType,
    LineSeries,
    Series,
    XAxisConfig,
)
from chatkit_notebook.widgets.controls import (
    Button,
    Checkbox,
    DatePicker,
    Input,
    Label,
    RadioGroup,
    RadioOption,
    Select,
    SelectOption,
    Textarea,
)
from chatkit_notebook.widgets.dynamic import BasicRoot, DynamicWidgetComponent, DynamicWidgetRoot
from chatkit_notebook.widgets.frame import DataFrame
from chatkit_notebook.widgets.layout import Box, BoxBase, Col, Divider, Form, Row, Spacer, Transition
from chatkit_notebook.widgets.list_view import ListView, ListViewItem
from chatkit_notebook.widgets.media import Icon, Image
from chatkit_notebook.widgets.table import Table, TableCell, TableRow
from chatkit_notebook.widgets.template import WidgetTemplate
from chatkit_notebook.widgets.text import Badge, Caption, Markdown, Text, Title
from chatkit_notebook.widgets.tokens import (
    Alignment,
    Border,
    Borders,
    CaptionSize,
    ControlSize,
    ControlVariant,
    EditableProps,
    IconSize,
    Justification,
    MinMax,
    RadiusValue,
    Spacing,
    TextAlign,
    TextSize,
    ThemeColor,
    TitleSize,
    WidgetIcon,
    WidgetStatus,
    WidgetStatusWithFavicon,
    WidgetStatusWithIcon,
)
from chatkit_notebook.widgets.unions import (
    StrictWidgetComponent,
    StrictWidgetRoot,
    WidgetComponent,
    WidgetRoot,
)

__all__ = [
    "ActionConfig",
    "Alignment",
    "AreaSeries",
    "Badge",
    "BarSeries",
    "BasicRoot",
    "Border",
    "Borders",
    "Box",
    "BoxBase",
    "Button",
    "Caption",
    "CaptionSize",
    "Card",
    "CardAction",
    "Chart",
    "Checkbox",
    "Col",
    "ControlSize",
    "ControlVariant",
    "CurveType",
    "DataFrame",
    "DatePicker",
    "Divider",
    "DynamicWidgetComponent",
    "DynamicWidgetRoot",
    "EditableProps",
    "Form",
    "Icon",
    "IconName",
    "IconSize",
    "Image",
    "Input",
    "Justification",
    "Label",
    "LineSeries",
    "ListView",
    "ListViewItem",
    "Markdown",
    "MinMax",
    "RadioGroup",
    "RadioOption",
    "RadiusValue",
    "Row",
    "Select",
    "SelectOption",
    "Series",
    "Spacer",
    "Spacing",
    "StrictWidgetComponent",
    "StrictWidgetRoot",
    "Table",
    "TableCell",
    "TableRow",
    "Text",
    "TextAlign",
    "TextSize",
    "Textarea",
    "ThemeColor",
    "Title",
    "TitleSize",
    "Transition",
    "WidgetComponent",
    "WidgetComponentBase",
    "WidgetIcon",
    "WidgetRoot",
    "WidgetStatus",
    "WidgetStatusWithFavicon",
    "WidgetStatusWithIcon",
    "WidgetTemplate",
    "XAxisConfig",
]

__getattr__ = names_from_elsewhere("widgets")
