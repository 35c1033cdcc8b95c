"""The unions that fields of the wire are declared with, and the end of the recursion between components."""

from typing import Annotated, get_args

from pydantic import BaseModel, BeforeValidator, Field

from chatkit_notebook.widgets.card import Card
from chatkit_notebook.widgets.chart import Chart
from chatkit_notebook.widgets.controls import (
    Button,
    Checkbox,
    DatePicker,
    Input,
    Label,
    RadioGroup,
    Select,
    Textarea,
)
from chatkit_notebook.widgets.dynamic import BasicRoot, DynamicWidgetComponent, DynamicWidgetRoot, nodes
from chatkit_notebook.widgets.layout import Box, BoxBase, Col, Divider, Form, Row, Spacer, Transition
from chatkit_notebook.widgets.list_view import ListView, ListViewItem
from chatkit_notebook.widgets.media import Icon, Image
from chatkit_notebook.widgets.table import Table, TableCell, TableRow
from chatkit_notebook.widgets.text import Badge, Caption, Markdown, Text, Title

StrictWidgetComponent = Annotated[
    Text
    | Title
    | Caption
    | Chart
    | Badge
    | Markdown
    | Box
    | Row
    | Col
    | Divider
    | Icon
    | Image
    | ListViewItem
    | Button
    | Checkbox
    | Spacer
    | Select
    | DatePicker
    | Form
    | Input
    | Label
    | RadioGroup
    | Textarea
    | Transition
    | ListView
    | Table
    | TableRow
    | TableCell,
    Field(discriminator="type"),
]
StrictWidgetRoot = Annotated[Card | ListView | BasicRoot, Field(discriminator="type")]


STRICT_CLASSES: tuple[type[BaseModel], ...] = (Card, *get_args(get_args(StrictWidgetComponent)[0]))
"""The class of each component."""
_PROPS = {node.model_fields["type"].default: frozenset(node.model_fields) for node in STRICT_CLASSES}


def _fits_strict_classes(tree: object) -> bool:
    unfit = [node for node in nodes(tree) if not node.keys() <= _PROPS.get(str(node.get("type")), node.keys())]
    return not unfit


def _strict_or(dynamic: type[DynamicWidgetComponent]) -> BeforeValidator:
    """Validate JSON as dynamic if strict classes would drop a prop that they do not know."""

    def validate(value: object) -> object:
        return value if _fits_strict_classes(value) else dynamic.model_validate(value)

    return BeforeValidator(validate)


WidgetComponent = Annotated[StrictWidgetComponent | DynamicWidgetComponent, _strict_or(DynamicWidgetComponent)]
WidgetRoot = Annotated[StrictWidgetRoot | DynamicWidgetRoot, _strict_or(DynamicWidgetRoot)]

for _node in (BoxBase, *STRICT_CLASSES):
    _node.model_rebuild(_types_namespace={"WidgetComponent": WidgetComponent})
